/** What matters at a glance, added up from the cells in the viewer's scope; and what to do when there are none. */
import { fitBox } from '../ui/room.js';

/** Follow the cells as they come. @param {L.Map} map @param {object} layers */
export function startSummary(map, layers) {
  const { desk } = map;
  const bar = L.DomUtil.create('div', 'map-summary', map.getContainer());
  bar.hidden = true;
  L.DomEvent.disableClickPropagation(bar);
  let opened = Boolean(desk.state.place || desk.state.thing);
  desk.bus.on('data', ({ layer }) => {
    if (layer !== 'cells') return;
    const { shapes, byBox } = layers.cells;
    const own = shapes.filter(({ properties }) => properties.mine !== false);
    desk.notices.hint(hintFor(shapes, own, desk));
    // A part of the cells, asked for by place, has no sum that means anything.
    bar.hidden = byBox || !own.length;
    if (!bar.hidden) bar.replaceChildren(...lines(own, desk));
    if (!opened && own.length && own.length < shapes.length) fitBox(map, boxOf(own, desk), { animate: false });
    opened = true;
  });
}

/** What to say to somebody who sees no cell. */
function hintFor(shapes, own, desk) {
  if (!shapes.length) return desk.text('empty_cells');
  return own.length ? '' : desk.text('no_own_cells');
}

/** One short line for issues, one for vacancies; strong where somebody is needed. */
function lines(own, desk) {
  const sum = (key) => own.reduce((total, { properties }) => total + (properties[key] || 0), 0);
  const [overdue, open] = [sum('overdue_issues'), sum('open_issues')];
  const [vacant, all] = [sum('vacant_buildings'), sum('buildings')];
  return [
    line('overdue', overdue, desk.text('sum_issues', { overdue, open })),
    line('vacant', vacant, desk.text('sum_buildings', { vacant, all })),
  ];
}

/** Make one line, marked when its number needs somebody. */
function line(name, needed, words) {
  const element = document.createElement('span');
  element.className = needed ? `sum sum-${name}` : 'sum';
  element.textContent = words;
  return element;
}

/** Window around cells, degrees. @returns {number[]} west, south, east, north */
function boxOf(own, desk) {
  const edges = [0, 1, 2, 3].map((side) => own.map(({ box }) => box[side]));
  const [north, west] = desk.degrees([Math.min(...edges[0]), Math.min(...edges[1])]);
  const [south, east] = desk.degrees([Math.max(...edges[2]), Math.max(...edges[3])]);
  return [west, south, east, north];
}
