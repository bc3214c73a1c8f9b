/** The routes of a plan: a colour and a shape of numbers for each volunteer, arrows, what is left out. */
import { CellsLayer } from '../map/cells.js';
import { DataLayer } from '../map/data_layer.js';
import { toUnit } from '../map/geo.js';
import { FONTS } from '../map/labels.js';
import { beside } from './beside.js';
import { paintLanes } from './lane_marks.js';

const ARROW_EVERY = 64;
const NEAR = 17;
const TAU = 2 * Math.PI;

/** Cells as quiet ground: the one that is planned keeps its tint, and nothing is written on it. */
export class PlanCellsLayer extends CellsLayer {
  paintGround(context, view) {
    const own = String(this.desk.settings.cell);
    const every = this.shapes;
    this.shapes = every.filter((shape) => String(shape.id) === own);
    super.paintGround(context, view);
    this.shapes = every;
  }

  labels() {
    return [];
  }
}

export class PlanLayer extends DataLayer {
  rank = 95;

  /** Show a plan from now on. @param {import('./plan.js').Plan} plan */
  show(plan) {
    this.plan = plan;
    plan.desk.bus.on('plan', () => this.taken());
    for (const news of ['chosen', 'lanes']) plan.desk.bus.on(news, () => this.repaint());
  }

  taken() {
    this.lines = this.plan.routes.map((route) => route.line.map(([lon, lat]) => toUnit(lon, lat)));
    this.marks = this.plan.stops.map(({ stop, route }) => ({ stop, route, at: toUnit(...stop.point) }));
    this.left = this.plan.unreachable.map((stop) => ({ stop, at: toUnit(...stop.point) }));
    this.repaint();
  }

  /** Ink of a volunteer. */
  ink(walker) {
    return this.style.inks[(walker - 1) % this.style.inks.length];
  }

  paintTop(context, view) {
    if (!this.lines) return;
    context.lineCap = context.lineJoin = 'round';
    if (this.lanes) paintLanes(context, view, this.lanes, this.style.lane_inks);
    const drawn = this.plan.routes.map((route, i) => beside(this.lines[i], view, asideOf(route.walker)));
    this.plan.routes.forEach((route, i) => this.line(context, drawn[i], route));
    this.plan.routes.forEach((route, i) => this.arrows(context, drawn[i], this.ink(route.walker)));
    this.left.forEach(({ at }) => cross(context, view.x(at[0]), view.y(at[1]), this.style.unreached));
    this.lines.forEach((line, i) => line.length && start(context, view, line[0], this.ink(this.plan.routes[i].walker)));
    this.numbers(context, view);
    if (this.dragged) this.paintDragged(context, view);
  }

  line(context, points, route) {
    context.beginPath();
    points.forEach(([x, y], i) => context[i ? 'lineTo' : 'moveTo'](x, y));
    for (const [width, color] of [[6.5, '#fff'], [3.5, this.ink(route.walker)]]) {
      context.setLineDash(color !== '#fff' && route.walker > this.style.inks.length ? [12, 6] : []);
      context.lineWidth = width;
      context.strokeStyle = color;
      context.stroke();
    }
    context.setLineDash([]);
  }

  arrows(context, points, color) {
    let rest = ARROW_EVERY / 2;
    for (let i = 1; i < points.length; i++) {
      const [[x, y], [nextX, nextY]] = [points[i - 1], points[i]];
      const [dx, dy] = [nextX - x, nextY - y];
      const length = Math.hypot(dx, dy);
      for (; rest < length; rest += ARROW_EVERY) {
        arrow(context, x + (dx * rest) / length, y + (dy * rest) / length, Math.atan2(dy, dx), color);
      }
      rest -= length;
    }
  }

  /** Numbers of the stops; where there is no room a dot, the chosen one always. */
  numbers(context, view) {
    this.taken_ = [];
    const chosen = this.marks.find(({ stop }) => stop.key === this.plan.chosen);
    const order = chosen ? [chosen, ...this.marks.filter((mark) => mark !== chosen)] : this.marks;
    for (const mark of order) {
      const [x, y] = [view.x(mark.at[0]), view.y(mark.at[1])];
      const free = !this.taken_.some(([ox, oy]) => Math.hypot(ox - x, oy - y) < NEAR);
      const color = this.ink(mark.route.walker);
      if (!free) {
        dot(context, x, y, color);
        continue;
      }
      this.taken_.push([x, y]);
      if (mark === chosen) halo(context, x, y);
      number(context, x, y, mark.stop, mark.route.walker, color);
    }
  }

  /** What is being dragged follows the finger. */
  paintDragged(context, view) {
    const { mark, at } = this.dragged;
    const [x, y] = [view.x(at[0]), view.y(at[1])];
    halo(context, x, y);
    number(context, x, y, mark.stop, mark.route.walker, this.ink(mark.route.walker));
  }

  obstacles() {
    return (this.taken_ || []).map(([x, y]) => [x - 11, y - 11, x + 11, y + 11]);
  }

  /** The stop, or what is left out, under a point of the unit square. */
  hit(x, y, view, reach = 12) {
    const near = (list) => {
      const away = list.map(({ at }) => Math.hypot(at[0] - x, at[1] - y) / view.perPixel);
      const best = away.indexOf(Math.min(...away));
      return best >= 0 && away[best] < reach ? list[best] : null;
    };
    const mark = near(this.marks || []) || near(this.left || []);
    if (!mark) return null;
    const label = [mark.stop.sequence, mark.stop.name, mark.stop.reason].filter(Boolean).join(' ');
    return { kind: 'stop', id: mark.stop.key || label, mark, layer: this, shape: { properties: { label } } };
  }
}

/** How far to the right of its lane a route is drawn, pixels: way there and way back lie apart. */
function asideOf(walker) {
  return 2.2 + 4.4 * ((walker - 1) % 4);
}

function arrow(context, x, y, angle, color) {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.beginPath();
  context.moveTo(8, 0);
  context.lineTo(-5, -6.5);
  context.lineTo(-5, 6.5);
  context.closePath();
  context.lineWidth = 1.2;
  context.strokeStyle = '#fff';
  context.fillStyle = color;
  context.stroke();
  context.fill();
  context.restore();
}

/** Where a walk begins: a flag, which a number may cover. */
function start(context, view, at, color) {
  const [x, y] = [view.x(at[0]), view.y(at[1])];
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x, y - 26);
  context.lineTo(x + 15, y - 20);
  context.lineTo(x, y - 14);
  context.lineWidth = 5;
  context.strokeStyle = '#fff';
  context.stroke();
  context.lineWidth = 2.5;
  context.strokeStyle = color;
  context.stroke();
  context.fillStyle = color;
  context.fill();
}

function dot(context, x, y, color) {
  context.beginPath();
  context.arc(x, y, 3.5, 0, TAU);
  context.fillStyle = color;
  context.fill();
}

function halo(context, x, y) {
  context.beginPath();
  context.arc(x, y, 17, 0, TAU);
  context.fillStyle = 'rgb(255 214 0 / 75%)';
  context.fill();
}

/** Outlines of the numbers: circle, square, diamond, hexagon, for one volunteer after the other. */
const OUTLINES = [
  (context, x, y) => context.arc(x, y, 11, 0, TAU),
  (context, x, y) => context.rect(x - 10, y - 10, 20, 20),
  (context, x, y) => polygon(context, x, y, 14, 4, 0),
  (context, x, y) => polygon(context, x, y, 12.5, 6, 0),
];

function polygon(context, x, y, radius, corners, turn) {
  for (let i = 0; i <= corners; i++) {
    const angle = turn + (i * TAU) / corners;
    context[i ? 'lineTo' : 'moveTo'](x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
}

/** Draw the number of a stop; a must-visit point is filled. */
function number(context, x, y, stop, walker, color) {
  const own = stop.kind === 'point' || stop.kind === 'picket';
  context.beginPath();
  OUTLINES[(walker - 1) % OUTLINES.length](context, x, y);
  context.fillStyle = own ? color : '#fff';
  context.fill();
  context.lineWidth = 2.2;
  context.strokeStyle = own ? '#fff' : color;
  context.stroke();
  context.fillStyle = own ? '#fff' : color;
  context.font = `700 ${stop.sequence > 99 ? 10 : 12.5}px ${FONTS}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(stop.sequence), x, y + 0.5);
}

/** Mark a stop that no route visits. */
function cross(context, x, y, color) {
  context.beginPath();
  context.arc(x, y, 8, 0, TAU);
  context.moveTo(x - 4, y - 4);
  context.lineTo(x + 4, y + 4);
  context.moveTo(x + 4, y - 4);
  context.lineTo(x - 4, y + 4);
  for (const [width, ink] of [[5, '#fff'], [2.4, color]]) {
    context.lineWidth = width;
    context.strokeStyle = ink;
    context.stroke();
  }
}
