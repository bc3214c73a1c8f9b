/** GeoJSON features as shapes on the unit square, ready to draw and to hit. */
import { boxOf, toUnit } from './geo.js';

/**
 * @typedef {object} Shape
 * @property {number|string} id
 * @property {object} properties
 * @property {'polygon'|'line'|'point'} type
 * @property {import('./geo.js').Ring[]} rings  all rings of all parts, or lines, or one point each
 * @property {import('./geo.js').Box} box
 */

const project = (line) => line.map(([lon, lat]) => toUnit(lon, lat));

const READERS = {
  Point: (c) => ['point', [[c]]],
  MultiPoint: (c) => ['point', c.map((point) => [point])],
  LineString: (c) => ['line', [c]],
  MultiLineString: (c) => ['line', c],
  Polygon: (c) => ['polygon', c],
  MultiPolygon: (c) => ['polygon', c.flat()],
};

/** Read one GeoJSON feature. @returns {Shape|null} null when it has no place */
export function toShape(feature) {
  const geometry = feature.geometry;
  if (!geometry || !READERS[geometry.type]) return null;
  const [type, lines] = READERS[geometry.type](geometry.coordinates);
  const rings = lines.map(project);
  const properties = feature.properties || {};
  return { id: properties.id ?? feature.id, properties, type, rings, box: boxOf(rings) };
}

/** Read all features of a collection that have a place. @returns {Shape[]} */
export function toShapes(collection) {
  return (collection?.features || []).map(toShape).filter(Boolean);
}

/** Add the outline of a shape to the current path of a canvas. @param {import('./view.js').View} view */
export function trace(path, shape, view) {
  for (const ring of shape.rings) {
    ring.forEach(([x, y], i) => {
      if (i) path.lineTo(view.x(x), view.y(y));
      else path.moveTo(view.x(x), view.y(y));
    });
    if (shape.type === 'polygon') path.closePath();
  }
}
