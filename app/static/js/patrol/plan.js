/**
 * The plan as the server has it. Each step is sent at once, one after another; what the server
 * answers is what is shown.
 */
import { Refused, read, send } from '../draft/ask.js';

/**
 * @typedef {object} PlanStop  as `app/web/patrols/show.py` writes it
 * @property {number} id
 * @property {string} key
 * @property {number} sequence
 * @property {string} name
 * @property {string} kind
 * @property {boolean} removable
 * @property {number} leg_m
 * @property {number} minute
 * @property {boolean} locked
 * @property {[number, number]} point
 */

export class Plan {
  /** @param {import('../map/desk.js').Desk} desk */
  constructor(desk) {
    const { settings } = desk;
    Object.assign(this, { desk, urls: settings.urls, editable: settings.editable, routes: [], unreachable: [] });
    Object.assign(this, { chosen: null, waits: false, version: null });
  }

  /** All stops with their route. @returns {Array<{stop: PlanStop, route: object}>} */
  get stops() {
    return this.routes.flatMap((route) => route.stops.map((stop) => ({ stop, route })));
  }

  /** The chosen stop with its route. */
  get picked() {
    return this.stops.find(({ stop }) => stop.key === this.chosen);
  }

  /** Whether stops can be changed here: not those of a plan that walks every lane. */
  get changeable() {
    return this.editable && this.stops.length > 0;
  }

  async load() {
    this.take(await read(this.urls.state));
  }

  take(state) {
    Object.assign(this, state);
    this.desk.bus.emit('plan', this);
  }

  /** Choose a stop by the key that it keeps from version to version. */
  choose(key) {
    this.chosen = key;
    this.desk.bus.emit('chosen', key);
  }

  /** Send a step. @returns {Promise<boolean>} whether it was done */
  async step(step, said) {
    if (this.waits) return false;
    this.wait(true);
    try {
      this.take(await send(this.urls.steps, { ...step, version: this.version }));
      if (said) this.desk.notices.say(said);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refused(error);
      return false;
    } finally {
      this.wait(false);
    }
  }

  wait(waits) {
    this.waits = waits;
    this.desk.bus.emit('waits', waits);
  }

  refused({ status, problem }) {
    const { desk } = this;
    if (problem.state) this.take(problem.state);
    else this.desk.bus.emit('plan', this);
    if (problem.state) desk.notices.say(desk.text('overtaken'));
    else if (status) desk.notices.say(desk.text('not_done', { why: problem.detail || '' }));
    else desk.notices.say(desk.text('no_answer'));
  }
}
