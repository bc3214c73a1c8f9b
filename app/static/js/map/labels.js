/** Labels that never overlap: the important ones first, each in the fullest form that fits. */

export const FONTS =
  '"PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';
const GAP = 4;
const HALO = 'rgba(255, 255, 255, 0.92)';
const measured = new Map();

/**
 * @typedef {object} Line
 * @property {string} text
 * @property {number} size  pixels
 * @property {string} color
 * @property {number} [weight]
 * @property {{text: string, color: string}} [badge]  small filled number behind the text
 *
 * @typedef {object} Block
 * @property {number} width
 * @property {number} height
 * @property {(context: CanvasRenderingContext2D, x: number, y: number) => void} draw  x: middle, y: top
 *
 * @typedef {object} Label
 * @property {Array<[number, number]>} places  pixels, best first; a block stands with its middle on one
 * @property {number} priority
 * @property {Block[]} variants  fullest first
 * @property {(block: Block, x: number, middle: number) => boolean} [fits]  whether it may stand there
 */

const fontOf = (line) => `${line.weight || 400} ${line.size}px ${FONTS}`;
const badgeWidth = (badge) => (badge ? Math.max(18, 8 + 8 * badge.text.length) + 4 : 0);

/** Width of a text in pixels, remembered. */
function textWidth(context, line) {
  const key = `${fontOf(line)}|${line.text}`;
  if (!measured.has(key)) {
    if (measured.size > 5000) measured.clear();
    context.font = fontOf(line);
    measured.set(key, context.measureText(line.text).width);
  }
  return measured.get(key);
}

const ruler = document.createElement('canvas').getContext('2d');

/** Make a block of centred lines. @param {Line[]} lines @returns {Block} */
export function textBlock(lines) {
  const widths = lines.map((line) => textWidth(ruler, line) + badgeWidth(line.badge));
  const heights = lines.map((line) => line.size * 1.25);
  return {
    width: Math.max(...widths),
    height: heights.reduce((sum, height) => sum + height, 0),
    draw(context, x, y) {
      lines.forEach((line, i) => {
        drawLine(context, line, x - widths[i] / 2, y + heights[i] / 2);
        y += heights[i];
      });
    },
  };
}

/** Write one line with its halo, beginning at x, its middle at y. */
function drawLine(context, line, x, y) {
  context.font = fontOf(line);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.lineJoin = 'round';
  context.lineWidth = Math.max(3, line.size / 4.5);
  context.strokeStyle = HALO;
  context.strokeText(line.text, x, y);
  context.fillStyle = line.color;
  context.fillText(line.text, x, y);
  if (line.badge) drawBadge(context, line.badge, x + textWidth(context, line) + 4, y);
}

/** Draw a filled pill with a number. */
function drawBadge(context, badge, x, y) {
  const width = badgeWidth(badge) - 4;
  context.beginPath();
  context.roundRect(x, y - 9, width, 18, 9);
  context.lineWidth = 3;
  context.stroke();
  context.fillStyle = badge.color;
  context.fill();
  context.fillStyle = '#fff';
  context.textAlign = 'center';
  context.font = `700 12px ${FONTS}`;
  context.fillText(badge.text, x + width / 2, y + 0.5);
}

/** Whether two boxes [x0, y0, x1, y1] overlap. */
const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/**
 * Choose which labels stand, and in which form.
 * @param {Label[]} labels
 * @param {number[][]} taken  boxes of symbols that labels must not cover
 * @returns {Array<{block: Block, x: number, y: number}>}  x: middle, y: top
 */
export function placeLabels(labels, taken) {
  const boxes = [...taken];
  const placed = [];
  for (const label of [...labels].sort((a, b) => b.priority - a.priority)) {
    const found = firstFree(label, boxes);
    if (!found) continue;
    boxes.push(found.box);
    placed.push(found);
  }
  return placed;
}

/** The fullest form of a label at the first of its places where nothing stands yet. */
function firstFree({ variants, places, fits }, boxes) {
  for (const block of variants) {
    const half = block.width / 2 + GAP;
    for (const [x, middle] of places) {
      if (fits && !fits(block, x, middle)) continue;
      const y = middle - block.height / 2;
      const box = [x - half, y - GAP, x + half, y + block.height + GAP];
      if (!boxes.some((other) => overlap(box, other))) return { block, x, y, box };
    }
  }
  return null;
}

/** Collect, choose and write the labels of all layers; the last thing painted on a scene. */
export function paintLabels(context, view, layers) {
  const able = layers.filter((layer) => view.zoom >= layer.minZoom);
  const labels = able.flatMap((layer) => layer.labels?.(view) || []);
  const taken = able.flatMap((layer) => layer.obstacles?.(view) || []);
  const near = labels.filter(({ places: [[x, y]] }) => x > -99 && y > -99
    && x < view.size.x + 99 && y < view.size.y + 99);
  for (const { block, x, y } of placeLabels(near, taken)) block.draw(context, x, y);
}
