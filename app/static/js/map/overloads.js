/** Buildings whose people answer for too much: a disc with the number of their places. */
import { DataLayer } from './data_layer.js';

const RADIUS = 11;

export class OverloadsLayer extends DataLayer {
  rank = 65;

  paintTop(context, view) {
    const chosen = this.desk.selection.idOf('person');
    for (const shape of this.visible(view, RADIUS)) this.disc(context, view, shape, chosen);
  }

  /** Draw one disc; those of the chosen person stand out. */
  disc(context, view, { rings, properties }, chosen) {
    const isChosen = String(properties.person_id) === chosen;
    const [x, y] = [view.x(rings[0][0][0]), view.y(rings[0][0][1])];
    context.beginPath();
    context.arc(x, y, RADIUS, 0, 7);
    context.fillStyle = this.style.color;
    context.fill();
    context.lineWidth = isChosen ? 4 : 2;
    context.strokeStyle = isChosen ? '#0057b8' : '#fff';
    context.stroke();
    context.fillStyle = '#1f2a33';
    context.font = '700 12px sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(String(properties.places), x, y + 0.5);
  }

  /** The person whose disc is under a point of the unit square. */
  hit(x, y, view) {
    const reach = RADIUS * view.perPixel;
    const shape = this.visible(view).find(({ rings }) => Math.hypot(rings[0][0][0] - x, rings[0][0][1] - y) < reach);
    return shape ? { kind: 'person', id: shape.properties.person_id, shape, layer: this } : null;
  }
}
