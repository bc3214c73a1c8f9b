/** The calm ground: green and water, estates, roads and paths. */
import { DataLayer } from './data_layer.js';
import { textBlock } from './labels.js';
import { trace } from './shapes.js';

/** Paint several shapes as one path. */
function traced(context, shapes, view) {
  context.beginPath();
  for (const shape of shapes) trace(context, shape, view);
}

export class AreasLayer extends DataLayer {
  rank = 35;


  paintGround(context, view) {
    const shapes = this.visible(view);
    for (const [kind, [fill, edge]] of Object.entries(this.style)) {
      const some = shapes.filter((shape) => shape.properties.kind === kind);
      traced(context, some.filter((shape) => shape.type === 'polygon'), view);
      context.globalAlpha = 0.85;
      context.fillStyle = fill;
      context.fill('evenodd');
      context.globalAlpha = 1;
      traced(context, some, view);
      context.lineWidth = 1;
      context.strokeStyle = edge;
      context.stroke();
    }
  }
}

export class EstatesLayer extends DataLayer {
  rank = 20;

  paintGround(context, view) {
    traced(context, this.visible(view), view);
    context.fillStyle = this.style.fill;
    context.fill('evenodd');
    context.setLineDash([6, 4]);
    context.lineWidth = 1.2;
    context.strokeStyle = this.style.edge;
    context.stroke();
    context.setLineDash([]);
  }

  labels(view) {
    if (view.zoom < 16) return [];
    return this.visible(view)
      .filter((shape) => shape.properties.name)
      .map((shape) => ({
        places: [[
          view.x((shape.box[0] + shape.box[2]) / 2),
          view.y((shape.box[1] + shape.box[3]) / 2),
        ]],
        priority: 30,
        variants: [textBlock([{ text: shape.properties.name, size: 13, color: this.style.ink }])],
      }));
  }
}

const WIDTHS = {
  motorway: 9, trunk: 9, primary: 8, secondary: 7, tertiary: 6,
  residential: 5, unclassified: 5, living_street: 4.5, service: 3,
};

/** Width of a road on the ground as pixels; it grows with the zoom. */
function roadWidth(kind, zoom) {
  return (WIDTHS[kind] || 0) * 1.55 ** (zoom - 17);
}

export class PathsLayer extends DataLayer {
  rank = 40;

  paintGround(context, view) {
    const groups = Object.groupBy
      ? Object.groupBy(this.visible(view, 10), (shape) => shape.properties.kind)
      : groupBy(this.visible(view, 10));
    const roads = Object.keys(groups).filter((kind) => WIDTHS[kind]);
    const footways = Object.keys(groups).filter((kind) => !WIDTHS[kind]);
    context.lineCap = context.lineJoin = 'round';
    this.stroke(context, view, groups, footways, this.style.footway, () => 1.3, [4, 4]);
    this.stroke(context, view, groups, roads, this.style.casing, (kind) => roadWidth(kind, view.zoom) + 2);
    this.stroke(context, view, groups, roads, this.style.road, (kind) => roadWidth(kind, view.zoom));
  }

  /** Stroke some kinds, each with its own width. */
  stroke(context, view, groups, kinds, color, width, dash = []) {
    context.strokeStyle = color;
    context.setLineDash(dash);
    for (const kind of kinds) {
      traced(context, groups[kind], view);
      context.lineWidth = width(kind);
      context.stroke();
    }
    context.setLineDash([]);
  }

  labels(view) {
    if (view.zoom < 16) return [];
    const named = new Map();
    for (const shape of this.visible(view)) {
      const { name, kind } = shape.properties;
      if (name && WIDTHS[kind] && !named.has(name)) named.set(name, shape);
    }
    return [...named].map(([name, shape]) => {
      const [x, y] = shape.rings[0][Math.floor(shape.rings[0].length / 2)];
      const block = textBlock([{ text: name, size: 12, color: '#6b6255' }]);
      return { places: [[view.x(x), view.y(y)]], priority: 20, variants: [block] };
    });
  }
}

/** Group shapes by their kind. */
function groupBy(shapes) {
  const groups = {};
  for (const shape of shapes) (groups[shape.properties.kind] ||= []).push(shape);
  return groups;
}
