/** How lanes are drawn while they are chosen, and which of them is meant by a tap. */

/**
 * Draw what differs from every lane of the cell: left out dashed and crossed, added firm. While
 * lanes are chosen, all others are drawn, too, so that one sees where to tap.
 */
export function paintLanes(context, view, lanes, inks) {
  for (const lane of lanes.all) {
    const kind = lane.own === lane.walked ? (lanes.choosing ? (lane.own ? 'walked' : 'near') : null) : lane.own ? 'out' : 'added';
    if (lane === lanes.pointed) paint(context, pixels(lane, view), POINTED);
    if (kind) paint(context, pixels(lane, view), STYLES[kind](inks));
  }
}

function pixels(lane, view) {
  return lane.at.map(([x, y]) => [view.x(x), view.y(y)]);
}

const POINTED = { color: 'rgb(255 214 0)', width: 16, alpha: 0.75 };
const STYLES = {
  walked: (inks) => ({ color: inks.walked, width: 9, alpha: 0.28 }),
  near: (inks) => ({ color: inks.near, width: 7, alpha: 0.3 }),
  added: (inks) => ({ color: inks.walked, width: 10, alpha: 0.55 }),
  out: (inks) => ({ color: inks.out, width: 4, alpha: 1, dash: [3, 7], crossed: true }),
};

function paint(context, points, { color, width, alpha, dash = [], crossed }) {
  context.save();
  context.globalAlpha = alpha;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  points.forEach(([x, y], i) => context[i ? 'lineTo' : 'moveTo'](x, y));
  context.stroke();
  context.setLineDash([]);
  if (crossed) {
    const [x, y] = halfway(points);
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(x - 6, y - 6);
    context.lineTo(x + 6, y + 6);
    context.moveTo(x + 6, y - 6);
    context.lineTo(x - 6, y + 6);
    context.stroke();
  }
  context.restore();
}

/** The point in the middle of a line. */
function halfway(points) {
  const steps = points.slice(1).map(([x, y], i) => Math.hypot(x - points[i][0], y - points[i][1]));
  let rest = steps.reduce((sum, step) => sum + step, 0) / 2;
  const i = steps.findIndex((step) => (rest -= step) <= 0);
  if (i < 0) return points[0];
  const share = steps[i] ? 1 + rest / steps[i] : 0;
  return points[i].map((value, axis) => value + share * (points[i + 1][axis] - value));
}

/** The lane nearest to a place of the unit square, if one is within reach. */
export function nearestLane(lanes, place, reach) {
  let [best, least] = [null, reach];
  for (const lane of lanes) {
    for (let i = 1; i < lane.at.length; i++) {
      const away = awayFrom(place, lane.at[i - 1], lane.at[i]);
      if (away < least) [best, least] = [lane, away];
    }
  }
  return best;
}

function awayFrom([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const size = dx * dx + dy * dy;
  const t = size ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / size)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
