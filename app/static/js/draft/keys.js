/** The keyboard of the editor. */

/** @param {import('./editor.js').Editor} editor */
export function startKeys(editor) {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const typing = event.target.closest('input, textarea, select');
    if (typing) return;
    const run = commandOf(event, editor);
    if (!run) return;
    event.preventDefault();
    run();
  });
}

/** What a key means now, if anything. */
function commandOf(event, editor) {
  const { draft, tool } = editor;
  const { state } = draft;
  const held = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (held && key === 'z' && !event.shiftKey) return state?.can_undo && (() => draft.undo());
  if (held && ((key === 'z' && event.shiftKey) || key === 'y')) return state?.can_redo && (() => draft.redo());
  if (held || event.altKey) return null;
  if (key === 'escape') return () => end(editor);
  if (key === 'delete' || key === 'backspace') return () => tool.erase();
  // On a button Enter presses the button.
  if (key === 'enter' && !event.target.closest('button, a, summary')) return () => tool.finish();
  return null;
}

/** Escape gives up what was begun, then the tool, then what is chosen. */
function end(editor) {
  if (editor.tool.busy) editor.tool.clear();
  else if (editor.name !== 'select') editor.use('select');
  else {
    editor.sketch.point(null);
    editor.desk.selection.choose(null);
  }
}
