/** Corners and edges of the cells of a draft, and which cells share them. */
import { toUnit } from '../map/geo.js';

/**
 * @typedef {[number, number]} LonLat
 * @typedef {{at: LonLat, unit: [number, number], cells: Set<string>, free: boolean}} Corner
 *   free: some edge here lies between two cells
 * @typedef {{a: Corner, b: Corner, cells: Set<string>}} Edge
 */

const keyOf = ([lon, lat]) => `${lon},${lat}`;

/** All rings of a GeoJSON polygon or multipolygon. @returns {LonLat[][]} */
export function ringsOf({ type, coordinates }) {
  return type === 'MultiPolygon' ? coordinates.flat() : coordinates;
}

export class Corners {
  /** @param {Map<string, object>} features  GeoJSON by key of the cell */
  constructor(features) {
    this.byKey = new Map();
    this.edges = new Map();
    for (const [id, feature] of features) {
      for (const ring of ringsOf(feature.geometry)) this.addRing(ring, id);
    }
    this.corners = [...this.byKey.values()];
    this.inner = [...this.edges.values()].filter(({ cells }) => cells.size > 1);
    for (const { a, b } of this.inner) a.free = b.free = true;
  }

  addRing(ring, id) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [this.corner(ring[i - 1], id), this.corner(ring[i], id)];
      const key = [keyOf(a.at), keyOf(b.at)].sort().join(' ');
      if (!this.edges.has(key)) this.edges.set(key, { a, b, cells: new Set() });
      this.edges.get(key).cells.add(id);
    }
  }

  corner(at, id) {
    const key = keyOf(at);
    if (!this.byKey.has(key)) {
      this.byKey.set(key, { at, unit: toUnit(...at), cells: new Set(), free: false });
    }
    const corner = this.byKey.get(key);
    corner.cells.add(id);
    return corner;
  }

  /** The nearest corner within reach of a point of the unit square. @returns {Corner|null} */
  cornerNear([x, y], reach, wanted = () => true) {
    return nearest(this.corners.filter(wanted), ({ unit }) => Math.hypot(unit[0] - x, unit[1] - y), reach);
  }

  /** The nearest edge between two cells within reach. @returns {Edge|null} */
  edgeNear([x, y], reach) {
    return nearest(this.inner, ({ a, b }) => distance(a.unit, b.unit, x, y), reach);
  }
}

/** The item with the least measure, if that is below a limit. */
function nearest(items, measure, limit) {
  let [found, least] = [null, limit];
  for (const item of items) {
    const value = measure(item);
    if (value < least) [found, least] = [item, value];
  }
  return found;
}

/** Distance from a point to a piece of a line. */
function distance([ax, ay], [bx, by], x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  const squared = dx * dx + dy * dy;
  const t = squared ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** A feature in which a corner lies elsewhere. @param {LonLat} from @param {LonLat} to */
export function withMoved(feature, from, to) {
  return withRings(feature, (ring) => ring.map((at) => (keyOf(at) === keyOf(from) ? to : at)));
}

/** A feature with one corner more on the edge between two. */
export function withInserted(feature, after, before, to) {
  const ends = [keyOf(after), keyOf(before)];
  return withRings(feature, (ring) => ring.flatMap((at, i) => {
    const last = ring[i - 1];
    const here = last && ends.includes(keyOf(last)) && ends.includes(keyOf(at)) && keyOf(last) !== keyOf(at);
    return here ? [to, at] : [at];
  }));
}

/** A feature with each ring replaced. */
function withRings(feature, change) {
  const { type, coordinates } = feature.geometry;
  const changed = type === 'MultiPolygon' ? coordinates.map((part) => part.map(change)) : coordinates.map(change);
  return { ...feature, geometry: { type, coordinates: changed } };
}
