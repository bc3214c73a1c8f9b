/** Opens the map of a division and starts the editor, or the reader, around it. */
import { addControls } from '../map/controls.js';
import { startHover } from '../map/picker.js';
import { Scene } from '../map/scene.js';
import { keepState, open as openMap, restoreLayers, showAll, startLegend } from '../map/start.js';
import { Editor } from './editor.js';

const page = () => document.querySelector('[data-draft]');

/** Before any layer: the map, its words, and two scenes more. */
export function open(map, options) {
  const settings = JSON.parse(page().dataset.draft);
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

/** After all layers: controls, memory, and the editor. */
export function start(map, layers) {
  const { desk } = map;
  desk.layers = layers;
  restoreLayers(map, layers, desk.state.layers);
  addControls(map, () => showAll(map));
  startHover(map);
  startLegend(map, layers);
  keepState(map, layers);
  const editor = new Editor(map, layers, desk.settings);
  editor.start().then(
    () => { if (desk.state.thing) desk.selection.choose(desk.state.thing); },
    (error) => desk.notices.failed(desk.text('division'), error, () => location.reload()),
  );
}
