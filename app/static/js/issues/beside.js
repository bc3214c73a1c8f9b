/** List and map as one: chosen or pointed at in the one is marked in the other. */

/** @param {L.Map} map */
export function startBeside(map) {
  const { desk } = map;
  const page = document.querySelector('.issues-page');
  page.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-show]');
    if (!button) return;
    showMap(map, page, true);
    desk.selection.choose({ kind: 'issue', id: button.dataset.show }, { fly: true });
  });
  page.addEventListener('pointerover', ({ target }) => {
    const row = target.closest('[data-issue]');
    desk.selection.hover(row && { kind: 'issue', id: row.dataset.issue });
  });
  for (const kind of ['select', 'hover']) desk.bus.on(kind, ({ thing }) => mark(page, kind, thing));
  const toggle = page.querySelector('[data-toggle-map]');
  toggle.hidden = false;
  toggle.addEventListener('click', () => showMap(map, page, !page.classList.contains('map-shown')));
}

/** Mark the row of an issue, and bring what was chosen into view. */
function mark(page, kind, thing) {
  const name = `row-${kind}`;
  page.querySelectorAll(`.${name}`).forEach((row) => row.classList.remove(name));
  const row = thing?.kind === 'issue' && page.querySelector(`[data-issue="${thing.id}"]`);
  if (!row) return;
  row.classList.add(name);
  if (kind === 'select') row.scrollIntoView({ block: 'nearest' });
}

/** On a phone the map stands in place of the list, or the list in place of the map. */
function showMap(map, page, wanted) {
  page.classList.toggle('map-shown', wanted);
  const toggle = page.querySelector('[data-toggle-map]');
  toggle.setAttribute('aria-pressed', String(wanted));
  map.invalidateSize({ animate: false });
}
