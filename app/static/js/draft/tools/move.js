/** Moving buildings to another cell: picked by click, by lasso or by a list of numbers. */
import { askNumbers } from '../number_list.js';
import { Tool } from './tool.js';

const COLOR = '#0057b8';

export class MoveTool extends Tool {
  picked = new Set();

  target = '';

  lasso = false;

  ring = null;

  get hint() {
    if (this.lasso) return 'hint_lasso';
    if (!this.picked.size) return 'hint_move';
    return this.target ? 'hint_move_on' : 'hint_move_to';
  }

  get grabs() {
    return true;
  }

  get cursor() {
    return this.lasso ? 'draft-cross' : '';
  }

  stop() {
    this.clear();
  }

  /** Show what is picked and where it would go. */
  show() {
    this.editor.buildings.pick(this.picked);
    this.editor.cells.mark(this.target ? [this.target] : []);
    this.editor.refreshTool();
  }

  click(place) {
    const building = this.editor.buildings.hit(...place.unit, place.view);
    if (building) this.toggle(String(building.id));
    else if (this.picked.size) this.aim(String(this.editor.cells.hit(...place.unit)?.id ?? ''));
  }

  toggle(id) {
    if (!this.picked.delete(id)) this.picked.add(id);
    this.show();
  }

  /** Say to which cell the picked ones go. */
  aim(id) {
    this.target = id;
    this.show();
  }

  takeCell(id) {
    if (this.picked.size) this.aim(id);
    return this.picked.size > 0;
  }

  get busy() {
    return this.lasso || this.picked.size > 0;
  }

  grab(place) {
    if (!this.lasso && !place.shift) return false;
    this.ring = [place.unit];
    return true;
  }

  drag(place) {
    this.ring.push(place.unit);
    this.editor.sketch.repaint();
  }

  drop(place, moved) {
    if (moved) for (const id of this.editor.buildings.inside(this.ring)) this.picked.add(id);
    this.ring = null;
    if (moved) this.lasso = false;
    this.show();
  }

  refresh() {
    if (this.target && !this.editor.draft.cell(this.target)) this.target = '';
    this.show();
  }

  action() {
    const known = this.editor.buildings.known(this.picked);
    const households = known.reduce((sum, { properties }) => sum + (properties.households || 0), 0);
    const estimated = known.some(({ properties }) => properties.estimated) ? '~' : '';
    return {
      words: this.editor.word('picked', { count: this.picked.size, households: `${estimated}${households}` }),
      parts: this.picked.size ? [this.choice()] : [],
      buttons: [
        ...(this.picked.size ? [
          { key: 'move_now', run: () => this.finish(), main: true, off: !this.target || this.editor.waits },
          { key: 'clear', run: () => this.clear() },
        ] : []),
        { key: 'lasso', run: () => this.setLasso(!this.lasso), pressed: this.lasso },
        { key: 'by_list', run: () => this.byList() },
      ],
    };
  }

  /** The cells to choose from, for who would rather read than aim. */
  choice() {
    const select = document.createElement('select');
    select.setAttribute('aria-label', this.editor.word('target_cell'));
    select.append(new Option(this.editor.word('target_cell'), ''));
    for (const { id } of this.editor.draft.cells) select.append(new Option(this.editor.nameOf(id), id));
    select.value = this.target;
    select.addEventListener('change', () => this.aim(select.value));
    return select;
  }

  setLasso(on) {
    this.lasso = on;
    this.show();
  }

  async byList() {
    const found = await askNumbers(this.editor);
    for (const id of found) this.picked.add(id);
    this.show();
  }

  clear() {
    this.picked = new Set();
    this.target = '';
    this.lasso = false;
    this.show();
  }

  erase() {
    this.clear();
  }

  async finish() {
    if (!this.picked.size || !this.target || this.editor.waits) return;
    const step = { kind: 'move', buildings: [...this.picked].map(Number), to: Number(this.target) };
    if ((await this.editor.step(step)) && this.editor.tool === this) this.clear();
  }

  paint(context, view) {
    if (!this.ring) return;
    context.beginPath();
    this.ring.forEach(([x, y], i) => (i ? context.lineTo(view.x(x), view.y(y)) : context.moveTo(view.x(x), view.y(y))));
    context.closePath();
    context.fillStyle = 'rgba(0, 87, 184, 0.12)';
    context.fill();
    context.setLineDash([6, 4]);
    context.lineWidth = 2;
    context.strokeStyle = COLOR;
    context.stroke();
    context.setLineDash([]);
  }
}
