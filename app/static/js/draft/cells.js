/** The cells of a draft: as on the map, with figures for labels and with what a tool marks. */
import { CellsLayer } from '../map/cells.js';
import { textBlock } from '../map/labels.js';
import { shortCode } from '../map/cell_label.js';
import { toShape, trace } from '../map/shapes.js';
import { deviationText, householdsText, outOfRange } from './figures.js';

const MARK = 'rgba(0, 87, 184, 0.20)';
const BAD = '#c4161c';

export class DraftCellsLayer extends CellsLayer {
  marked = new Set();

  /** Show a draft. @param {import('./draft.js').Draft} draft */
  show(draft) {
    this.draft = draft;
    const features = [...draft.features.values()].map((feature) => this.told(feature));
    this.take({ features });
  }

  /** A feature with the figures of its cell. */
  told(feature) {
    const id = feature.properties.id ?? feature.id;
    return { ...feature, properties: { ...feature.properties, ...this.draft.cell(id), id } };
  }

  /** Show some cells otherwise than they are stored, while a tool pulls at them. */
  preview(features) {
    for (const feature of features) {
      const shape = toShape(this.told(feature));
      const place = this.shapes.findIndex(({ id }) => String(id) === String(shape.id));
      this.shapes[place] = shape;
      this.byId.set(String(shape.id), shape);
    }
    this.repaint();
  }

  /** Mark cells for a tool. @param {Iterable<string>} ids */
  mark(ids) {
    this.marked = new Set([...ids].map(String));
    this.repaint();
  }

  paintGround(context, view) {
    super.paintGround(context, view);
    context.fillStyle = MARK;
    for (const shape of this.visible(view)) {
      if (!this.isMarked(shape)) continue;
      context.beginPath();
      trace(context, shape, view);
      context.fill('evenodd');
    }
  }

  paintTop(context, view) {
    const hovered = this.desk.selection.hoverOf('cell');
    context.lineJoin = 'round';
    const shapes = this.visible(view).sort((a, b) => this.isMarked(a) - this.isMarked(b));
    for (const shape of shapes) {
      const width = hovered === String(shape.id) ? 3 : 2;
      if (this.isMarked(shape)) this.edge(context, view, shape, this.style.selected, 4, false);
      else this.edge(context, view, shape, this.inkOf(shape), width, false);
    }
  }

  isMarked(shape) {
    return this.marked.has(String(shape.id)) || this.desk.selection.idOf('cell') === String(shape.id);
  }

  /** Forms of a label: number and name, then households and how far they are from the mean. */
  blocks(shape, room) {
    const { properties } = shape;
    const code = { text: shortCode(properties), size: 22, weight: 700, color: this.inkOf(shape) };
    const name = { text: properties.name || '', size: 13, weight: 600, color: '#1f2a33' };
    const out = outOfRange(properties, this.draft.state.target);
    const color = out ? BAD : '#33404a';
    const figure = {
      text: `${householdsText(properties, this.desk)}  ${deviationText(properties)}${out ? ` ${this.desk.text(out)}` : ''}`,
      size: 12, weight: out ? 700 : 400, color,
    };
    const forms = [[code, name, figure], [code, figure], [code], [{ ...code, size: 16 }]].map(textBlock);
    const [width, height] = [Math.max(room[0], 40), Math.max(room[1], 20)];
    return forms.filter((block) => block.width < width && block.height < height);
  }
}
