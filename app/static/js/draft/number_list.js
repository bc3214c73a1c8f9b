/** Picking buildings by a list of their numbers, as it stands in somebody's sheet. */

/** Split what was typed or pasted; the measure word is not part of a number. @returns {string[]} */
export function numbersIn(text) {
  const parts = text.split(/[\s,，、;；]+/).map((part) => part.replace(/(号楼|号|栋|幢)$/, ''));
  return [...new Set(parts.filter(Boolean))];
}

/** Ask for numbers. @returns {Promise<string[]>} keys of the buildings found; none when given up */
export function askNumbers(editor) {
  const dialog = document.querySelector('#draft-numbers');
  const [field, missing] = [dialog.querySelector('textarea'), dialog.querySelector('[data-missing]')];
  field.value = '';
  missing.textContent = '';
  dialog.showModal();
  return new Promise((resolve) => {
    let found = [];
    dialog.querySelector('form').onsubmit = (event) => {
      event.preventDefault();
      const wanted = numbersIn(field.value);
      const hits = find(editor.buildings.shapes, wanted);
      const lost = wanted.filter((number) => !hits.some((shape) => numberOf(shape) === number));
      found = hits.map(({ id }) => String(id));
      // What is not found stays in the field; the others are picked with the second press.
      if (lost.length && missing.dataset.said !== lost.join()) {
        missing.dataset.said = lost.join();
        missing.textContent = editor.word('numbers_missing', { numbers: lost.join('、') });
        return;
      }
      dialog.close();
      resolve(found);
    };
    dialog.oncancel = () => resolve([]);
    dialog.querySelector('[data-cancel]').onclick = () => {
      dialog.close();
      resolve([]);
    };
  });
}

const numberOf = ({ properties }) => String(properties.number ?? '');

/** Buildings with these numbers. */
function find(shapes, wanted) {
  const set = new Set(wanted);
  return shapes.filter((shape) => set.has(numberOf(shape)));
}
