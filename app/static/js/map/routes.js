/** Patrol routes: quiet lines, and for the chosen cell or route arrows and numbered stops. */
import { distanceToLine } from './geo.js';
import { DataLayer } from './data_layer.js';
import { trace } from './shapes.js';
import { drawStop } from './symbols.js';

const ARROW_EVERY = 70;
const STOPS_ZOOM = 16;

export class RoutesLayer extends DataLayer {
  rank = 70;

  stops = new Map();

  /** Take the stops in, by route and in order. */
  companion(shapes) {
    this.stops = new Map();
    for (const shape of shapes) {
      const key = String(shape.properties.route_id);
      this.stops.set(key, [...(this.stops.get(key) || []), shape]);
    }
  }

  /** Whether a route, or its cell, is chosen. */
  chosen(shape) {
    const { selection } = this.desk;
    return String(shape.id) === selection.idOf('route')
      || String(shape.properties.cell_id) === selection.idOf('cell');
  }

  paintTop(context, view) {
    this.strong = [];
    const shapes = this.visible(view);
    context.lineCap = context.lineJoin = 'round';
    for (const shape of shapes.filter((each) => !this.chosen(each))) this.quiet(context, view, shape);
    for (const shape of shapes.filter((each) => this.chosen(each))) {
      this.line(context, view, shape, 4);
      this.arrows(context, view, shape);
      if (view.zoom >= STOPS_ZOOM) this.numbers(context, view, shape);
    }
  }

  /** Ink of a route: that of its cell. */
  ink(shape) {
    const { cell_id: cell } = shape.properties;
    return this.desk.layers.cells?.ink(cell) || this.style.inks[(Number(cell) || 0) % this.style.inks.length];
  }

  /** A route that is not chosen: thin, dotted, so that it is no edge of a cell. */
  quiet(context, view, shape) {
    context.setLineDash([1, 6]);
    this.line(context, view, shape, view.zoom < 17 ? 2 : 3);
    context.setLineDash([]);
  }

  line(context, view, shape, width) {
    context.beginPath();
    trace(context, shape, view);
    context.lineWidth = width + 2.5;
    context.strokeStyle = '#fff';
    context.stroke();
    context.lineWidth = width;
    context.strokeStyle = this.ink(shape);
    context.stroke();
  }

  /** Arrow heads along the line, every so many pixels. */
  arrows(context, view, shape) {
    context.fillStyle = this.ink(shape);
    context.strokeStyle = '#fff';
    context.lineWidth = 1;
    for (const ring of shape.rings) {
      let rest = ARROW_EVERY / 2;
      for (let i = 1; i < ring.length; i++) {
        const [x, y] = [view.x(ring[i - 1][0]), view.y(ring[i - 1][1])];
        const [dx, dy] = [view.x(ring[i][0]) - x, view.y(ring[i][1]) - y];
        const length = Math.hypot(dx, dy);
        for (; rest < length; rest += ARROW_EVERY) {
          arrowHead(context, x + (dx * rest) / length, y + (dy * rest) / length, Math.atan2(dy, dx));
        }
        rest -= length;
      }
    }
  }

  /** Numbers of the stops, each only where the one before leaves room. */
  numbers(context, view, shape) {
    for (const stop of this.stops.get(String(shape.id)) || []) {
      const [x, y] = [view.x(stop.rings[0][0][0]), view.y(stop.rings[0][0][1])];
      if (this.strong.some(([ox, oy]) => Math.hypot(ox - x, oy - y) < 17)) continue;
      this.strong.push([x, y]);
      drawStop(context, x, y, stop.properties.sequence, this.ink(shape));
    }
  }

  obstacles() {
    return (this.strong || []).map(([x, y]) => [x - 10, y - 10, x + 10, y + 10]);
  }

  /** The route under a point of the unit square. */
  hit(x, y, view) {
    const reach = 6 * view.perPixel;
    const shape = this.visible(view).find(({ rings }) => rings.some((line) => distanceToLine(line, x, y) < reach));
    return shape ? { kind: 'route', id: shape.id, shape, layer: this } : null;
  }
}

/** One arrow head on a line. */
function arrowHead(context, x, y, angle) {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(7, 0);
  context.lineTo(-4, -6);
  context.lineTo(-4, 6);
  context.closePath();
  context.stroke();
  context.fill();
  context.restore();
}
