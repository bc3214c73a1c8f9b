/** The list of what is wrong with a draft: worst first, all of it or one kind. */
import { element } from './elements.js';

const SEVERITIES = ['error', 'warning', 'repaired', 'note'];

/**
 * @param {import('./editor.js').Editor} editor
 * @param {HTMLElement} place
 */
export function startFindings(editor, place) {
  let only = '';
  const parts = Object.fromEntries(['count', 'none', 'kinds'].map((name) => [name, place.querySelector(`[data-${name}]`)]));
  parts.kinds.addEventListener('click', ({ target }) => {
    const kind = target.closest('button')?.dataset.kind;
    if (kind === undefined) return;
    only = kind;
    show();
    parts.kinds.querySelector(`[data-kind="${kind}"]`)?.focus();
  });

  function show() {
    const findings = editor.draft.state.findings || [];
    const found = SEVERITIES.filter((kind) => findings.some(({ severity }) => severity === kind));
    if (!found.includes(only)) only = '';
    parts.count.textContent = findings.length || '';
    parts.none.hidden = findings.length > 0;
    parts.kinds.hidden = found.length < 2;
    parts.kinds.replaceChildren(...['', ...found].map((kind) => chip(editor, findings, kind, kind === only)));
    const shown = only ? findings.filter(({ severity }) => severity === only) : findings;
    place.querySelector('ul').replaceChildren(...shown.map((finding) => line(editor, finding)));
  }

  return { show };
}

/** A button that leaves one kind in the list, with its number. */
function chip(editor, findings, kind, pressed) {
  const count = kind ? findings.filter(({ severity }) => severity === kind).length : findings.length;
  const word = editor.word(kind ? `severity_${kind}` : 'all_findings');
  const button = element('button', { type: 'button', className: 'button finding-kind', data: { kind } }, `${word} ${count}`);
  button.setAttribute('aria-pressed', String(pressed));
  return button;
}

/** One finding; a click shows its place. */
function line(editor, finding) {
  const button = element('button', { type: 'button', className: `finding finding-${finding.severity}` },
    element('b', {}, editor.word(`severity_${finding.severity}`)), ` ${finding.text} `,
    element('span', { className: 'finding-show' }, editor.word('show_on_map')));
  button.addEventListener('click', () => editor.showFinding(finding));
  return element('li', {}, button);
}
