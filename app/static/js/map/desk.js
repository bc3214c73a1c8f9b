/** What the parts of one map share: the scenes, the bus, the selection, the words. */
import { Bus } from './bus.js';
import { toDegrees } from './geo.js';
import { paintLabels } from './labels.js';
import { Notices } from '../ui/notices.js';
import { Scene } from './scene.js';
import { Selection } from './selection.js';

const VACANT = '#7b2d8b';

export class Desk {
  /** @param {L.Map} map @param {object} options  as `mapping/folium_map.py` writes them */
  constructor(map, options) {
    this.map = map;
    this.options = options;
    this.layers = {};
    this.bus = new Bus();
    this.selection = new Selection(this.bus);
    this.notices = new Notices(map.getContainer(), (key, values) => this.text(key, values));
    /** Who gets the next click in place of the selection: (map, latlng). */
    this.taker = null;
    this.showVacancies = false;
    this.vacantColor = VACANT;
    this.makeScenes();
    this.bus.on('hover', (change) => this.marked(change.thing, change.before));
    this.bus.on('select', (change) => this.marked(change.thing, change.before));
  }

  /** Two canvases with the building tiles between them. */
  makeScenes() {
    for (const [pane, order] of [['ground', 350], ['buildings', 380], ['top', 450]]) {
      const element = this.map.createPane(pane);
      element.style.zIndex = order;
      element.style.pointerEvents = 'none';
    }
    this.ground = new Scene('ground', 'paintGround').addTo(this.map);
    this.top = new Scene('top', 'paintTop').addTo(this.map);
    this.top.last = paintLabels;
    this.scenes = [this.ground, this.top];
  }

  /** A word of the interface in the viewer's language, its places filled. */
  text(key, values = {}) {
    return (this.options.texts[key] || key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
  }

  /** A point of the unit square as Leaflet wants it. */
  degrees([x, y]) {
    const [lon, lat] = toDegrees(x, y);
    return [lat, lon];
  }

  /** Switch the marking of what nobody answers for. */
  setVacancies(on) {
    this.showVacancies = on;
    this.layers.buildings?.repaintTiles();
    this.scenes.forEach((scene) => scene.repaint());
  }

  /** Fetch layers again whose things have changed. @param {string[]} ids */
  reload(ids) {
    ids.forEach((id) => this.layers[id]?.reload());
  }

  /** Paint again what a change of mark touches. */
  marked(...things) {
    const buildings = things.filter((thing) => thing?.kind === 'building').map(({ id }) => id);
    if (buildings.length) this.layers.buildings?.repaintTiles(buildings);
    if (things.some((thing) => thing && thing.kind !== 'building')) this.top.repaint();
  }
}
