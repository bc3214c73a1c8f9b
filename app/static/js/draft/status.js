/** Says whether everything is stored, what was refused and why, and who else is here. */
import { button } from './elements.js';

/** @param {import('./editor.js').Editor} editor */
export function startStatus(editor) {
  const { bus } = editor.desk;
  const line = document.querySelector('[data-status]');
  const here = document.querySelector('[data-editors]');
  let silent = false;
  const show = () => {
    const key = editor.draft.waiting ? 'sending' : silent ? 'silent' : 'stored';
    line.textContent = editor.word(key);
    line.dataset.state = key;
  };
  if (editor.editable) {
    bus.on('sending', show);
    bus.on('silent', (now) => {
      silent = now;
      show();
    });
  }
  bus.on('refused', (news) => tellRefusal(editor, news));
  bus.on('draft', ({ why }) => {
    // What was refused before is of no interest once something was done.
    if (!['loaded', 'foreign', 'kept'].includes(why)) editor.desk.notices.news.hidden = true;
    if (why === 'loaded' && editor.editable) show();
    if (why === 'foreign') tellForeign(editor);
    showEditors(editor, here);
  });
  bus.on('editors', () => showEditors(editor, here));
}

/** Say why a step was not done; without an answer it can be sent again. */
function tellRefusal(editor, { error, request }) {
  const { notices } = editor.desk;
  if (error.status) {
    notices.say(editor.word('not_done', { why: error.problem.detail || editor.word('refused') }), closing(editor));
    return;
  }
  const again = button(editor.word('retry'), () => {
    notices.news.hidden = true;
    editor.draft.queue(request);
  });
  notices.say(editor.word('no_answer'), again);
}

/** A button that puts a notice away: what was refused stays readable until then. */
function closing(editor) {
  return button(editor.word('understood'), () => { editor.desk.notices.news.hidden = true; });
}

/** Somebody else has changed the draft, and it is shown. */
function tellForeign(editor) {
  const other = (editor.draft.state.editors || []).find(({ me }) => !me);
  editor.say('foreign', { name: other ? other.name : editor.word('somebody') });
}

/** Name the others who have the draft open. */
function showEditors(editor, here) {
  const others = (editor.draft.state.editors || []).filter(({ me }) => !me).map(({ name }) => name);
  here.hidden = !others.length;
  here.textContent = others.length ? editor.word('also_here', { names: others.join('、') }) : '';
}
