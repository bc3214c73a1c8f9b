/** Entrances (stairwells): dots with their names when near. */
import { DataLayer } from './data_layer.js';
import { textBlock } from './labels.js';

export class EntrancesLayer extends DataLayer {
  rank = 60;

  paintTop(context, view) {
    for (const shape of this.visible(view)) {
      const [x, y] = shape.rings[0][0];
      context.beginPath();
      context.arc(view.x(x), view.y(y), 4, 0, 7);
      context.fillStyle = this.color(shape);
      context.fill();
      context.lineWidth = 1.5;
      context.strokeStyle = '#fff';
      context.stroke();
    }
  }

  /** Colour of an entrance: marked when nobody answers for it. */
  color(shape) {
    return this.desk.showVacancies && shape.properties.vacant ? this.style.vacant : this.style.color;
  }

  labels(view) {
    return this.visible(view).filter(({ properties }) => properties.name).map((shape) => {
      const block = textBlock([{ text: shape.properties.name, size: 11, color: this.color(shape) }]);
      const [x, y] = shape.rings[0][0];
      return { places: [[view.x(x), view.y(y) + 13]], priority: 5, variants: [block] };
    });
  }

  /** The building of the entrance under a point of the unit square. */
  hit(x, y, view) {
    const reach = 9 * view.perPixel;
    const shape = this.visible(view).find(({ rings }) => Math.hypot(rings[0][0][0] - x, rings[0][0][1] - y) < reach);
    return shape ? { kind: 'building', id: shape.properties.building_id, shape, layer: this } : null;
  }
}
