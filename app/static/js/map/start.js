/** Opens the map where it was left and starts everything around it. */
import { addControls } from './controls.js';
import { Desk } from './desk.js';
import { startPicking } from './picker.js';
import { readState, writeState } from './state.js';
import { startSummary } from './summary.js';
import { fitBox } from '../ui/room.js';
import { startPanel } from '../ui/panel.js';
import { startSearch } from '../ui/search.js';

/** Width in pixels from which the legend starts unfolded. */
const WIDE = 1000;

/** Before any layer: give the map its desk and its view. @param {L.Map} map */
export function open(map, options) {
  map.desk = new Desk(map, options);
  map.desk.state = readState(options.key);
  map.getContainer().setAttribute('aria-label', map.desk.text('map'));
  map.getContainer().setAttribute('role', 'application');
  const legend = document.querySelector('.map-legend');
  if (legend) legend.open = map.getSize().x > WIDE;
  if (options.attribution) map.attributionControl.addAttribution(options.attribution);
  map.attributionControl?.setPrefix('');
  const { place } = map.desk.state;
  if (place) map.setView([place.lat, place.lon], place.zoom, { animate: false });
  else showAll(map);
}

/** Show the whole community. */
export function showAll(map) {
  const { bounds } = map.desk.options;
  if (!bounds) return;
  fitBox(map, bounds, { animate: false });
}

/** After all layers: controls, picking, panel, search, memory. */
export function start(map, layers) {
  const { desk } = map;
  desk.layers = layers;
  restoreLayers(map, layers, desk.state.layers);
  addControls(map, () => showAll(map));
  startPicking(map);
  startPanel(map);
  startSearch(map);
  startLegend(map, layers);
  keepState(map, layers);
  startSummary(map, layers);
  if (desk.state.thing) desk.selection.choose(desk.state.thing, { fly: !desk.state.place });
}

/** Switch layers to what the state says; without one they stay as composed. */
export function restoreLayers(map, layers, wanted) {
  if (!wanted) return;
  for (const [id, layer] of Object.entries(layers)) {
    if (wanted.includes(id)) map.addLayer(layer);
    else map.removeLayer(layer);
  }
}

/** Write view, layers and selection down now and after each change, so that a link to it holds. */
export function keepState(map, layers) {
  let timer = 0;
  const write = () => {
    const { lat, lng: lon } = map.getCenter();
    writeState(map.desk.options.key, {
      place: { zoom: map.getZoom(), lat, lon },
      layers: Object.keys(layers).filter((id) => map.hasLayer(layers[id])),
      thing: map.desk.selection.thing,
    });
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(write, 150);
  };
  map.on('moveend layeradd layerremove', later);
  map.desk.bus.on('select', later);
  later();
}

/** Show in the legend only what is switched on and visible at this zoom. */
export function startLegend(map, layers) {
  const legend = document.querySelector('.map-legend');
  if (!legend) return;
  const update = () => {
    for (const line of legend.querySelectorAll('[data-layer]')) {
      const layer = layers[line.dataset.layer];
      line.hidden = !layer || !map.hasLayer(layer) || map.getZoom() < (layer.minZoom || 0);
    }
  };
  map.on('layeradd layerremove zoomend', update);
  update();
}
