/** The tile base map; tiles cut on GCJ-02 are laid where WGS 84 data expect them. */
import { toGcj02 } from './gcj02.js';

/** Tiles whose numbers count in GCJ-02: each place on the screen shows the tile of its shifted place. */
class Gcj02Tiles extends L.TileLayer {
  _setZoomTransform(level, center, zoom) {
    super._setZoomTransform(level, L.latLng(toGcj02(center)), zoom);
  }

  _getTiledPixelBounds(center) {
    return super._getTiledPixelBounds(L.latLng(toGcj02(center)));
  }
}

/** Make the base map layer. @param {{url: string, datum: string, attribution: string}} options */
export function tileBase({ url, datum, ...options }) {
  const Tiles = datum === 'gcj02' ? Gcj02Tiles : L.TileLayer;
  const tiles = new Tiles(url, { ...options, maxZoom: 20, className: 'base-tiles' });
  return Object.assign(tiles, { spec: { id: 'base', facts: [] }, minZoom: 0 });
}
