/** How one tile of buildings is painted: by kind, vacant ones hatched, chosen ones outlined. */

const POINT_RADIUS = 5;
/** Buildings outside the viewer's cells stand back. */
const [FOREIGN, FOREIGN_EDGE] = ['#cdc8bf', '#aaa398'];

/** Add a building to a path in the pixels of its tile. */
function add(path, feature, { scale, dx, dy }) {
  for (const ring of feature.rings) {
    if (feature.type === 'point') {
      const [x, y] = [ring[0][0] * scale + dx, ring[0][1] * scale + dy];
      path.moveTo(x + POINT_RADIUS, y);
      path.arc(x, y, POINT_RADIUS, 0, 7);
      continue;
    }
    ring.forEach(([x, y], i) => {
      if (i) path.lineTo(x * scale + dx, y * scale + dy);
      else path.moveTo(x * scale + dx, y * scale + dy);
    });
    path.closePath();
  }
}

/** One path of several buildings. */
function pathOf(features, content) {
  const path = new Path2D();
  for (const feature of features) add(path, feature, content);
  return path;
}

/** Group features by kind; kinds without a colour of their own count as other. */
function byKind(features, kinds) {
  const groups = new Map();
  for (const feature of features) {
    const kind = kinds[feature.properties.kind] ? feature.properties.kind : 'other';
    if (!groups.has(kind)) groups.set(kind, []);
    groups.get(kind).push(feature);
  }
  return groups;
}

/** Diagonal stripes as a fill. */
export function hatch(context, color) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const pen = tile.getContext('2d');
  pen.strokeStyle = color;
  pen.lineWidth = 2;
  pen.beginPath();
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat');
}

/**
 * Paint a tile.
 * @param {CanvasRenderingContext2D} context  scaled to CSS pixels
 * @param {import('./tiles.js').TileContent} content
 * @param {object} style  kinds, edge, selected
 * @param {{zoom: number, vacant: string|null, chosen: string|null, hovered: string|null}} marks
 */
export function paintTile(context, content, style, marks) {
  context.lineJoin = 'round';
  if (marks.zoom >= 17) paintShadow(context, content);
  context.lineWidth = marks.zoom >= 16 ? 1 : 0.5;
  context.strokeStyle = style.edge;
  for (const [kind, features] of byKind(content.features, style.kinds)) {
    paintGroup(context, content, features.filter(({ id }) => id !== undefined), style.kinds[kind]);
    context.strokeStyle = FOREIGN_EDGE;
    paintGroup(context, content, features.filter(({ id }) => id === undefined), FOREIGN);
    context.strokeStyle = style.edge;
  }
  if (marks.vacant) paintVacant(context, content, marks.vacant);
  outline(context, content, marks.hovered, style.edge, null, 2);
  outline(context, content, marks.chosen, style.selected, 'rgba(0, 87, 184, 0.28)', 3);
}

/** Fill and outline some buildings. */
function paintGroup(context, content, features, fill) {
  const path = pathOf(features, content);
  context.fillStyle = fill;
  context.fill(path, 'evenodd');
  context.stroke(path);
}

/** A soft shadow to the lower right gives near buildings a body. */
function paintShadow(context, content) {
  const path = pathOf(content.features.filter((feature) => feature.type === 'polygon'), content);
  context.save();
  context.translate(1.5, 2);
  context.fillStyle = 'rgba(60, 50, 35, 0.22)';
  context.fill(path, 'evenodd');
  context.restore();
}

/** Hatch the buildings nobody answers for. */
function paintVacant(context, content, color) {
  const path = pathOf(content.features.filter((feature) => feature.properties.vacant), content);
  context.fillStyle = hatch(context, color);
  context.fill(path, 'evenodd');
  context.lineWidth = 1.2;
  context.strokeStyle = color;
  context.stroke(path);
}

/** Outline one building by its id. */
function outline(context, content, id, color, fill, width) {
  if (id === null) return;
  const path = pathOf(content.features.filter((feature) => String(feature.id) === id), content);
  if (fill) {
    context.fillStyle = fill;
    context.fill(path, 'evenodd');
  }
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke(path);
}
