/** Lines drawn beside where they run, so that several along one lane can all be seen. */

/** Points nearer to each other than this are one corner, pixels. */
const SAME = 0.5;
/** How much farther than its line a sharp corner may reach. */
const MITRE = 1.6;

/**
 * Shift a line to the right of its direction.
 * @param {Array<[number, number]>} points  on the unit square
 * @param {import('../map/view.js').View} view
 * @param {number} aside  pixels
 * @returns {Array<[number, number]>} pixels
 */
export function beside(points, view, aside) {
  const line = [];
  for (const [u, v] of points) {
    const [x, y] = [view.x(u), view.y(v)];
    const last = line.at(-1);
    if (!last || Math.hypot(x - last[0], y - last[1]) > SAME) line.push([x, y]);
  }
  return line.flatMap(([x, y], i) => {
    const before = i ? normal(line[i - 1], line[i]) : null;
    const after = i + 1 < line.length ? normal(line[i], line[i + 1]) : null;
    return corner(before, after).map(([nx, ny]) => [x + nx * aside, y + ny * aside]);
  });
}

/** The direction to the right of a stretch; y runs down the screen. */
function normal([ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay);
  return [-(by - ay) / length, (bx - ax) / length];
}

/** Where a corner goes: one point, or two where the line turns back on itself. */
function corner(before, after) {
  if (!before || !after) return [before || after || [0, 0]];
  const [x, y] = [before[0] + after[0], before[1] + after[1]];
  const half = (x * x + y * y) / 4;
  if (half < 1 / (MITRE * MITRE)) return [before, after];
  return [[x / 2 / half, y / 2 / half]];
}
