/**
 * Plane geometry on the unit square of Web Mercator: x to the east, y to the south, both 0 to 1.
 * @typedef {Array<[number, number]>} Ring
 * @typedef {[number, number, number, number]} Box  minimum x, minimum y, maximum x, maximum y
 */

/** Project degrees (WGS 84) to the unit square. @returns {[number, number]} */
export function toUnit(lon, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** Turn a point of the unit square back to degrees. @returns {[number, number]} lon, lat */
export function toDegrees(x, y) {
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
  return [(x - 0.5) * 360, lat];
}

/** Bounding box of rings or lines. @param {Ring[]} rings @returns {Box} */
export function boxOf(rings) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [x, y] of ring) {
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
  }
  return box;
}

/** Whether two boxes share a point. @param {Box} a @param {Box} b */
export function boxesMeet(a, b) {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** Even-odd test over all rings of a polygon, holes included. @param {Ring[]} rings */
export function ringsContain(rings, x, y) {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

/** Distance from a point to a line, in the unit of the coordinates. @param {Ring} line */
export function distanceToLine(line, x, y) {
  let best = Infinity;
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1];
    const [dx, dy] = [line[i][0] - ax, line[i][1] - ay];
    const squared = dx * dx + dy * dy;
    const t = squared ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared)) : 0;
    best = Math.min(best, Math.hypot(x - ax - t * dx, y - ay - t * dy));
  }
  return best;
}
