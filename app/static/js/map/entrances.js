/** Entrances (stairwells): dots with their names when near. */
import { DataLayer } from './data_layer.js';
import { textBlock } from './labels.js';

/** Radius and width of the edge, pixels: who answers is a dot, nobody a ring around white. */
const [DOT, RING] = [{ radius: 4, edge: 1.5 }, { radius: 5.5, edge: 3 }];

export class EntrancesLayer extends DataLayer {
  rank = 60;

  paintTop(context, view) {
    for (const shape of this.visible(view)) {
      const [x, y] = shape.rings[0][0];
      const { radius, edge } = this.isVacant(shape) ? RING : DOT;
      context.beginPath();
      context.arc(view.x(x), view.y(y), radius, 0, 7);
      context.fillStyle = this.isVacant(shape) ? '#fff' : this.style.color;
      context.fill();
      context.lineWidth = edge;
      context.strokeStyle = this.isVacant(shape) ? this.style.vacant : '#fff';
      context.stroke();
    }
  }

  /** Whether an entrance is to be marked as one for which nobody answers. */
  isVacant(shape) {
    return Boolean(this.desk.showVacancies && shape.properties.vacant);
  }

  /** Colour of the name of an entrance. */
  color(shape) {
    return this.isVacant(shape) ? this.style.vacant : this.style.color;
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
