/** Two divisions on one map: the old one dashed, the new one firm, buildings that moved strong. */
import { shortCode } from '../map/cell_label.js';
import { CellsLayer } from '../map/cells.js';
import { DataLayer } from '../map/data_layer.js';
import { textBlock } from '../map/labels.js';
import { trace } from '../map/shapes.js';
import { fitBox } from '../ui/room.js';
import { DraftBuildingsLayer } from './buildings.js';

const OLD = '#1f2a33';
const MOVED = '#d9480f';

/** The new cells: as on the map, without the people, whom a comparison does not know. */
export class ComparedCellsLayer extends CellsLayer {
  blocks(shape, room) {
    const { properties } = shape;
    const code = { text: shortCode(properties), size: 22, weight: 700, color: this.inkOf(shape) };
    const name = { text: properties.name || '', size: 13, weight: 600, color: '#1f2a33' };
    return [[code, name], [code], [{ ...code, size: 16 }]].map(textBlock)
      .filter(({ width, height }) => width < room[0] && height < room[1]);
  }

  paintTop(context, view) {
    for (const shape of this.visible(view)) this.edge(context, view, shape, this.inkOf(shape), 2.2, false);
  }
}

/** The old outlines, above the new ones, so that both show where they run together. */
export class OutlinesLayer extends DataLayer {
  rank = 40;

  paintTop(context, view) {
    context.beginPath();
    for (const shape of this.visible(view)) trace(context, shape, view);
    context.setLineDash([7, 6]);
    context.lineWidth = 2;
    context.strokeStyle = OLD;
    context.stroke();
    context.setLineDash([]);
  }
}

/** Buildings that get into another cell. */
export class MovedLayer extends DraftBuildingsLayer {
  rank = 55;

  paintBuildings(context, view) {
    this.group(context, view, this.visible(view, 8), [MOVED, '#7a2400', 1.5]);
  }
}

/** Let the list show on the map what it speaks of: `data-show="12"`. */
export function startComparison(map) {
  document.querySelector('#map-panel').addEventListener('click', (event) => {
    const id = event.target.closest('[data-show]')?.dataset.show;
    const shape = id && map.desk.layers.moved.byId?.get(id);
    if (!shape) return;
    const [north, west] = map.desk.degrees([shape.box[0], shape.box[1]]);
    const [south, east] = map.desk.degrees([shape.box[2], shape.box[3]]);
    fitBox(map, [west, south, east, north]);
  });
}
