/** Buildings: a canvas tile layer of our own, fast with a hundred thousand of them. */
import { paintTile } from './building_paint.js';
import { textBlock } from './labels.js';
import { EmbeddedTiles, VectorTiles, featureAt } from './tiles.js';
import { pixelRatio } from './view.js';

/** Below this zoom a click means the cell: buildings are too small to be meant. */
const HIT_ZOOM = 16;
/** Side of a painted tile, pixels. */
export const TILE = 257;
const LABEL_ZOOM = 16.5;
/** How much wider than its building a number may be. */
const OVERHANG = 1.35;
const LABEL_COLOR = '#2b2722';

export class BuildingsLayer extends L.GridLayer {
  rank = 50;

  /** @param {import('./data_layer.js').LayerOptions} options */
  constructor(options) {
    super({ pane: 'buildings', minZoom: options.minZoom, updateWhenZooming: false, keepBuffer: 1 });
    this.spec = options;
    this.minZoom = options.minZoom;
    this.style = options.style;
    this.drawn = new Map();
    this.provider = options.data
      ? new EmbeddedTiles(options.data) : new VectorTiles(options.url, 'buildings');
    this.on('tileunload', ({ coords }) => this.drawn.delete(keyOf(coords)));
  }

  onAdd(map) {
    this.desk = map.desk;
    this.desk.top.join(this);
    super.onAdd(map);
  }

  onRemove(map) {
    this.desk.top.leave(this);
    super.onRemove(map);
  }

  createTile(coords, done) {
    const canvas = document.createElement('canvas');
    this.provider.content(coords).then((content) => {
      this.drawn.set(keyOf(coords), { canvas, coords, content });
      this.paint(this.drawn.get(keyOf(coords)));
      done(null, canvas);
      this.desk.top.repaint();
    }, (error) => {
      done(error, canvas);
      this.desk.notices.failed(this.spec.name, error, () => this.redraw());
    });
    return canvas;
  }

  /** Tiles overlap by a pixel: between zooms they are stretched, and seams would show. */
  _initTile(tile) {
    super._initTile(tile);
    tile.style.width = tile.style.height = `${TILE}px`;
  }

  /** Paint one tile with the present marks. */
  paint({ canvas, coords, content }) {
    const ratio = pixelRatio();
    canvas.width = canvas.height = TILE * ratio;
    const context = canvas.getContext('2d');
    context.scale(ratio, ratio);
    const { selection } = this.desk;
    paintTile(context, content, this.style, {
      zoom: coords.z,
      vacant: this.desk.showVacancies ? this.desk.vacantColor : null,
      chosen: selection.idOf('building'),
      hovered: selection.hoverOf('building'),
    });
  }

  /** Paint again the tiles that show some of these buildings; all without ids. */
  repaintTiles(ids) {
    for (const tile of this.drawn.values()) {
      const touched = !ids || tile.content.features.some(({ id }) => ids.includes(String(id)));
      if (touched) this.paint(tile);
    }
  }

  /** Fetch and paint again what is in view, because it has changed; the old stands meanwhile. */
  reload() {
    this.provider.forget();
    return Promise.all([...this.drawn.values()].map((tile) => this.renew(tile)));
  }

  /** Fetch and paint one tile again. */
  async renew(tile) {
    try {
      tile.content = await this.provider.content(tile.coords);
      this.paint(tile);
    } catch (error) {
      this.desk.notices.failed(this.spec.name, error, () => this.reload());
    }
  }

  /** The building under a point of the unit square. */
  hit(x, y, view) {
    if (view.zoom < HIT_ZOOM) return null;
    const tiles = 2 ** this._tileZoom;
    const tile = this.drawn.get(`${this._tileZoom}/${Math.floor(x * tiles)}/${Math.floor(y * tiles)}`);
    const part = (value) => (value * tiles - Math.floor(value * tiles)) * 256;
    const feature = tile && featureAt(tile.content, part(x), part(y));
    // A building outside the viewer's cells has neither id nor number.
    return feature?.id !== undefined ? { kind: 'building', id: feature.id, shape: feature, layer: this } : null;
  }

  labels(view) {
    if (view.zoom < LABEL_ZOOM) return [];
    const best = new Map();
    for (const { coords, content } of this.drawn.values()) {
      if (coords.z !== this._tileZoom) continue;
      for (const feature of content.features) keepLargest(best, feature, coords, content, view);
    }
    const size = view.zoom >= 18 ? 13 : 11;
    return [...best.values()]
      .map(({ text, width, place, priority }) => {
        const block = textBlock([{ text, size, weight: 600, color: LABEL_COLOR }]);
        return { places: [place], priority, variants: block.width < width * OVERHANG ? [block] : [] };
      });
  }
}

const keyOf = ({ x, y, z }) => `${z}/${x}/${y}`;

/** Keep the largest piece of each building: where tiles cut one, only one label may stand. */
function keepLargest(best, feature, coords, { scale, dx, dy }, view) {
  const text = feature.properties.number || feature.properties.name;
  const [x0, y0, x1, y1] = feature.box;
  const area = (x1 - x0) * (y1 - y0) * scale * scale;
  if (!text || (feature.type === 'polygon' && area < 90)) return;
  if ((best.get(feature.id)?.area ?? -1) >= area) return;
  const world = 256 * 2 ** coords.z;
  const x = (coords.x * 256 + ((x0 + x1) / 2) * scale + dx) / world;
  const y = (coords.y * 256 + ((y0 + y1) / 2) * scale + dy) / world;
  best.set(feature.id, {
    text: String(text),
    area,
    width: feature.type === 'point' ? Infinity : Math.max(x1 - x0, y1 - y0) * scale * 2 ** (view.zoom - coords.z),
    place: [view.x(x), view.y(y)],
    priority: 10 + Math.min(9, area / 1e4),
  });
}
