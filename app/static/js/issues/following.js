/** While its box is ticked, the list shows only what lies in the window of the map. */

const WAIT_MS = 350;

/** @param {L.Map} map */
export function startFollowing(map) {
  const box = document.querySelector('[data-follow]');
  const rows = document.querySelector('#issue-rows');
  if (!box || !rows) return;
  box.closest('label').hidden = false;
  let timer = 0;
  const follow = () => {
    clearTimeout(timer);
    timer = setTimeout(() => load(map, box, rows), WAIT_MS);
  };
  map.on('moveend', () => box.checked && follow());
  box.addEventListener('change', follow);
}

/** Address of the list for what the map shows, or for everything again. */
function address(map, box) {
  const url = new URL(location.href);
  url.searchParams.delete('after');
  if (box.checked) url.searchParams.set('bbox', windowOf(map));
  else url.searchParams.delete('bbox');
  return url;
}

/** The window of the map: west, south, east, north. */
function windowOf(map) {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
    .map((degrees) => degrees.toFixed(6)).join(',');
}

/** Put the rows for the present window into the page, and its address into the address bar. */
async function load(map, box, rows) {
  const url = address(map, box);
  rows.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(url, { headers: { 'X-Requested-With': 'fetch' } });
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    // A fragment of our own server, escaped by its templates.
    rows.innerHTML = await response.text();
    history.replaceState(history.state, '', url);
    const field = document.querySelector('.issue-filter [name="bbox"]');
    if (field) field.value = url.searchParams.get('bbox') || '';
  } catch (error) {
    console.warn(error);
    map.desk.notices.say(map.desk.text('panel_failed'));
  } finally {
    rows.removeAttribute('aria-busy');
  }
}
