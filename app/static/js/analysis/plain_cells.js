/** Cells without their tints: here colour is kept for what is hot or cold. */
import { CellsLayer } from '../map/cells.js';

export class PlainCellsLayer extends CellsLayer {
  paintGround() {}
}
