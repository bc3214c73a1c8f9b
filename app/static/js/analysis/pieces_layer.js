/** Pieces of ground: hot and cold ones by certainty, or the number of one slice of time. */
import { polylabel } from '../../vendor/polylabel.js';
import { ringsContain } from '../map/geo.js';
import { DataLayer } from '../map/data_layer.js';
import { trace } from '../map/shapes.js';

/** Fill by chance: the first whose limit is not exceeded. */
const HOT = [[0.001, '#c4161c'], [0.01, '#e0571c'], [1, '#f0963a']];
const COLD = [[0.001, '#1d4f91'], [0.01, '#3f7cc0'], [1, '#7faedb']];
const ALPHA = { hot: 0.62, cold: 0.5 };
const NUMBER = '#5b3f8c';
const EDGE = { hot: '#8f0d12', cold: '#163c70' };
const MARK = 9;

export class PiecesLayer extends DataLayer {
  rank = 35;

  /** Number of the slice that is shown; null for the whole period. */
  slice = null;

  /** Most issues of a piece in one slice: what the darkest tint means. */
  most = 1;

  take(collection) {
    this.starts = collection.starts;
    this.until = collection.until;
    super.take(collection);
    this.most = Math.max(1, ...this.shapes.flatMap(({ properties }) => properties.counts));
    this.desk.bus.emit('pieces', { layer: this });
  }

  /** Show a slice of time, or the whole period. @param {number|null} slice */
  show(slice) {
    this.slice = slice;
    this.repaint();
  }

  paintGround(context, view) {
    for (const shape of this.visible(view)) {
      const [color, alpha] = this.slice === null ? verdictFill(shape) : this.numberFill(shape);
      if (!alpha) {
        if (this.slice === null && shape.properties.verdict === 'too_few') hatch(context, shape, view);
        continue;
      }
      context.beginPath();
      trace(context, shape, view);
      context.globalAlpha = alpha;
      context.fillStyle = color;
      context.fill('evenodd');
      context.globalAlpha = 1;
    }
  }

  /** Tint for how many were reported in the slice. */
  numberFill({ properties }) {
    const count = properties.counts[this.slice];
    return [NUMBER, count ? 0.12 + 0.6 * (count / this.most) : 0];
  }

  /** How a piece is called at the moment: hot, cold or neither. */
  verdictOf({ properties }) {
    if (this.slice === null) return properties.verdict;
    return { 1: 'hot', '-1': 'cold' }[properties.slices?.[this.slice]] || 'usual';
  }

  paintTop(context, view) {
    const { selection } = this.desk;
    context.lineJoin = 'round';
    this.marks = [];
    for (const shape of this.visible(view)) {
      const verdict = this.verdictOf(shape);
      const chosen = selection.idOf('piece') === String(shape.id);
      const over = selection.hoverOf('piece') === String(shape.id);
      edge(context, shape, view, chosen || over ? '#1f2a33' : EDGE[verdict], chosen ? 4 : 2.2);
      if (EDGE[verdict] || this.slice !== null) this.mark(context, shape, view, verdict);
    }
  }

  /** Say by a sign what the colour says; in a slice, the number. */
  mark(context, shape, view, verdict) {
    const [u, v] = middleOf(shape);
    const [x, y] = [view.x(u), view.y(v)];
    const count = this.slice === null ? 0 : shape.properties.counts[this.slice];
    if (this.slice !== null && !count) return;
    const text = this.slice === null ? { hot: '▲', cold: '▼' }[verdict] : String(count);
    context.font = `700 ${count ? 13 : 14}px sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineWidth = 4;
    context.strokeStyle = 'rgba(255, 255, 255, 0.9)';
    context.strokeText(text, x, y);
    context.fillStyle = EDGE[verdict] || '#2b1d4d';
    context.fillText(text, x, y);
    this.marks.push([x - MARK, y - MARK, x + MARK, y + MARK]);
  }

  obstacles() {
    return this.marks || [];
  }

  /** The piece under a point of the unit square. */
  hit(x, y) {
    const shape = this.shapes.find(({ box, rings }) => x >= box[0] && x <= box[2]
      && y >= box[1] && y <= box[3] && ringsContain(rings, x, y));
    return shape ? { kind: 'piece', id: shape.id, shape, layer: this } : null;
  }
}

/** Fill of a piece by what is said of it and how sure that is. */
function verdictFill({ properties: { verdict, p } }) {
  const steps = { hot: HOT, cold: COLD }[verdict];
  return steps ? [steps.find(([limit]) => p <= limit)[1], ALPHA[verdict]] : ['', 0];
}

/** Draw an edge: white below, ink above. */
function edge(context, shape, view, color, width) {
  if (!color) return;
  context.beginPath();
  trace(context, shape, view);
  context.lineWidth = width + 2;
  context.strokeStyle = 'rgba(255, 255, 255, 0.75)';
  context.stroke();
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke();
}

/** Hatch a piece of which too little is known. */
function hatch(context, shape, view) {
  const [x0, y0, x1, y1] = [view.x(shape.box[0]), view.y(shape.box[1]), view.x(shape.box[2]), view.y(shape.box[3])];
  const [top, bottom] = [Math.min(y0, y1), Math.max(y0, y1)];
  context.save();
  context.beginPath();
  trace(context, shape, view);
  context.clip('evenodd');
  context.beginPath();
  for (let x = x0 - (bottom - top); x < x1; x += 9) {
    context.moveTo(x, bottom);
    context.lineTo(x + bottom - top, top);
  }
  context.lineWidth = 1;
  context.strokeStyle = 'rgba(90, 84, 72, 0.4)';
  context.stroke();
  context.restore();
}

/** A point well inside the first part of a piece. */
function middleOf(shape) {
  shape.middle ??= polylabel([shape.rings[0]], (shape.box[2] - shape.box[0]) / 50 || 1e-9);
  return shape.middle;
}
