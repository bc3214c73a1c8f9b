/** Choosing on the map where the walks of the form begin. */
import { putSheet } from '../draft/sheet.js';

/** @param {import('./plan.js').Plan} plan @param {L.Map} map */
export function startPlace(plan, map) {
  const pick = document.querySelector('[data-start-pick]');
  if (!pick) return;
  const field = pick.form.elements.start;
  const hint = document.querySelector('[data-hint]');
  const flag = L.circleMarker([0, 0], { radius: 9, color: '#fff', weight: 3, fillColor: '#c4161c', fillOpacity: 1, interactive: false });
  const wait = (waits) => {
    plan.placing = waits;
    map.getContainer().classList.toggle('draft-cross', waits);
    hint.textContent = waits ? plan.desk.text('start_hint') : '';
    putSheet(waits);
  };
  const show = () => {
    const [lon, lat] = field.value.split(',').map(Number);
    if (pick.form.elements.start_at.value === 'place' && field.value && Number.isFinite(lon) && Number.isFinite(lat)) {
      flag.setLatLng([lat, lon]).addTo(map);
    } else flag.remove();
  };
  pick.addEventListener('click', () => wait(true));
  pick.form.addEventListener('change', show);
  map.on('click', ({ latlng }) => {
    if (!plan.placing) return;
    field.value = `${latlng.lng.toFixed(6)},${latlng.lat.toFixed(6)}`;
    wait(false);
    show();
    pick.focus();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && plan.placing) wait(false);
  });
  show();
}
