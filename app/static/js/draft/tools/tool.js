/**
 * A tool in the hand: what pointer and keys mean while it is held.
 *
 * @typedef {object} Place
 * @property {[number, number]} at  longitude, latitude
 * @property {[number, number]} unit  on the unit square
 * @property {import('../../map/view.js').View} view
 * @property {boolean} touch
 * @property {boolean} shift
 *
 * @typedef {object} Action  what the bar below the map offers
 * @property {string} words
 * @property {Node[]} [parts]
 * @property {Array<{key: string, run: () => void, main?: boolean, off?: boolean, pressed?: boolean}>} buttons
 */
export class Tool {
  /** @param {import('../editor.js').Editor} editor */
  constructor(editor) {
    this.editor = editor;
  }

  /** Whether a press on the map may belong to the tool rather than move the map. */
  get grabs() {
    return false;
  }

  /** Class that gives the pointer its look. */
  get cursor() {
    return '';
  }

  /** Whether there is something begun that Escape would give up. */
  get busy() {
    return false;
  }

  /** Key of the sentence that says what to do now. */
  get hint() {
    return '';
  }

  /** @returns {Action|null} */
  action() {
    return null;
  }

  start() {}

  stop() {}

  /** @param {Place} place */
  click(place) {}

  /** The pointer is over a place. @param {Place} place */
  hover(place) {}

  /** A press begins. @returns {boolean} whether the tool takes it */
  grab() {
    return false;
  }

  /** The press goes on. */
  drag() {}

  /** The press ends. @param {Place} place @param {boolean} moved */
  drop() {}

  /** Enter. */
  finish() {}

  /** Delete: take the last small thing back. */
  erase() {}

  /** A cell was chosen in the list, if that means something to the tool. @returns {boolean} */
  takeCell() {
    return false;
  }

  /** Give up what was begun. */
  clear() {}

  /** The draft has changed below the tool. */
  refresh() {}

  /** Paint over the map. */
  paint() {}
}
