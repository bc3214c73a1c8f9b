/** Finds what is under the pointer, asking the layers from the top down. */
import { toUnit } from './geo.js';
import { paddings } from '../ui/room.js';
import { viewOf } from './view.js';

/** Properties that say what a thing is without a word before them. */
const NAMES = ['name', 'title'];

const canHover = window.matchMedia('(hover: hover)');

/** Let pointer and touch choose things. @param {L.Map} map */
export function startPicking(map) {
  map.on('click', ({ latlng }) => {
    if (map.desk.taker) map.desk.taker(map, latlng);
    else clicked(map, hitAt(map, latlng), latlng);
  });
  startHover(map);
}

/** Let the pointer show a little about what it is over. @param {L.Map} map */
export function startHover(map) {
  const { desk } = map;
  const tip = L.DomUtil.create('div', 'map-tip', map.getContainer());
  tip.hidden = true;
  let frame = 0;
  map.on('mousemove', (event) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => hovered(map, tip, event));
  });
  map.on('mouseout movestart zoomstart', () => {
    cancelAnimationFrame(frame);
    desk.selection.hover(null);
    tip.hidden = true;
  });
}

/**
 * The topmost thing at a place.
 * @param {string[]} [ids]  only of these layers
 */
export function hitAt(map, latlng, ids) {
  const view = viewOf(map);
  const [x, y] = toUnit(latlng.lng, latlng.lat);
  const layers = Object.entries(map.desk.layers)
    .filter(([id]) => !ids || ids.includes(id))
    .map(([, layer]) => layer)
    .filter((layer) => layer.hit && map.hasLayer(layer) && view.zoom >= layer.minZoom)
    .sort((a, b) => b.rank - a.rank);
  for (const layer of layers) {
    const found = layer.hit(x, y, view);
    if (found) return found;
  }
  return null;
}

/** Choose what was clicked; a group of symbols is opened by going nearer. */
function clicked(map, found, latlng) {
  if (found?.kind !== 'group') {
    map.desk.selection.choose(found, { ...found, latlng, extent: extentOf(map, found) });
    return;
  }
  const spots = found.members.map((shape) => map.desk.degrees(shape.rings[0][0]));
  const bounds = L.latLngBounds(spots);
  if (map.getZoom() >= 18 || bounds.getNorthEast().equals(bounds.getSouthWest())) {
    const first = found.members[0];
    map.desk.selection.choose({ kind: 'issue', id: first.id }, { shape: first, layer: found.layer, latlng });
  } else {
    map.fitBounds(bounds.pad(0.3), { ...paddings(map), maxZoom: 19 });
  }
}

/** Where a cell or a route lies; buildings and points are told by the place of the click. */
function extentOf(map, found) {
  if (!found || !['cell', 'route'].includes(found.kind)) return undefined;
  const [x0, y0, x1, y1] = found.shape.box;
  return L.latLngBounds(map.desk.degrees([x0, y0]), map.desk.degrees([x1, y1]));
}

/** Show a little about the thing under the pointer. */
function hovered(map, tip, event) {
  const found = hitAt(map, event.latlng);
  map.getContainer().classList.toggle('over-thing', Boolean(found));
  map.desk.selection.hover(found?.kind === 'group' ? null : found);
  const lines = found && found.shape ? factsOf(found, map.desk).slice(0, 4) : [];
  tip.hidden = !lines.length || !canHover.matches;
  if (tip.hidden) return;
  tip.replaceChildren(...lines.map(([label, value, key]) => {
    const line = document.createElement('div');
    line.textContent = NAMES.includes(key) ? value : `${label} ${value}`;
    return line;
  }));
  const { x, y } = event.containerPoint;
  const left = Math.min(x + 14, map.getSize().x - tip.offsetWidth - 8);
  L.DomUtil.setPosition(tip, L.point(left, y + 16));
}

/** Label, value and property of what is known about a thing. @returns {Array<[string, string, string]>} */
export function factsOf({ shape, layer }, desk) {
  return layer.spec.facts
    .map(([key, label]) => [label, shape.properties[key], key])
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([label, value, key]) => [label, value === null ? desk.text('no_value') : String(value), key]);
}
