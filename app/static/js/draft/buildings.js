/** Buildings of a draft: footprints with their number, those placed by hand and those picked marked. */
import { DataLayer } from '../map/data_layer.js';
import { ringsContain } from '../map/geo.js';
import { textBlock } from '../map/labels.js';
import { trace } from '../map/shapes.js';

const FILL = '#a99e91';
const EDGE = '#6f665b';
const LABEL_COLOR = '#2b2722';
const LABEL_ZOOM = 16.5;
const OVERHANG = 1.35;
const POINT_RADIUS = 5;
/** How near a click must come to a building that is only a point, pixels. */
const REACH = 8;

export class DraftBuildingsLayer extends DataLayer {
  rank = 50;

  picked = new Set();

  /** Ask again for what is in view: the cells of buildings have changed. */
  renew() {
    this.covered = null;
    this.refresh();
  }

  /** Mark the buildings that a tool has picked. @param {Set<string>} ids */
  pick(ids) {
    this.picked = ids;
    this.repaint();
  }

  /** The desk asks for this when the pointer comes over a building: nothing changes its look here. */
  repaintTiles() {}

  paintBuildings(context, view) {
    context.lineJoin = 'round';
    const shapes = this.visible(view, POINT_RADIUS);
    const isPicked = ({ id }) => this.picked.has(String(id));
    this.group(context, view, shapes.filter((shape) => !isPicked(shape)), [FILL, EDGE, view.zoom >= 16 ? 1 : 0.5]);
    this.group(context, view, shapes.filter(isPicked), [this.style.selected, '#ffffff', 2]);
    context.lineWidth = 2;
    context.strokeStyle = this.style.by_hand;
    context.setLineDash([3, 2]);
    context.stroke(pathOf(shapes.filter(({ properties }) => properties.by_hand), view));
    context.setLineDash([]);
  }

  group(context, view, shapes, [fill, edge, width]) {
    const path = pathOf(shapes, view);
    context.fillStyle = fill;
    context.fill(path, 'evenodd');
    context.lineWidth = width;
    context.strokeStyle = edge;
    context.stroke(path);
  }

  labels(view) {
    if (view.zoom < LABEL_ZOOM) return [];
    return this.visible(view).filter(({ properties }) => properties.number).map((shape) => {
      const [x0, y0, x1, y1] = shape.box;
      const width = shape.type === 'point' ? Infinity : Math.max(x1 - x0, y1 - y0) / view.perPixel;
      const color = this.picked.has(String(shape.id)) ? this.style.selected : LABEL_COLOR;
      const block = textBlock([{ text: String(shape.properties.number), size: view.zoom >= 18 ? 13 : 11, weight: 600, color }]);
      return {
        places: [[view.x((x0 + x1) / 2), view.y((y0 + y1) / 2)]],
        priority: 10 + Math.min(9, width / 100),
        variants: block.width < width * OVERHANG ? [block] : [],
      };
    });
  }

  /** The building under a point of the unit square. */
  hit(x, y, view) {
    const reach = REACH * view.perPixel;
    const shape = this.shapes.findLast(({ type, box, rings }) => (type === 'point'
      ? Math.hypot(x - box[0], y - box[1]) < reach
      : x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && ringsContain(rings, x, y)));
    return shape ? { kind: 'building', id: shape.id, shape, layer: this } : null;
  }

  /** Keys of the buildings whose middle lies in a ring on the unit square. @returns {string[]} */
  inside(ring) {
    return this.shapes
      .filter(({ box }) => ringsContain([ring], (box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
      .map(({ id }) => String(id));
  }

  /** Those of these buildings that are loaded. @param {Iterable<string>} ids */
  known(ids) {
    return [...ids].map((id) => this.byId?.get(id)).filter(Boolean);
  }
}

/** One path of several buildings. */
function pathOf(shapes, view) {
  const path = new Path2D();
  for (const shape of shapes) {
    if (shape.type !== 'point') {
      trace(path, shape, view);
      continue;
    }
    const [x, y] = [view.x(shape.box[0]), view.y(shape.box[1])];
    path.moveTo(x + POINT_RADIUS, y);
    path.arc(x, y, POINT_RADIUS, 0, 7);
  }
  return path;
}
