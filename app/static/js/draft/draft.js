/**
 * The draft as the server has it. Each step is sent at once and in its turn, so nothing is ever
 * kept only here; what the server answers is what is shown.
 */
import { Refused, read, send } from './ask.js';

const POLL_MS = 5000;

/**
 * @typedef {object} Cell  figures of a cell as the server counts them
 * @property {number} id
 * @property {string} code
 * @property {string} name
 * @property {string} kind
 * @property {number} tint
 * @property {number} households
 * @property {boolean} estimated
 * @property {number} buildings
 * @property {number} people_on_duty
 * @property {number} deviation_percent
 * @property {number} findings
 */

export class Draft {
  /**
   * @param {{state: string, steps: string, undo: string, redo: string}} urls
   * @param {import('../map/bus.js').Bus} bus  told of `draft`, `sending`, `refused`, `conflict`, `silent`
   */
  constructor(urls, bus) {
    Object.assign(this, { urls, bus, state: null, features: new Map(), waiting: 0, epoch: 0 });
    this.turn = Promise.resolve();
  }

  /** @returns {Cell[]} */
  get cells() {
    return this.state?.cells || [];
  }

  /** Figures of one cell. @returns {Cell|undefined} */
  cell(id) {
    return this.cells.find((cell) => String(cell.id) === String(id));
  }

  /** Read everything anew. */
  async load() {
    this.take(await read(this.urls.state), 'loaded');
  }

  /** Take a state in: a whole one, or one with the changed cells only. */
  take(state, why) {
    if (!state.removed) this.features.clear();
    for (const id of state.removed || []) this.features.delete(String(id));
    for (const feature of state.cells_geojson?.features || []) {
      this.features.set(String(feature.properties.id ?? feature.id), feature);
    }
    this.state = { ...this.state, ...state };
    this.bus.emit('draft', { why });
  }

  /** Send a step, after those before it. @returns {Promise<boolean>} whether it was done */
  step(step) {
    return this.queue({ url: this.urls.steps, why: step.kind, step });
  }

  /** Take the last step back. */
  undo() {
    return this.queue({ url: this.urls.undo, why: 'undo', step: {} });
  }

  /** Do again what was taken back. */
  redo() {
    return this.queue({ url: this.urls.redo, why: 'redo', step: {} });
  }

  /** Let a request wait its turn; whoever waits behind a refused one is not sent any more. */
  queue(request) {
    const { epoch } = this;
    this.count(1);
    const done = this.turn.then(() => (epoch === this.epoch ? this.post(request) : false));
    this.turn = done.finally(() => this.count(-1));
    return done;
  }

  count(change) {
    this.waiting += change;
    this.bus.emit('sending', { waiting: this.waiting });
  }

  async post(request) {
    try {
      const answer = await send(request.url, { ...request.step, revision: this.state.revision });
      this.take(answer, request.why);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.epoch += 1;
      this.refused(error, request);
      return false;
    }
  }

  /** Tell what became of a request that was not done. */
  refused(error, request) {
    if (error.status === 409 && error.problem.state) this.bus.emit('conflict', { problem: error.problem, request });
    else this.bus.emit('refused', { error, request });
    // What a tool showed before the answer came gives way to what holds.
    this.bus.emit('draft', { why: 'kept' });
  }

  /** Ask now and then who else is here and what they did, while anybody looks. */
  watch() {
    setInterval(() => { if (!document.hidden && !this.waiting) this.poll(); }, POLL_MS);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.poll(); });
  }

  async poll() {
    const { revision } = this.state;
    try {
      const news = await read(`${this.urls.state}?since=${revision}`);
      // Whoever sent a step in the meantime knows better than this older answer.
      if (this.waiting || this.state.revision !== revision) return;
      if (news.cells) this.take(news, 'foreign');
      else this.bus.emit('editors', Object.assign(this.state, news).editors || []);
      this.bus.emit('silent', false);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.bus.emit('silent', true);
    }
  }
}
