/** One box that ticks many: `data-ticks` names the boxes that follow it. */

/** @param {ParentNode} part  where to look for such boxes */
export function startTicks(part) {
  for (const master of part.querySelectorAll('input[data-ticks]')) follow(master);
}

/** Let a box lead, and show when only some of the others are ticked. */
function follow(master) {
  const boxes = () => [...master.form.querySelectorAll(`input[name="${master.dataset.ticks}"]`)];
  const show = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    master.checked = ticked === boxes().length && ticked > 0;
    master.indeterminate = ticked > 0 && !master.checked;
  };
  master.hidden = false;
  master.addEventListener('change', () => boxes().forEach((box) => { box.checked = master.checked; }));
  master.form.addEventListener('change', (event) => event.target !== master && show());
  show();
}
