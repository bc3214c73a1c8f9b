/** Point symbols: each state has its own shape as well as its colour. */
import { FONTS } from './labels.js';

const TAU = 2 * Math.PI;

const OUTLINES = {
  green: (context, r) => context.arc(0, 0, r * 0.9, 0, TAU),
  yellow(context, r) {
    context.moveTo(0, -r * 1.1);
    context.lineTo(r * 1.1, r * 0.85);
    context.lineTo(-r * 1.1, r * 0.85);
    context.closePath();
  },
  red(context, r) {
    context.moveTo(0, -r * 1.2);
    context.lineTo(r * 1.2, 0);
    context.lineTo(0, r * 1.2);
    context.lineTo(-r * 1.2, 0);
    context.closePath();
  },
};

/** The worst of several lights. */
export function worst(lights) {
  return ['red', 'yellow', 'green'].find((light) => lights.includes(light)) || 'done';
}

/** Draw the symbol of one issue, or of a group with its number. */
export function drawIssue(context, { x, y, light, count, chosen, quiet }, colors) {
  const radius = (quiet ? 4 : count > 1 ? 12 : 8) + (chosen ? 3 : 0);
  context.save();
  context.translate(x, y);
  context.lineJoin = 'round';
  context.beginPath();
  if (count > 1 && !quiet) context.arc(0, 0, radius, 0, TAU);
  else (OUTLINES[light] || OUTLINES.green)(context, radius);
  context.lineWidth = chosen ? 6 : quiet ? 2 : 4;
  context.strokeStyle = chosen ? '#0057b8' : '#fff';
  context.stroke();
  context.fillStyle = colors[light] || colors.green;
  context.fill();
  if (quiet) {
    context.restore();
    return;
  }
  const mark = count > 1 ? String(count) : ['red', 'yellow'].includes(light) ? '!' : '';
  context.fillStyle = '#fff';
  context.font = `700 ${count > 1 ? 13 : radius + 4}px ${FONTS}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(mark, 0, light === 'yellow' && count === 1 ? 1.5 : 0.5);
  context.restore();
}

/** Draw the number of a stop in a ring. */
export function drawStop(context, x, y, number, color) {
  context.beginPath();
  context.arc(x, y, 9.5, 0, TAU);
  context.fillStyle = '#fff';
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = color;
  context.stroke();
  context.fillStyle = color;
  context.font = `700 ${number > 99 ? 9 : 11}px ${FONTS}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(number), x, y + 0.5);
}
