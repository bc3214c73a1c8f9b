/** Figures of cells as people read them. */

/** Beyond this a cell without a wished range counts as out of it, percent. */
const FAR_PERCENT = 20;

/** `~398 户`: the wave says that some of it is estimated. */
export function householdsText(cell, desk) {
  return desk.text('households', { count: `${cell.estimated ? '~' : ''}${cell.households}` });
}

/** `+4 %`; nothing where there is no mean to deviate from. */
export function deviationText({ deviation_percent: percent }) {
  if (percent === null || percent === undefined) return '';
  const rounded = Math.round(percent);
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : '±'}${Math.abs(rounded)}%`;
}

/** `too_many`, `too_few` or nothing: the word that stands beside the colour. */
export function outOfRange(cell, target) {
  if (!target || cell.kind === 'exclusive') return '';
  const { low, high } = target;
  if (high !== null && high !== undefined && cell.households > high) return 'too_many';
  if (low !== null && low !== undefined && cell.households < low) return 'too_few';
  if ((low ?? high ?? null) !== null) return '';
  if (Math.abs(cell.deviation_percent ?? 0) <= FAR_PERCENT) return '';
  return cell.deviation_percent > 0 ? 'too_many' : 'too_few';
}
