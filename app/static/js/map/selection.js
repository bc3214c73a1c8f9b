/** What is chosen and what the pointer is over: one model for map, panel and address bar. */

/** @typedef {{kind: string, id: string}} Thing */

export class Selection {
  /** @param {import('./bus.js').Bus} bus */
  constructor(bus) {
    Object.assign(this, { bus, thing: null, over: null });
  }

  /**
   * Choose a thing, or nothing.
   * @param {Thing|null} thing
   * @param {object} [hint]  what is known of it
   * @returns {boolean} whether that was a change
   */
  choose(thing, hint = {}) {
    if (same(thing, this.thing)) return false;
    const before = this.thing;
    this.thing = thing && { kind: thing.kind, id: String(thing.id) };
    this.bus.emit('select', { thing: this.thing, before, hint });
    return true;
  }

  /** Say what the pointer is over. @param {Thing|null} thing */
  hover(thing) {
    if (same(thing, this.over)) return;
    const before = this.over;
    this.over = thing && { kind: thing.kind, id: String(thing.id) };
    this.bus.emit('hover', { thing: this.over, before });
  }

  /** Id of the chosen thing if it is of this kind. */
  idOf(kind) {
    return this.thing?.kind === kind ? this.thing.id : null;
  }

  /** Id of the thing under the pointer if it is of this kind. */
  hoverOf(kind) {
    return this.over?.kind === kind ? this.over.id : null;
  }
}

/** Whether two things are the same. */
function same(a, b) {
  return a === b || (Boolean(a && b) && a.kind === b.kind && String(a.id) === String(b.id));
}

/** Read `cell:12`. @returns {Thing|null} */
export function parseThing(text) {
  const match = /^([a-z]+):([\w-]+)$/.exec(text || '');
  return match && { kind: match[1], id: match[2] };
}
