/** Moving a boundary: a shared corner is pulled and all neighbours follow; an edge can be bent. */
import { Corners, withInserted, withMoved } from '../corners.js';
import { dot } from './path.js';
import { Tool } from './tool.js';

const REACH = 11;
const TOUCH_REACH = 24;
/** More handles than this in view would only be noise: then those near the pointer are shown. */
const MOST_HANDLES = 250;
const NEAR_POINTER = 110;
const COLOR = '#0057b8';

export class BoundaryTool extends Tool {
  get grabs() {
    return true;
  }

  get hint() {
    return this.held ? 'hint_boundary_on' : 'hint_boundary';
  }

  start() {
    this.held = null;
    this.over = null;
    this.refresh();
  }

  refresh() {
    this.corners = new Corners(this.editor.draft.features);
    this.over = null;
  }

  /** What of the boundary is within reach of a place. */
  near({ unit, view, touch }) {
    const reach = (touch ? TOUCH_REACH : REACH) * view.perPixel;
    const corner = this.corners.cornerNear(unit, reach, ({ free }) => free);
    if (corner) return { corner };
    const edge = this.corners.edgeNear(unit, reach);
    return edge ? { edge } : null;
  }

  hover(place) {
    this.pointer = place;
    this.over = this.near(place);
    this.editor.setCursor(this.over ? 'draft-grab' : '');
    this.editor.sketch.repaint();
  }

  grab(place) {
    this.pointer = place;
    this.held = this.near(place);
    if (this.held) this.editor.refreshTool();
    return Boolean(this.held);
  }

  drag(place) {
    this.pointer = place;
    const { corner, edge } = this.held;
    const { features } = this.editor.draft;
    const change = corner
      ? (feature) => withMoved(feature, corner.at, place.at)
      : (feature) => withInserted(feature, edge.a.at, edge.b.at, place.at);
    this.editor.cells.preview([...(corner || edge).cells].map((id) => change(features.get(id))));
    this.editor.sketch.repaint();
  }

  drop(place, moved) {
    const { corner, edge } = this.held;
    this.held = this.over = null;
    this.editor.refreshTool();
    // Without a move, or with the press taken away, the boundary lies where it was.
    if (!moved) this.editor.cells.show(this.editor.draft);
    if (!moved) return;
    const change = corner
      ? { moves: [{ from: corner.at, to: place.at }] }
      : { after: edge.a.at, before: edge.b.at, to: place.at };
    this.editor.step({ kind: 'drag', ...change });
  }

  paint(context, view) {
    const box = view.box(10);
    const inView = this.corners.corners.filter(({ free, unit: [x, y] }) => free
      && x > box[0] && y > box[1] && x < box[2] && y < box[3]);
    const shown = inView.length <= MOST_HANDLES ? inView : inView.filter((corner) => this.isNear(corner, view));
    if (!this.held) for (const { unit: [x, y] } of shown) dot(context, view.x(x), view.y(y), 4, '#fff', COLOR);
    const [x, y] = this.held ? this.pointer.unit : this.over?.corner?.unit || (this.over && this.pointer.unit) || [];
    if (x !== undefined) dot(context, view.x(x), view.y(y), 7, COLOR, '#fff');
  }

  /** Whether a corner is worth a handle although there are many. */
  isNear({ unit, cells }, view) {
    const chosen = this.editor.desk.selection.idOf('cell');
    if (chosen) return cells.has(chosen);
    if (!this.pointer) return false;
    const [x, y] = this.pointer.unit;
    return Math.hypot(unit[0] - x, unit[1] - y) < NEAR_POINTER * view.perPixel;
  }
}
