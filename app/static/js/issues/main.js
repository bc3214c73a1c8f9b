/** All that the script of the map of issues may call: the map's own parts, opened its own way. */
export * from '../map/main.js';
export { open, start } from './start.js';
