/** Moving the map so that neither panel nor legend lies over what matters. */

/** Free margin around what is shown, pixels; a phone has none to give away. */
const EDGE = window.innerWidth <= 700 ? 10 : 24;

/** Pixels at the edges of the map that something lies over, as Leaflet's padding options. */
export function paddings(map) {
  const page = map.getContainer().getBoundingClientRect();
  const [start, end] = [[EDGE, EDGE], [EDGE, EDGE]];
  const legend = document.querySelector('.map-legend');
  if (legend?.open && page.width > 1000) start[0] += legend.getBoundingClientRect().width;
  // The tools of the editor lie along the left side, on a phone along the top.
  const tools = document.querySelector('.draft-tools')?.getBoundingClientRect();
  if (tools && page.width > 700) start[0] += tools.width;
  else if (tools) start[1] += tools.bottom - page.top;
  const panel = document.querySelector('#map-panel');
  if (panel && !panel.hidden) {
    const { left, top } = panel.getBoundingClientRect();
    if (left - page.left > EDGE) end[0] += page.right - left;
    else end[1] += page.bottom - top;
  }
  return { paddingTopLeft: start, paddingBottomRight: end };
}

/** Show a box as large as it fits into what is free. @param {number[]} box  west, south, east, north */
export function fitBox(map, [west, south, east, north], options = {}) {
  map.fitBounds([[south, west], [north, east]], { maxZoom: 18.5, ...paddings(map), ...options });
}

/**
 * Bring into the free part what was just chosen.
 * @param {{box?: number[], extent?: L.LatLngBounds, latlng?: L.LatLng}} hint
 */
export function reveal(map, { box, extent, latlng }) {
  if (box) fitBox(map, box);
  else if (extent && fits(map, extent)) panExtent(map, extent);
  else if (latlng) map.panInside(latlng, paddings(map));
}

/** Corners of the free part of the map, pixels. */
function freeRectangle(map) {
  const { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] } = paddings(map);
  const size = map.getSize();
  return L.bounds([left, top], [size.x - right, size.y - bottom]);
}

/** Corners of a place on the map, pixels. */
function pixelBounds(map, extent) {
  const point = (corner) => map.latLngToContainerPoint(corner);
  return L.bounds(point(extent.getSouthWest()), point(extent.getNorthEast()));
}

/** Whether a place is small enough for the free part. */
function fits(map, extent) {
  const [room, need] = [freeRectangle(map).getSize(), pixelBounds(map, extent).getSize()];
  return need.x <= room.x && need.y <= room.y;
}

/** Move the map just so far that a place lies in the free part. */
function panExtent(map, extent) {
  const [room, place] = [freeRectangle(map), pixelBounds(map, extent)];
  const shift = (axis) => Math.min(0, place.min[axis] - room.min[axis])
    + Math.max(0, place.max[axis] - room.max[axis]);
  map.panBy([shift('x'), shift('y')]);
}
