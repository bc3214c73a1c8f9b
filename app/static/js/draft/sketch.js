/** What is drawn over everything while one works: the tool's lines and handles, a pointed-out place. */
import { Scene } from '../map/scene.js';
import { toUnit } from '../map/geo.js';

const COLOR = '#c4161c';
const RADIUS = 16;

export class Sketch extends Scene {
  /** @param {import('./editor.js').Editor} editor */
  constructor(editor) {
    super('sketch', 'paintSketch');
    this.last = (context, view) => {
      if (this.place) ring(context, view, this.place);
      editor.tool.paint(context, view);
    };
  }

  /** Point a place out; nothing without one. @param {[number, number]|null} at  longitude, latitude */
  point(at) {
    this.place = at && toUnit(...at);
    this.repaint();
  }
}

/** Draw a ring around a place. */
function ring(context, view, [x, y]) {
  for (const [width, color] of [[6, '#fff'], [3, COLOR]]) {
    context.beginPath();
    context.arc(view.x(x), view.y(y), RADIUS, 0, 7);
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
}
