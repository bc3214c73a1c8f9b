/** When lanes and buildings were visited last: blue, deeper and broader the longer ago. */
import { DataLayer } from './data_layer.js';
import { trace } from './shapes.js';

/** The longest ago comes last, and so lies on top. */
const AGES = ['week', 'month', 'season', 'older', 'never'];

/** Group shapes by their age, the longest ago last. */
function byAge(shapes) {
  const groups = new Map(AGES.map((age) => [age, []]));
  for (const shape of shapes) groups.get(shape.properties.age)?.push(shape);
  return groups;
}

export class VisitsLayer extends DataLayer {
  rank = 60;

  buildings = [];

  companion(shapes) {
    this.buildings = shapes;
  }

  paintTop(context, view) {
    context.lineCap = 'butt';
    context.lineJoin = 'round';
    for (const [age, shapes] of byAge(this.buildings)) this.houses(context, view, shapes, this.style[age]);
    for (const [age, shapes] of byAge(this.visible(view, 10))) this.lanes(context, view, shapes, age);
  }

  /** Fill the buildings of one age. */
  houses(context, view, shapes, color) {
    context.beginPath();
    for (const shape of shapes) if (shape.type === 'polygon') trace(context, shape, view);
    context.globalAlpha = 0.85;
    context.fillStyle = color;
    context.fill('evenodd');
    context.globalAlpha = 1;
    context.lineWidth = 1;
    context.strokeStyle = '#ffffff';
    context.stroke();
  }

  /** Stroke the lanes of one age; those never walked are broken lines. */
  lanes(context, view, shapes, age) {
    const width = (view.zoom < 16 ? 2 : 3) + AGES.indexOf(age) * 0.7;
    context.beginPath();
    for (const shape of shapes) trace(context, shape, view);
    context.setLineDash([]);
    context.lineWidth = width + 2;
    context.strokeStyle = '#ffffff';
    context.stroke();
    context.setLineDash(age === 'never' ? [8, 5] : []);
    context.lineWidth = width;
    context.strokeStyle = this.style[age];
    context.stroke();
    context.setLineDash([]);
  }
}
