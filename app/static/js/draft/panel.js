/** The list beside the map: every cell with its figures, the chosen one in detail, what is wrong. */
import { cardOf } from './card.js';
import { element } from './elements.js';
import { startFindings } from './findings.js';
import { deviationText, householdsText, outOfRange } from './figures.js';

/** Deviation at which the small bar is full, percent. */
const FULL = 50;

/** @param {import('./editor.js').Editor} editor */
export function startPanel(editor) {
  const find = (name) => document.querySelector(`[data-${name}]`);
  const parts = { list: find('cells'), findings: find('findings'), target: find('target'), card: find('card') };
  const findings = startFindings(editor, parts.findings);
  const { bus, selection } = editor.desk;
  bus.on('draft', () => {
    parts.target.textContent = targetText(editor);
    parts.list.replaceChildren(...editor.draft.cells.map((cell) => row(editor, cell)));
    findings.show();
    showCard(editor, parts.card);
    markRows(parts.list, selection.idOf('cell'));
  });
  bus.on('select', () => {
    markRows(parts.list, selection.idOf('cell'));
    showCard(editor, parts.card);
    editor.cells.repaint();
  });
  document.querySelector('[data-renumber]')?.addEventListener('click', () => editor.step({ kind: 'renumber' }));
}

/** What every cell should have. */
function targetText(editor) {
  const { target } = editor.draft.state;
  const count = editor.draft.cells.length;
  if (!target) return editor.word('cells_count', { count });
  const mean = Math.round(target.mean_households);
  const range = target.low !== null && target.low !== undefined;
  return editor.word(range ? 'target_range' : 'target_mean', { count, mean, low: target.low, high: target.high });
}

/** One line of the list. */
function row(editor, cell) {
  const out = outOfRange(cell, editor.draft.state.target);
  const line = element('button', { type: 'button', className: 'cell-row', data: { cell: cell.id } },
    element('span', { className: `cell-swatch tint-${Math.abs(cell.tint) % 8}` }, cell.code?.slice(-3) || ''),
    element('span', { className: 'cell-name' }, cell.name || editor.word('nameless')),
    element('span', { className: 'cell-households' }, householdsText(cell, editor.desk)),
    deviation(editor, cell, out),
    element('span', { className: 'cell-more' }, editor.word('row_more', { buildings: cell.buildings, people: cell.people_on_duty })),
    cell.by_hand > 0 && element('span', { className: 'cell-by-hand' }, editor.word('by_hand_count', { count: cell.by_hand })),
    cell.findings > 0 && element('span', { className: 'cell-findings' }, editor.word('findings_count', { count: cell.findings })));
  line.addEventListener('click', (event) => {
    editor.chooseCell(cell.id);
    // Whoever clicked goes on with the tool: Enter then belongs to it, not to this line.
    if (event.detail && editor.name !== 'select') editor.map.getContainer().focus({ preventScroll: true });
  });
  return element('li', {}, line);
}

/** How far from the mean: a bar from the middle, the figure, and a word when it is out of range. */
function deviation(editor, cell, out) {
  const percent = cell.deviation_percent ?? 0;
  const bar = element('meter', { className: 'visually-hidden', min: -100, max: 100, value: percent });
  const track = element('span', { className: 'cell-bar', ariaHidden: 'true' });
  track.append(barOf(Math.max(-1, Math.min(1, percent / FULL)), Boolean(out)));
  const words = element('span', { className: out ? 'cell-out' : '' },
    `${deviationText(cell)}${out ? ` ${editor.word(out)}` : ''}`);
  bar.setAttribute('aria-label', editor.word('deviation'));
  return element('span', { className: 'cell-deviation' }, track, words);
}

/** The bar as a picture: its length is a figure, which a strict page gives to no style. */
function barOf(share, out) {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawing.setAttribute('viewBox', '-50 0 100 8');
  const bar = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  bar.setAttribute('x', String(share < 0 ? share * 50 : 0));
  bar.setAttribute('width', String(Math.max(Math.abs(share) * 50, 1)));
  bar.setAttribute('height', '8');
  bar.setAttribute('class', out ? 'bar-out' : 'bar-in');
  drawing.append(bar);
  return drawing;
}

/** Mark the chosen line, and bring it into view. */
function markRows(list, chosen) {
  for (const line of list.querySelectorAll('.cell-row')) {
    const here = line.dataset.cell === chosen;
    line.setAttribute('aria-pressed', String(here));
    if (here) line.scrollIntoView({ block: 'nearest' });
  }
}

/** Show the chosen cell, unless somebody is just writing into its form. */
function showCard(editor, place) {
  const cell = editor.draft.cell(editor.desk.selection.idOf('cell'));
  const same = cell && place.dataset.shown === String(cell.id);
  if (same && place.querySelector('form')?.dataset.dirty) return;
  place.hidden = !cell;
  place.dataset.shown = cell ? cell.id : '';
  place.replaceChildren(...(cell ? [cardOf(editor, cell)] : []));
}
