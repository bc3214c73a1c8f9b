/** Opens the map of a cell's plan and starts the list, the card and the tools around it. */
import { addControls } from '../map/controls.js';
import { startHover } from '../map/picker.js';
import { keepState, open as openMap, restoreLayers, showAll, startLegend } from '../map/start.js';
import { startSheet } from '../draft/sheet.js';
import { startCard } from './card.js';
import { startLanes } from './lanes.js';
import { startList } from './list.js';
import { startMapHand } from './map_hand.js';
import { Plan } from './plan.js';
import { startPlace } from './start_place.js';
import { startStatus } from './status.js';
import { startTools } from './tools.js';
import './wish.js';

const settings = () => JSON.parse(document.querySelector('[data-plan]').dataset.plan);

/** Before any layer: the map and its words. */
export function open(map, options) {
  const page = settings();
  Object.assign(options.texts, page.words);
  document.documentElement.classList.add('panel-open');
  openMap(map, options);
  map.desk.settings = page;
  const legend = document.querySelector('.map-legend');
  if (legend) legend.open = false;
}

/** After all layers: controls, memory, and the plan with everything that shows or changes it. */
export function start(map, layers) {
  const { desk } = map;
  desk.layers = layers;
  restoreLayers(map, layers, desk.state.layers);
  addControls(map, () => showAll(map));
  startHover(map);
  startLegend(map, layers);
  keepState(map, layers);
  startSheet();
  // Now that the legend is folded there is more room.
  if (!desk.state.place) showAll(map);
  const plan = new Plan(desk);
  layers.plan.show(plan);
  for (const begin of [startStatus, startList, startCard, startTools, startMapHand, startLanes, startPlace]) begin(plan, map);
  plan.load().catch((error) => desk.notices.failed(desk.text('plan'), error, () => location.reload()));
}
