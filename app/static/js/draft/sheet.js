/** On a phone the list is a sheet over the map that can be drawn up and put down. */
const narrow = window.matchMedia('(max-width: 700px)');

export function startSheet() {
  const { panel, toggle } = parts();
  toggle?.addEventListener('click', () => lower(!panel.classList.contains('sheet-low')));
}

/** Make room for a tool that works on the map, or show the list again. @param {boolean} low */
export function putSheet(low) {
  if (narrow.matches) lower(low);
}

function lower(low) {
  const { panel, toggle } = parts();
  panel.classList.toggle('sheet-low', low);
  toggle?.setAttribute('aria-expanded', String(!low));
}

function parts() {
  return { panel: document.querySelector('#map-panel'), toggle: document.querySelector('[data-sheet]') };
}
