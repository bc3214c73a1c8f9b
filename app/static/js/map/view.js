/** What of the world is on the screen, and how the unit square becomes pixels. */

/**
 * @typedef {object} View
 * @property {number} zoom
 * @property {(u: number) => number} x  pixel from the left edge of the map
 * @property {(u: number) => number} y  pixel from the top edge of the map
 * @property {(x: number, y: number) => [number, number]} unit  the way back, from pixels
 * @property {number} perPixel  length of one pixel on the unit square
 * @property {{x: number, y: number}} size  of the map, pixels
 * @property {(margin?: number) => import('./geo.js').Box} box  on the unit square, grown by a margin in pixels
 */

/** Take the present view of a map. @param {L.Map} map @returns {View} */
export function viewOf(map) {
  const zoom = map.getZoom();
  const world = 256 * 2 ** zoom;
  const corner = map.getPixelBounds().min;
  const size = map.getSize();
  return {
    zoom,
    size,
    perPixel: 1 / world,
    x: (u) => u * world - corner.x,
    y: (u) => u * world - corner.y,
    unit: (x, y) => [(x + corner.x) / world, (y + corner.y) / world],
    box: (margin = 0) => [
      (corner.x - margin) / world,
      (corner.y - margin) / world,
      (corner.x + size.x + margin) / world,
      (corner.y + size.y + margin) / world,
    ],
  };
}

/** Canvas pixels for one CSS pixel: that of the screen, finer on paper. */
export function pixelRatio() {
  const screen = window.devicePixelRatio || 1;
  return document.documentElement.classList.contains('printing') ? Math.max(3, screen) : screen;
}
