/** The chosen cell: its name, code and kind to write, and the way to what one does with it. */
import { button, element } from './elements.js';

const KINDS = ['general', 'exclusive', 'micro'];

/** @param {import('./editor.js').Editor} editor @param {import('./draft.js').Cell} cell */
export function cardOf(editor, cell) {
  if (!editor.editable) return element('h3', {}, editor.nameOf(cell.id));
  const form = element('form', { className: 'draft-form' },
    element('h3', {}, editor.nameOf(cell.id)),
    field(editor, 'cell_name', element('input', { name: 'name', value: cell.name || '', maxLength: 60, autocomplete: 'off' })),
    field(editor, 'cell_code', element('input', { name: 'code', value: cell.code || '', maxLength: 40, autocomplete: 'off', inputMode: 'numeric' })),
    field(editor, 'cell_kind', kindChoice(editor, cell)));
  const save = button(editor.word('save'), null, { type: 'submit', disabled: true });
  form.append(save);
  form.addEventListener('input', () => {
    form.dataset.dirty = 'yes';
    save.disabled = false;
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    // What was refused stays in the form; what was stored is shown anew.
    if (!(await editor.step(changes(form, cell)))) return;
    delete form.dataset.dirty;
    editor.desk.bus.emit('draft', { why: 'kept' });
  });
  return form;
}

/** Only what was changed: somebody else may have changed the rest. */
function changes(form, cell) {
  const written = Object.fromEntries(new FormData(form));
  const changed = Object.entries(written).filter(([key, value]) => value.trim() !== (cell[key] || ''));
  return { kind: 'describe', cell: cell.id, ...describe(Object.fromEntries(changed)) };
}

/** The kind of a cell travels under a name of its own: `kind` is that of the step. */
function describe({ kind, ...others }) {
  return kind ? { ...others, cell_kind: kind } : others;
}

function field(editor, key, input) {
  return element('label', { className: 'field' }, element('span', {}, editor.word(key)), input);
}

function kindChoice(editor, cell) {
  const select = element('select', { name: 'kind' });
  for (const kind of KINDS) select.append(new Option(editor.word(`kind_${kind}`), kind));
  select.value = cell.kind;
  return select;
}
