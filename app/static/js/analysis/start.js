/** Opens the map of an analysis. */
import { addControls } from '../map/controls.js';
import { hitAt, startHover } from '../map/picker.js';
import { open as openMap, showAll, startLegend } from '../map/start.js';
import { startCard } from './card.js';
import { loadFragments, startFilter } from './page.js';
import { PiecesLayer } from './pieces_layer.js';
import { startTime } from './time.js';

const settings = () => JSON.parse(document.querySelector('[data-analysis]').dataset.analysis);

/** Before any layer: the map and its words. The address bar belongs to the filter. */
export function open(map, options) {
  openMap(map, options);
  map.desk.settings = settings();
  const legend = document.querySelector('.map-legend');
  if (legend) legend.open = false;
}

/** After all layers: the pieces over them, controls, time, and the list beside. */
export function start(map, layers) {
  const { desk } = map;
  const pieces = new PiecesLayer(piecesSpec(desk.settings));
  // What is pointed at is a piece or an issue: cells and buildings are ground here.
  desk.layers = { issues: layers.issues, pieces };
  startCard(map, desk.settings);
  startTime(map, desk.settings.texts);
  if (document.querySelector('.time-line')) pieces.addTo(map);
  addControls(map, () => showAll(map));
  startLegend(map, layers);
  startHover(map);
  map.on('click', ({ latlng }) => choose(map, latlng));
  startBeside(map, pieces);
  startFilter();
  loadFragments();
  showAll(map);
}

/** What the pieces are drawn from. */
function piecesSpec({ layer, texts }) {
  return {
    id: 'pieces', name: texts.pieces, source: 'geojson', url: layer, minZoom: 0, style: {},
    facts: [['name', ''], ['cases', texts.number]],
  };
}

/** Choose the issue or the piece at a place; of issues that cover each other, the first. */
function choose(map, latlng) {
  const found = hitAt(map, latlng);
  const thing = found?.kind === 'group' ? { kind: 'issue', id: found.members[0].id } : found;
  map.desk.selection.choose(thing);
}

/** Bring a piece into the part of the map that the card beside it leaves free. */
function goTo(map, shape) {
  const [x0, y0, x1, y1] = shape.box;
  const extent = L.latLngBounds(map.desk.degrees([x0, y0]), map.desk.degrees([x1, y1]));
  const [card, page] = ['.piece-card', '.analysis-map'].map((name) => (
    document.querySelector(name).getBoundingClientRect()));
  const covered = card.top < page.bottom ? card.width : 0;
  map.fitBounds(extent.pad(0.4), { maxZoom: 18, paddingTopLeft: [covered, 0] });
  map.getContainer().scrollIntoView({ block: 'nearest' });
}

/** A line of the list chooses its piece, and what is chosen is marked in the list. */
function startBeside(map, pieces) {
  const { desk } = map;
  const page = document.querySelector('.analysis-page');
  page.addEventListener('click', ({ target }) => {
    const line = target.closest('[data-piece]');
    const shape = line && pieces.byId?.get(line.dataset.piece);
    if (!shape) return;
    desk.selection.choose({ kind: 'piece', id: shape.id });
    goTo(map, shape);
  });
  desk.bus.on('select', ({ thing }) => {
    for (const line of page.querySelectorAll('[data-piece]')) {
      line.setAttribute('aria-pressed', String(thing?.kind === 'piece' && thing.id === line.dataset.piece));
    }
  });
}
