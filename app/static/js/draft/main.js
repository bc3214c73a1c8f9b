/** All that the script of a division's page may call: the map's own parts, and the draft's. */
export * from '../map/main.js';
export { DraftBuildingsLayer } from './buildings.js';
export { DraftCellsLayer } from './cells.js';
export { ComparedCellsLayer, MovedLayer, OutlinesLayer } from './compare.js';
export { open, start } from './start.js';
