/** All that the script of the map of an analysis may call: the map's own parts, opened its own way. */
export * from '../map/main.js';
export { PlainCellsLayer as CellsLayer } from './plain_cells.js';
export { open, start } from './start.js';
