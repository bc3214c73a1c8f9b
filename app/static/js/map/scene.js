/**
 * A scene is one canvas over the whole view on which several layers paint in order of their rank.
 * Few canvases for many layers: a phone could not hold one for each.
 */
import { pixelRatio, viewOf } from './view.js';

/** Share of the view that is painted beyond each edge, so that a drag has something to show. */
const MARGIN = 0.12;

export class Scene extends L.Layer {
  /**
   * @param {string} pane  Leaflet pane that holds the canvas
   * @param {string} method  name of the layers' painting method
   */
  constructor(pane, method) {
    super();
    L.setOptions(this, { pane });
    this.method = method;
    this.members = [];
    this.last = () => {};
  }

  onAdd(map) {
    this.canvas = L.DomUtil.create('canvas', 'leaflet-zoom-animated map-scene', this.getPane());
    this.canvas.setAttribute('aria-hidden', 'true');
    map.on({ moveend: this.paint, resize: this.paint, zoomanim: this.follow }, this);
  }

  /** Let a layer paint here from now on. */
  join(layer) {
    this.members.push(layer);
    this.members.sort((a, b) => a.rank - b.rank);
    this.repaint();
  }

  /** Let a layer paint here no longer. */
  leave(layer) {
    this.members = this.members.filter((member) => member !== layer);
    this.repaint();
  }

  /** Ask to be painted before the next frame, however often this is called. */
  repaint() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => this.paint());
  }

  /** Paint all members now. */
  paint() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const view = viewOf(this._map);
    const context = this.fit(view);
    for (const layer of this.members) {
      if (layer[this.method] && view.zoom >= layer.minZoom) layer[this.method](context, view);
    }
    this.last(context, view, this.members);
  }

  /** Lay the canvas over the view and give its context, with (0, 0) at the map's corner. */
  fit(view) {
    const [dx, dy] = [Math.round(view.size.x * MARGIN), Math.round(view.size.y * MARGIN)];
    const [width, height] = [view.size.x + 2 * dx, view.size.y + 2 * dy];
    const ratio = pixelRatio();
    this.zoom = view.zoom;
    this.corner = this._map.containerPointToLatLng([-dx, -dy]);
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    L.DomUtil.setTransform(this.canvas, this._map.containerPointToLayerPoint([-dx, -dy]), 1);
    const context = this.canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, dx * ratio, dy * ratio);
    return context;
  }

  /** Stretch the canvas along while Leaflet animates a zoom. */
  follow({ zoom, center }) {
    const scale = this._map.getZoomScale(zoom, this.zoom);
    const place = this._map._latLngToNewLayerPoint(this.corner, zoom, center);
    L.DomUtil.setTransform(this.canvas, place, scale);
  }
}
