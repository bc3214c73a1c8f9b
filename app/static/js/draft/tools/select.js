/** Looking: a click chooses the cell, on the map as in the list. */
import { Tool } from './tool.js';

export class SelectTool extends Tool {
  get hint() {
    return this.editor.editable ? 'hint_select' : 'hint_read';
  }

  click(place) {
    const cell = this.editor.cells.hit(...place.unit);
    this.editor.desk.selection.choose(cell);
  }
}
