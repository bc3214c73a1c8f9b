/** The label of a cell: last digits of its code large, name, leader, open issues as a badge. */
import { textBlock } from './labels.js';

const OPEN = '#4a5560';
const OVERDUE = '#c4161c';

/** Last three digits of a cell's code, or its name where it has no code. */
export function shortCode(properties) {
  return properties.code ? String(properties.code).slice(-3) : properties.name || '';
}

/**
 * Give the forms of a cell's label, fullest first, that the cell has room for on the screen.
 * @param {object} properties  of the cell
 * @param {string} ink
 * @param {[number, number]} room  width and height of the cell in pixels
 * @param {object} desk
 */
export function cellBlocks(properties, ink, room, desk) {
  const badge = badgeOf(properties);
  const code = { text: shortCode(properties), size: 22, weight: 700, color: ink, badge };
  const name = { text: properties.name || '', size: 13, weight: 600, color: '#1f2a33' };
  if (properties.mine === false) return [textBlock([{ ...code, size: 16, weight: 600 }])];
  const forms = [[code, name, leaderLine(properties, desk)], [code, name], [code], [{ ...code, size: 16, badge: undefined }]];
  const used = properties.code && properties.name ? forms : [[code, forms[0][2]], [code], forms[3]];
  const [width, height] = [Math.max(room[0], 40), Math.max(room[1], 20)];
  return used.map(textBlock).filter((block) => block.width < width && block.height < height);
}

/** Badge with the number of open issues, red when some are overdue; none when all is quiet. */
function badgeOf(properties) {
  if (!properties.open_issues) return undefined;
  const text = properties.overdue_issues ? `! ${properties.open_issues}` : `${properties.open_issues}`;
  return { text, color: properties.overdue_issues ? OVERDUE : OPEN };
}

/** Who leads the cell, or that nobody does. */
function leaderLine(properties, desk) {
  if (properties.leader) {
    return { text: desk.text('leader', { name: properties.leader }), size: 12, color: '#33404a' };
  }
  return { text: desk.text('no_leader'), size: 12, weight: 600, color: desk.vacantColor };
}
