/** Drawing a new cell: it takes the ground inside the ring from the cells that had it. */
import { PathTool } from './path.js';

export class DrawTool extends PathTool {
  closed = true;

  get hint() {
    return this.corners.length ? 'hint_draw_on' : 'hint_draw';
  }

  send(line) {
    return this.editor.step({ kind: 'draw', ring: line });
  }
}
