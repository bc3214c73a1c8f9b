/** The base of our layers: loads features, keeps them as shapes, paints on the scenes. */
import { boxesMeet, toDegrees } from './geo.js';
import { toShapes } from './shapes.js';
import { viewOf } from './view.js';

/** How far beyond the view features are fetched, so that small moves need no fetch, pixels. */
const FETCH_MARGIN = 400;

/**
 * @typedef {object} LayerOptions  as `mapping/elements.py` writes them
 * @property {string} id
 * @property {string} name
 * @property {'geojson'|'geojson_bbox'|'mvt'|'none'} source
 * @property {string} url
 * @property {number} minZoom
 * @property {object} style
 * @property {Array<[string, string]>} facts
 * @property {object|null} data
 * @property {string} companionUrl
 * @property {object|null} companion
 */

export class DataLayer extends L.Layer {
  /** Place in the stack; higher is nearer to the viewer. */
  rank = 0;

  /** @param {LayerOptions} options */
  constructor(options) {
    super();
    this.spec = options;
    this.minZoom = options.minZoom;
    this.style = options.style;
    this.shapes = [];
    this.covered = null;
    this.byBox = options.source === 'geojson_bbox';
  }

  onAdd(map) {
    this.desk = map.desk;
    map.desk.scenes.forEach((scene) => scene.join(this));
    map.on('moveend', this.refresh, this);
    // Not before the whole script has run: the remembered state may switch this layer off.
    queueMicrotask(() => this.refresh());
  }

  onRemove(map) {
    map.off('moveend', this.refresh, this);
    map.desk.scenes.forEach((scene) => scene.leave(this));
  }

  /** Ask the scenes to paint again. */
  repaint() {
    this.desk?.scenes.forEach((scene) => scene.repaint());
  }

  /** Fetch what the present view needs and is not here yet. */
  async refresh() {
    if (!this._map || this.spec.source === 'none') return;
    const view = viewOf(this._map);
    if (view.zoom < this.minZoom || (this.covered && boxContains(this.covered, view.box()))) return;
    const before = this.covered;
    const wanted = this.byBox ? view.box(FETCH_MARGIN) : [-1, -1, 2, 2];
    this.covered = wanted;
    try {
      const collection = this.spec.data || (await fetchJson(this.address(wanted)));
      if (this.covered !== wanted) return;
      // What was cut off is asked for by its place, again whenever the view moves.
      if (collection.truncated) [this.byBox, this.covered] = [true, null];
      this.take(collection);
      await this.takeCompanion();
    } catch (error) {
      this.covered = before;
      this.desk.notices.failed(this.spec.name, error, () => this.refresh());
    }
  }

  /** Fetch again what is shown, because it has changed. */
  reload() {
    this.covered = null;
    return this.refresh();
  }

  /** Address of the features of a box. */
  address(box) {
    if (!this.byBox) return this.spec.url;
    const [west, north] = toDegrees(box[0], box[1]);
    const [east, south] = toDegrees(box[2], box[3]);
    const bbox = [west, south, east, north].map((degrees) => degrees.toFixed(6)).join(',');
    return `${this.spec.url}${this.spec.url.includes('?') ? '&' : '?'}bbox=${bbox}`;
  }

  /** Take features in. */
  take(collection) {
    this.shapes = toShapes(collection);
    this.byId = new Map(this.shapes.map((shape) => [String(shape.id), shape]));
    if (collection.truncated) this.desk.notices.truncated(this.spec.name);
    this.desk.bus.emit('data', { layer: this.spec.id, count: this.shapes.length });
    this.repaint();
  }

  /** Fetch the second file of the layer, if it has one. */
  async takeCompanion() {
    if (!this.spec.companion && !this.spec.companionUrl) return;
    this.companion(toShapes(this.spec.companion || (await fetchJson(this.spec.companionUrl))));
    this.repaint();
  }

  /** Shapes that meet the view, grown by a margin in pixels. */
  visible(view, margin = 0) {
    const box = view.box(margin);
    return this.shapes.filter((shape) => boxesMeet(shape.box, box));
  }
}

/** Whether one box holds another. */
function boxContains(outer, inner) {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

/** Fetch JSON from this site. */
export async function fetchJson(url) {
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.json();
}
