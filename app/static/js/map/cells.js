/** Cells: soft tints on the ground, firm edges above the buildings, a label in the middle. */
import { polylabel } from '../../vendor/polylabel.js';
import { ringsContain } from './geo.js';
import { DataLayer } from './data_layer.js';
import { cellBlocks } from './cell_label.js';
import { trace } from './shapes.js';

const TINT_ALPHA = 0.42;
/** Into how many steps each side of a cell is cut to look for a place for its label. */
const PLACES = 8;

export class CellsLayer extends DataLayer {
  rank = 30;

  /** Ink of a cell by its id: for its route. */
  ink(id) {
    return this.inkOf(this.byId?.get(String(id)), id);
  }

  /** Ink of a cell for its edge and its label. */
  inkOf(shape, id = shape?.id) {
    if (isForeign(shape)) return this.style.foreign[1];
    return this.style.inks[tintOf(shape?.properties, id) % this.style.inks.length];
  }

  /** Fill of a cell. */
  tintOf(shape) {
    if (isForeign(shape)) return this.style.foreign[0];
    return this.style.tints[tintOf(shape.properties, shape.id) % this.style.tints.length];
  }

  paintGround(context, view) {
    context.globalAlpha = TINT_ALPHA;
    for (const shape of this.visible(view)) {
      context.beginPath();
      trace(context, shape, view);
      context.fillStyle = this.tintOf(shape);
      context.fill('evenodd');
    }
    context.globalAlpha = 1;
  }

  paintTop(context, view) {
    const chosen = this.desk.selection.idOf('cell');
    const hovered = this.desk.selection.hoverOf('cell');
    context.lineJoin = 'round';
    for (const shape of this.visible(view)) {
      const vacant = this.desk.showVacancies && !shape.properties.leader && !isForeign(shape);
      this.edge(context, view, shape, this.inkOf(shape), hovered === String(shape.id) ? 3 : 1.8, vacant);
    }
    const shape = this.byId?.get(chosen);
    if (shape) this.edge(context, view, shape, this.style.selected, 4.5, false);
  }

  /** Draw the edge of a cell: white below, ink above, dashed when nobody leads it. */
  edge(context, view, shape, color, width, dashed) {
    context.beginPath();
    trace(context, shape, view);
    context.lineWidth = width + 2;
    context.strokeStyle = 'rgba(255, 255, 255, 0.75)';
    context.stroke();
    context.lineWidth = width;
    context.strokeStyle = dashed ? this.desk.vacantColor : color;
    context.setLineDash(dashed ? [8, 5] : []);
    context.stroke();
    context.setLineDash([]);
  }

  labels(view) {
    const chosen = this.desk.selection.idOf('cell');
    return this.visible(view).map((shape) => {
      const room = [
        (shape.box[2] - shape.box[0]) / view.perPixel,
        (shape.box[3] - shape.box[1]) / view.perPixel,
      ];
      shape.places ??= placesOf(shape);
      return {
        places: shape.places.map(([x, y]) => [view.x(x), view.y(y)]),
        priority: String(shape.id) === chosen ? 1000 : 100,
        variants: this.blocks(shape, room),
        fits: (block, x, y) => blockInside(shape, view, block, x, y),
      };
    });
  }

  /** Forms of a cell's label, fullest first. @param {[number, number]} room  pixels */
  blocks(shape, room) {
    return cellBlocks(shape.properties, this.inkOf(shape), room, this.desk);
  }

  /** The cell under a point of the unit square. */
  hit(x, y) {
    const shape = this.shapes.find(({ box, rings }) => x >= box[0] && x <= box[2]
      && y >= box[1] && y <= box[3] && ringsContain(rings, x, y));
    return shape && !isForeign(shape) ? { kind: 'cell', id: shape.id, shape, layer: this } : null;
  }
}

/** Whether a cell lies outside the viewer's scope: then only its code and name are known. */
function isForeign(shape) {
  return shape?.properties.mine === false;
}

/** Index of the tint: the server's colouring where given. */
function tintOf(properties, id) {
  return Math.abs(properties?.tint ?? (Number(id) || 0));
}

/** Whether a label stands inside its cell; its corners may lean out a little. */
function blockInside(shape, view, block, x, y) {
  const [dx, dy] = [block.width * 0.42, block.height * 0.42];
  return [[-dx, -dy], [dx, -dy], [-dx, dy], [dx, dy]]
    .every(([i, j]) => ringsContain(shape.rings, ...view.unit(x + i, y + j)));
}

/** Places for a label: the innermost point first, then others inside, from near to far. */
function placesOf(shape) {
  const middle = middleOf(shape);
  const [x0, y0, x1, y1] = shape.box;
  const places = [];
  for (let i = 1; i < PLACES; i++) {
    for (let j = 1; j < PLACES; j++) {
      const place = [x0 + ((x1 - x0) * i) / PLACES, y0 + ((y1 - y0) * j) / PLACES];
      if (ringsContain(shape.rings, ...place)) places.push(place);
    }
  }
  const far = ([x, y]) => Math.hypot(x - middle[0], y - middle[1]);
  return [middle, ...places.sort((a, b) => far(a) - far(b))];
}

/** A point well inside the largest part of a cell. */
function middleOf(shape) {
  const precision = (shape.box[2] - shape.box[0]) / 100 || 1e-9;
  const largest = [...shape.rings].sort((a, b) => spread(b) - spread(a))[0];
  const holes = shape.rings.filter((ring) => ring !== largest
    && ringsContain([largest], ring[0][0], ring[0][1]));
  const point = polylabel([largest, ...holes], precision);
  return [point[0], point[1]];
}

/** Area of the bounding box of a ring. */
function spread(ring) {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
}
