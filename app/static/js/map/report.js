/** Reporting: the next tap on the map says where something is wrong. */

import { hitAt } from './picker.js';

/** Wait for a tap, or stop waiting for one. @param {L.Map} map */
export function startReport(map) {
  const { desk } = map;
  if (desk.taker) {
    stop(map);
    return;
  }
  desk.taker = report;
  mark(map, true);
  desk.notices.say(desk.text('report_where'));
  document.addEventListener('keydown', desk.leave = (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    stop(map);
  });
}

/** Choose things by taps again. */
function stop(map) {
  document.removeEventListener('keydown', map.desk.leave);
  map.desk.taker = null;
  mark(map, false);
}

/** Show that the map waits for a place. */
function mark(map, on) {
  map.getContainer().classList.toggle('taking-place', on);
  document.querySelector('.icon-report')?.setAttribute('aria-pressed', String(on));
}

/** Go to the form with the place that was tapped, and the building or entrance that stands there. */
function report(map, latlng) {
  stop(map);
  const found = hitAt(map, latlng, ['buildings', 'entrances']);
  const { lat, lng } = latlng;
  const place = new URLSearchParams({ lon: lng.toFixed(7), lat: lat.toFixed(7) });
  if (found) place.set(found.kind, found.id);
  location.assign(`${map.desk.options.reportUrl}?${place}`);
}
