/** Open issues as symbols; near ones are grouped, and a group shows its worst state. */
import { DataLayer } from './data_layer.js';
import { drawIssue, worst } from './symbols.js';

/** Below this zoom symbols are small and leave the labels room: the cells' badges tell the number. */
const FULL_ZOOM = 16.5;
const REACH = 26;
const QUIET_REACH = 9;
const HIT = 16;

/** Group symbols that would cover each other. */
export function group(symbols, reach) {
  const groups = [];
  const grid = new Map();
  for (const symbol of symbols) {
    const [column, row] = [Math.floor(symbol.x / reach), Math.floor(symbol.y / reach)];
    const near = neighbours(grid, column, row)
      .find((other) => Math.hypot(other.x - symbol.x, other.y - symbol.y) < reach);
    if (near) {
      near.members.push(symbol);
      continue;
    }
    const made = { x: symbol.x, y: symbol.y, members: [symbol] };
    groups.push(made);
    const key = `${column}:${row}`;
    grid.set(key, [...(grid.get(key) || []), made]);
  }
  return groups;
}

/** Groups in the nine squares around one. */
function neighbours(grid, column, row) {
  const found = [];
  for (const dx of [-1, 0, 1]) {
    for (const dy of [-1, 0, 1]) found.push(...(grid.get(`${column + dx}:${row + dy}`) || []));
  }
  return found;
}

export class IssuesLayer extends DataLayer {
  rank = 80;

  /** Symbols of the present view. */
  groups(view) {
    const chosen = this.desk.selection.idOf('issue');
    const symbols = this.visible(view, 40).map((shape) => ({
      x: view.x(shape.rings[0][0][0]), y: view.y(shape.rings[0][0][1]), shape,
    }));
    const sorted = symbols.sort((a, b) => String(b.shape.id).localeCompare(String(a.shape.id)));
    const quiet = view.zoom < FULL_ZOOM;
    return group(sorted, quiet ? QUIET_REACH : REACH).map((each) => ({
      ...each,
      quiet,
      count: each.members.length,
      light: worst(each.members.map(({ shape }) => shape.properties.light)),
      chosen: each.members.some(({ shape }) => String(shape.id) === chosen),
    }));
  }

  paintTop(context, view) {
    this.drawn = this.groups(view);
    const urgent = { done: 0, green: 1, yellow: 2, red: 3 };
    for (const symbol of [...this.drawn].sort((a, b) => urgent[a.light] - urgent[b.light])) {
      drawIssue(context, symbol, this.style);
    }
  }

  obstacles() {
    return (this.drawn || []).filter(({ quiet }) => !quiet).map(({ x, y }) => [x - 12, y - 12, x + 12, y + 12]);
  }

  /** The issue or the group under a point of the unit square. */
  hit(x, y, view) {
    const [px, py] = [view.x(x), view.y(y)];
    const near = (this.drawn || []).find((each) => Math.hypot(each.x - px, each.y - py) < HIT);
    if (!near) return null;
    if (near.count === 1) return { kind: 'issue', id: near.members[0].shape.id, shape: near.members[0].shape, layer: this };
    return { kind: 'group', members: near.members.map(({ shape }) => shape), layer: this };
  }
}
