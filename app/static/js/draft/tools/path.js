/** Drawing a line corner by corner: what splitting and drawing share. */
import { Tool } from './tool.js';

const NEAR = 5;
const WIDTH = 3;
const COLOR = '#0057b8';

export class PathTool extends Tool {
  /** Whether the line closes to a ring, and sticks to corners that stand. */
  closed = false;

  start() {
    this.corners = [];
    this.tip = null;
  }

  get cursor() {
    return 'draft-cross';
  }

  get busy() {
    return this.corners.length > 0;
  }

  /** Fewest corners of something finished. */
  get least() {
    return this.closed ? 3 : 2;
  }

  click(place) {
    const { view } = place;
    const point = this.closed ? this.editor.snap(place) : place;
    const near = (corner) => corner && gap(corner, place, view) < NEAR * (place.touch ? 3 : 1.6);
    // The second click of a double click stands where the first did.
    if (near(this.corners.at(-1))) return;
    if (this.closed && this.corners.length >= this.least && near(this.corners[0])) {
      this.finish();
      return;
    }
    this.corners.push({ at: point.at, unit: point.unit });
    this.tip = null;
    this.editor.refreshTool();
  }

  hover(place) {
    this.tip = this.closed ? this.editor.snap(place) : place;
    this.editor.sketch.repaint();
  }

  doubleClick() {
    this.finish();
  }

  erase() {
    this.corners.pop();
    this.editor.refreshTool();
  }

  action() {
    const { length } = this.corners;
    if (!length) return null;
    return {
      words: this.editor.word('corners_set', { count: length }),
      buttons: [
        { key: 'finish', run: () => this.finish(), main: true, off: length < this.least },
        { key: 'erase', run: () => this.erase() },
        { key: 'cancel', run: () => this.clear() },
      ],
    };
  }

  clear() {
    this.start();
    this.editor.refreshTool();
  }

  async finish() {
    if (this.corners.length < this.least) return;
    const { corners } = this;
    this.clear();
    const done = await this.send(corners.map(({ at }) => at));
    // What was refused can be drawn better from where it is.
    if (done || this.corners.length || this.editor.tool !== this) return;
    this.corners = corners;
    this.editor.refreshTool();
  }

  paint(context, view) {
    const points = [...this.corners, ...(this.tip && this.corners.length ? [this.tip] : [])]
      .map(({ unit: [x, y] }) => [view.x(x), view.y(y)]);
    context.beginPath();
    points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    if (this.closed && points.length > 2) context.closePath();
    context.lineJoin = 'round';
    for (const [width, color] of [[WIDTH + 3, '#fff'], [WIDTH, COLOR]]) {
      context.lineWidth = width;
      context.strokeStyle = color;
      context.stroke();
    }
    for (const [x, y] of points.slice(0, this.corners.length)) dot(context, x, y, 5, '#fff', COLOR);
  }
}

/** Pixels between two places. */
function gap(a, b, view) {
  return Math.hypot(a.unit[0] - b.unit[0], a.unit[1] - b.unit[1]) / view.perPixel;
}

/** Draw a handle. */
export function dot(context, x, y, radius, fill, edge) {
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = edge;
  context.stroke();
}
