/** Two worked at once: explains who did what, shows the newest, and offers the own step again. */
import { button } from './elements.js';

/** @param {import('./editor.js').Editor} editor */
export function startConflicts(editor) {
  const dialog = document.querySelector('#draft-conflict');
  editor.desk.bus.on('conflict', ({ problem, request }) => {
    dialog.querySelector('[data-what]').textContent = whatHappened(editor, problem);
    dialog.querySelector('[data-newest]').onclick = () => {
      dialog.close();
      editor.draft.take(problem.state, 'foreign');
      offerAgain(editor, request);
    };
    // Whichever way the dialog is put away, work goes on from the newest.
    dialog.oncancel = (event) => {
      event.preventDefault();
      dialog.querySelector('[data-newest]').click();
    };
    dialog.showModal();
  });
}

/** Who did what, and when. */
function whatHappened(editor, { by, at, what }) {
  const time = at ? new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) : '';
  return editor.word('conflict', { name: by || editor.word('somebody'), time, what });
}

/** Offer the step that was not done once more, if what it speaks of is still there. */
function offerAgain(editor, request) {
  const { notices } = editor.desk;
  if (!request.step.kind || !stillThere(editor, request.step)) {
    notices.say(editor.word('gone'));
    return;
  }
  const put = () => { notices.news.hidden = true; };
  const again = button(editor.word('again'), () => {
    put();
    editor.draft.queue(request);
  });
  const buttons = document.createElement('span');
  buttons.append(again, button(editor.word('leave'), put));
  notices.say(editor.word('again_question'), buttons);
}

/** Whether the cells of which a step speaks are still in the draft; what undoing meant is over. */
function stillThere({ draft }, { cell, cells = [], to }) {
  const named = [cell, ...cells, Number.isInteger(to) ? to : undefined];
  return named.every((id) => id === undefined || draft.cell(id));
}
