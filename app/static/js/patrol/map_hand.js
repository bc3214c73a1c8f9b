/** Taking hold of stops on the map: a tap chooses, a drag moves into another leg or to another place. */
import { toUnit } from '../map/geo.js';
import { viewOf } from '../map/view.js';

/** A press that moves less than this is a tap, pixels. */
const STILL = 6;
const REACH = { mouse: 13, touch: 24, pen: 16 };

/** @param {import('./plan.js').Plan} plan @param {L.Map} map */
export function startMapHand(plan, map) {
  const box = map.getContainer();
  const layer = plan.desk.layers.plan;
  let press = null;
  const placeOf = (event) => {
    const { lat, lng } = map.mouseEventToLatLng(event);
    return { at: toUnit(lng, lat), lon: lng, lat };
  };
  // Before Leaflet hears of it: a press that takes a stop does not move the map.
  box.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button || plan.adding || event.target.closest('.leaflet-control, button, summary')) return;
    const { at } = placeOf(event);
    const found = layer.hit(at[0], at[1], viewOf(map), REACH[event.pointerType] || REACH.mouse);
    if (!found?.mark.stop.key) return;
    press = { id: event.pointerId, mark: found.mark, x: event.clientX, y: event.clientY, moved: false };
    map.dragging.disable();
    box.setPointerCapture(event.pointerId);
  }, true);
  box.addEventListener('pointermove', (event) => {
    if (event.pointerId !== press?.id || !plan.changeable) return;
    press.moved ||= Math.hypot(event.clientX - press.x, event.clientY - press.y) > STILL;
    if (!press.moved) return;
    layer.dragged = { mark: press.mark, at: placeOf(event).at };
    layer.repaint();
  });
  const lifted = (event) => {
    if (event.pointerId !== press?.id) return;
    const { mark, moved } = press;
    press = null;
    layer.dragged = null;
    layer.repaint();
    map.dragging.enable();
    plan.choose(mark.stop.key);
    if (!moved || event.type !== 'pointerup') return;
    const { lon, lat } = placeOf(event);
    plan.step({ kind: 'drop', stop: mark.stop.id, lon, lat });
  };
  box.addEventListener('pointerup', lifted);
  box.addEventListener('pointercancel', lifted);
}
