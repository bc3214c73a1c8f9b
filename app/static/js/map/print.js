/** Printing on A4 across: the map takes the shape of the sheet, is painted finely, then printed. */

/** Long enough for tiles that are not here yet, ms. */
const PATIENCE_MS = 1500;

/** Print what is seen. @param {L.Map} map */
export function startPrint(map) {
  const bounds = map.getBounds();
  const page = document.documentElement;
  const legend = document.querySelector('.map-legend');
  const folded = legend && !legend.open;
  if (folded) legend.open = true;
  page.classList.add('printing');
  reshape(map, bounds);
  const restore = () => {
    page.classList.remove('printing');
    if (folded) legend.open = false;
    reshape(map, bounds);
  };
  window.addEventListener('afterprint', restore, { once: true });
  setTimeout(() => window.print(), PATIENCE_MS);
}

/** Fit the map to its new size and paint it anew in the new fineness. */
function reshape(map, bounds) {
  map.invalidateSize({ animate: false });
  map.fitBounds(bounds, { animate: false });
  map.desk.layers.buildings?.repaintTiles();
}
