/** All that the script which folium composes may call. */
export { AreasLayer, EstatesLayer, PathsLayer } from './ground.js';
export { BuildingsLayer } from './buildings.js';
export { CellsLayer } from './cells.js';
export { EntrancesLayer } from './entrances.js';
export { IssuesLayer } from './issues.js';
export { OverloadsLayer } from './overloads.js';
export { RoutesLayer } from './routes.js';
export { VacanciesLayer } from './vacancies.js';
export { VisitsLayer } from './visits.js';
export { open, start } from './start.js';
export { tileBase } from './tile_base.js';
