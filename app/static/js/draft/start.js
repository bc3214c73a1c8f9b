/** Opens the map of a division and starts the editor, or the reader, around it. */
import { addControls } from '../map/controls.js';
import { startHover } from '../map/picker.js';
import { Scene } from '../map/scene.js';
import { keepState, open as openMap, restoreLayers, showAll, startLegend } from '../map/start.js';
import { startComparison } from './compare.js';
import { Editor } from './editor.js';
import { startSheet } from './sheet.js';

const page = () => document.querySelector('[data-draft], [data-compare]');

/** Before any layer: the map, its words, and two scenes more. */
export function open(map, options) {
  const settings = JSON.parse(page().dataset.draft || page().dataset.compare);
  Object.assign(options.texts, settings.words);
  document.documentElement.classList.add('panel-open');
  openMap(map, options);
  const { desk } = map;
  desk.settings = settings;
  const buildings = new Scene('buildings', 'paintBuildings').addTo(map);
  desk.scenes = [desk.ground, buildings, desk.top];
  map.createPane('sketch').style.zIndex = 460;
  map.getPane('sketch').style.pointerEvents = 'none';
  const legend = document.querySelector('.map-legend');
  if (legend) legend.open = false;
}

/** After all layers: controls, memory, and the editor or the comparison. */
export function start(map, layers) {
  const { desk } = map;
  desk.layers = layers;
  restoreLayers(map, layers, desk.state.layers);
  addControls(map, () => showAll(map));
  startHover(map);
  startLegend(map, layers);
  keepState(map, layers);
  startSheet();
  if (page().dataset.compare) startComparison(map);
  else startEditor(map, layers);
}

/** Let the editor begin, and choose what the address names. */
function startEditor(map, layers) {
  const { desk } = map;
  const editor = new Editor(map, layers, desk.settings);
  editor.start().then(
    () => { if (desk.state.thing) desk.selection.choose(desk.state.thing); },
    (error) => desk.notices.failed(desk.text('division'), error, () => location.reload()),
  );
}
