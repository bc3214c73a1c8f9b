/** Merging cells that lie side by side. */
import { Tool } from './tool.js';

export class MergeTool extends Tool {
  chosen = new Set();

  get hint() {
    return this.chosen.size > 1 ? 'hint_merge_on' : 'hint_merge';
  }

  start() {
    const first = this.editor.desk.selection.idOf('cell');
    this.chosen = new Set(first ? [first] : []);
    this.editor.desk.selection.choose(null);
    this.show();
  }

  stop() {
    this.chosen = new Set();
    this.editor.cells.mark([]);
  }

  show() {
    this.editor.cells.mark(this.chosen);
    this.editor.refreshTool();
  }

  click(place) {
    const cell = this.editor.cells.hit(...place.unit);
    if (cell) this.toggle(String(cell.id));
  }

  toggle(id) {
    if (!this.chosen.delete(id)) this.chosen.add(id);
    this.show();
  }

  takeCell(id) {
    this.toggle(id);
    return true;
  }

  get busy() {
    return this.chosen.size > 0;
  }

  refresh() {
    this.chosen = new Set([...this.chosen].filter((id) => this.editor.draft.cell(id)));
    this.show();
  }

  action() {
    const count = this.chosen.size;
    if (!count) return null;
    const names = [...this.chosen].map((id) => this.editor.nameOf(id)).join(' + ');
    return {
      words: names,
      buttons: [
        { key: 'merge_now', run: () => this.finish(), main: true, off: count < 2 || this.editor.waits },
        { key: 'clear', run: () => this.clear() },
      ],
    };
  }

  clear() {
    this.chosen.clear();
    this.show();
  }

  async finish() {
    if (this.chosen.size < 2 || this.editor.waits) return;
    const done = await this.editor.step({ kind: 'merge', cells: [...this.chosen].map(Number) });
    if (done && this.editor.tool === this) this.clear();
  }
}
