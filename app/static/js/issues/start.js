/** Opens the map beside a list of issues, or on the page of one. */
import { addControls } from '../map/controls.js';
import { startPicking } from '../map/picker.js';
import { open as openMap, showAll, startLegend } from '../map/start.js';
import { startPanel } from '../ui/panel.js';
import { fitBox } from '../ui/room.js';
import { startBeside } from './beside.js';
import { startFollowing } from './following.js';

const settings = () => JSON.parse(document.querySelector('[data-issue-map]').dataset.issueMap);

/** Before any layer: the map and its words. The address bar belongs to the list. */
export function open(map, options) {
  openMap(map, options);
  map.desk.settings = settings();
  const legend = document.querySelector('.map-legend');
  if (legend) legend.open = false;
}

/** After all layers: controls, picking, and the list beside. */
export function start(map, layers) {
  const { desk } = map;
  const { layer, bounds, chosen } = desk.settings;
  desk.layers = layers;
  layers.issues.spec.url = layer;
  const back = () => (bounds ? fitBox(map, bounds, { animate: false }) : showAll(map));
  addControls(map, back);
  startPicking(map);
  startLegend(map, layers);
  back();
  if (chosen) {
    desk.selection.choose({ kind: 'issue', id: chosen });
    return;
  }
  startPanel(map);
  startBeside(map);
  startFollowing(map);
}
