/** On a phone the list is a sheet over the map that can be drawn up and put down. */
export function startSheet() {
  const [panel, toggle] = [document.querySelector('#map-panel'), document.querySelector('[data-sheet]')];
  toggle?.addEventListener('click', () => {
    const low = panel.classList.toggle('sheet-low');
    toggle.setAttribute('aria-expanded', String(!low));
  });
}
