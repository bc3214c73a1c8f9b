/** Where the building layer gets its tiles from: vector tiles, or features that are already here. */
import { PbfReader, VectorTile } from '../../vendor/mvt.js';
import { boxOf, boxesMeet, ringsContain } from './geo.js';
import { toShapes } from './shapes.js';

const KEPT_TILES = 160;

/**
 * Features of one tile. Pixel = (coordinate * scale) + offset, on a tile of 256 pixels.
 * @typedef {{features: import('./shapes.js').Shape[], scale: number, dx: number, dy: number}} TileContent
 */

/** Vector tiles over HTTP, fetched to a deepest zoom and enlarged beyond it. */
export class VectorTiles {
  constructor(url, layer, deepest = 16) {
    Object.assign(this, { url, layer, deepest, kept: new Map() });
  }

  /** @returns {Promise<TileContent>} */
  async content({ x, y, z }) {
    const up = Math.max(0, z - this.deepest);
    const features = await this.features(x >> up, y >> up, z - up);
    const size = 256 * 2 ** up;
    const within = (n) => (n - ((n >> up) << up)) * -256;
    return { features, scale: size / (features.extent || 4096), dx: within(x), dy: within(y) };
  }

  /** Decoded features of a tile that is really fetched. */
  features(x, y, z) {
    const address = this.url.replace('{z}', z).replace('{x}', x).replace('{y}', y);
    if (!this.kept.has(address)) {
      const promise = this.fetch(address);
      promise.catch(() => this.kept.delete(address));
      this.kept.set(address, promise);
      if (this.kept.size > KEPT_TILES) this.kept.delete(this.kept.keys().next().value);
    }
    return this.kept.get(address);
  }

  /** Forget what was fetched, because it has changed. */
  forget() {
    this.kept.clear();
  }

  async fetch(address) {
    const response = await fetch(address);
    if (response.status === 204) return [];
    if (!response.ok) throw new Error(`${response.status} ${address}`);
    return decode(await response.arrayBuffer(), this.layer);
  }
}

/** Decode one layer of a vector tile. */
function decode(buffer, name) {
  const layer = new VectorTile(new PbfReader(new Uint8Array(buffer))).layers[name];
  if (!layer) return [];
  const features = [];
  for (let i = 0; i < layer.length; i++) {
    const feature = layer.feature(i);
    const rings = feature.loadGeometry().map((ring) => ring.map(({ x, y }) => [x, y]));
    const id = feature.properties.id ?? feature.id;
    const type = feature.type === 3 ? 'polygon' : 'point';
    features.push({ id, properties: feature.properties, type, rings, box: boxOf(rings) });
  }
  features.extent = layer.extent;
  return features;
}

/** The same from GeoJSON that came with the page, for maps without a server. */
export class EmbeddedTiles {
  constructor(collection) {
    this.shapes = toShapes(collection);
  }

  /** Nothing to forget: what came with the page cannot change. */
  forget() {}

  /** @returns {Promise<TileContent>} */
  async content({ x, y, z }) {
    const tiles = 2 ** z;
    const margin = 8 / 256;
    const box = [x - margin, y - margin, x + 1 + margin, y + 1 + margin].map((edge) => edge / tiles);
    const features = this.shapes.filter((shape) => boxesMeet(shape.box, box));
    return { features, scale: 256 * tiles, dx: -256 * x, dy: -256 * y };
  }
}

/** The feature of a tile under a pixel of it. @param {TileContent} content */
export function featureAt(content, px, py) {
  const [x, y] = [(px - content.dx) / content.scale, (py - content.dy) / content.scale];
  const reach = 7 / content.scale;
  return content.features.findLast((feature) => {
    const [x0, y0, x1, y1] = feature.box;
    if (feature.type === 'point') return Math.hypot(x - x0, y - y0) < reach;
    return x >= x0 && x <= x1 && y >= y0 && y <= y1 && ringsContain(feature.rings, x, y);
  });
}
