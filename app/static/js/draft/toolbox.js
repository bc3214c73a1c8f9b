/** The tools over the map, the sentence that says what to do, and the bar that finishes it. */
import { button } from './elements.js';
import { putSheet } from './sheet.js';

export class Toolbox {
  /** @param {import('./editor.js').Editor} editor */
  constructor(editor) {
    this.editor = editor;
    this.hint = document.querySelector('[data-hint]');
    this.bar = document.querySelector('[data-action]');
    this.buttons = [...document.querySelectorAll('[data-tool]')];
    for (const one of this.buttons) one.addEventListener('click', () => this.take(one.dataset.tool));
    for (const name of ['undo', 'redo']) {
      this[name] = document.querySelector(`[data-do=${name}]`);
      this[name]?.addEventListener('click', () => editor.draft[name]());
    }
    editor.desk.bus.on('draft', () => this.showUndo());
    editor.use('select');
    this.show();
  }

  /** Take a tool; keys then go to the map, not to the button once more. */
  take(name) {
    this.editor.use(name);
    putSheet(name !== 'select');
    this.editor.map.getContainer().focus({ preventScroll: true });
  }

  /** Say which tool is in hand and what it wants. */
  show() {
    const { editor } = this;
    for (const one of this.buttons) {
      one.setAttribute('aria-pressed', String(one.dataset.tool === editor.name));
    }
    const words = editor.word(editor.tool.hint);
    if (this.hint.textContent !== words) this.hint.textContent = words;
    this.showAction(editor.tool.action());
  }

  /** Show the bar of the tool; the button that was pressed keeps the focus. */
  showAction(action) {
    const focused = this.bar.contains(document.activeElement) && document.activeElement.dataset.key;
    this.bar.hidden = !action;
    if (!action) return;
    const words = document.createElement('span');
    words.textContent = action.words;
    const buttons = action.buttons.map(({ key, run, main, off, pressed }) => {
      const one = button(this.editor.word(key), run, { disabled: Boolean(off) });
      one.dataset.key = key;
      one.classList.toggle('button-main', Boolean(main));
      if (pressed !== undefined) one.setAttribute('aria-pressed', String(pressed));
      return one;
    });
    this.bar.replaceChildren(words, ...(action.parts || []), ...buttons);
    if (focused) this.bar.querySelector(`[data-key=${focused}]`)?.focus();
  }

  /** Say what can be taken back, and what done again. */
  showUndo() {
    const { state } = this.editor.draft;
    for (const name of ['undo', 'redo']) {
      if (!this[name]) continue;
      this[name].disabled = !state[`can_${name}`];
      const label = state[`${name}_label`];
      this[name].title = label ? `${this.editor.word(name)}: ${label}` : this.editor.word(name);
    }
  }
}
