/** Cells without their tints: here colour is kept for what is hot or cold. */
import { CellsLayer } from '../map/cells.js';

const INK = '#4a5560';

export class PlainCellsLayer extends CellsLayer {
  paintGround() {}

  inkOf() {
    return INK;
  }
}
