/** All that the script of a plan's page may call: the map's own parts, and the plan's. */
export * from '../map/main.js';
export { PlanCellsLayer, PlanLayer } from './plan_layer.js';
export { open, start } from './start.js';
