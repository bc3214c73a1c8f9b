/**
 * Ticks on their way: kept on this phone until the server has them, sent whenever there is signal.
 * A tick says which stop and when; it says neither who nor where.
 */
const KEY = 'wangge.ticks';
const AGAIN_MS = 30_000;
/** The server believes no clock beyond this, and whoever walked has gone home long ago. */
const OLDEST_MS = 2 * 24 * 3600 * 1000;
const NO_STOP = 'no_stop';

export class Outbox {
  /**
   * @param {object} route  as the page has it
   * @param {HTMLElement} line  says what waits
   * @param {(text: string, values: object) => string} fill
   * @param {(stops: number[]) => void} onVisited  told which stops the server knows as visited
   */
  constructor(route, line, fill, onVisited) {
    Object.assign(this, { route, line, fill, onVisited, signedOut: false, sent: false });
  }

  start() {
    addEventListener('online', () => this.flush());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.flush());
    setInterval(() => this.waiting().length && this.flush(), AGAIN_MS);
    this.flush();
  }

  /** Keep a tick, and send it if that goes. */
  put(stop) {
    const tick = { url: this.route.ticks, stop, at: new Date().toISOString() };
    // Ticked again after going back: the first time holds, as it does on the server.
    if (!read().some((one) => same(one, tick))) write([...read(), tick]);
    this.tell();
    this.flush();
  }

  /** What this phone still has to send. */
  waiting() {
    return read().filter(({ at }) => Date.now() - Date.parse(at) < OLDEST_MS);
  }

  /** Send all, one page of this site at a time. */
  async flush() {
    this.tell();
    if (!this.waiting().length || !navigator.onLine) return;
    await alone(async () => {
      const urls = new Set(this.waiting().map(({ url }) => url));
      for (const url of urls) await this.send(url);
    });
    this.tell();
  }

  async send(url) {
    const ticks = this.waiting().filter((one) => one.url === url);
    const answer = await post(this.route.token, url, ticks);
    this.signedOut = answer?.status === 401;
    if (!answer?.ok) return;
    const { taken, left, visited } = await answer.json();
    const never = left.filter(({ why }) => why === NO_STOP).map(({ stop }) => stop);
    const unasked = left.filter(({ why }) => why !== NO_STOP).map(({ stop }) => stop);
    const gone = ticks.filter(({ stop }) => taken.includes(stop) || never.includes(stop));
    // Read anew: a tick may have been added while we waited for the answer.
    const rest = read().filter((one) => !gone.some((each) => same(each, one)));
    write(rest.map((one) => (one.url === url ? { ...one, unasked: unasked.includes(one.stop) } : one)));
    this.sent ||= taken.length > 0;
    if (url === this.route.ticks) this.onVisited(visited);
  }

  /** Say what waits, or that all is sent. */
  tell() {
    const all = this.waiting();
    const unasked = all.filter((one) => one.unasked).length;
    const { words } = this.route;
    const count = all.length;
    const say = (key) => this.fill(words[key], { count });
    if (!count) this.line.textContent = this.sent ? words.sent : '';
    else if (this.signedOut) this.line.textContent = say('sign_in');
    else this.line.textContent = unasked === count ? say('unasked') : say('waiting');
    this.line.dataset.state = count ? 'bad' : 'good';
  }
}

function same(one, other) {
  return one.url === other.url && one.stop === other.stop;
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
}

function write(ticks) {
  localStorage.setItem(KEY, JSON.stringify(ticks));
}

/** Of several open pages one sends at a time. */
function alone(work) {
  return navigator.locks ? navigator.locks.request(KEY, work) : work();
}

/** Post ticks with a fresh token, as the page may be days old; nothing where there is no answer. */
async function post(tokenUrl, url, ticks) {
  try {
    const asked = await fetch(tokenUrl, { headers: { Accept: 'application/json' }, cache: 'no-store' });
    if (!asked.ok) return asked;
    const { token } = await asked.json();
    const body = JSON.stringify({ ticks: ticks.map(({ stop, at }) => ({ stop, at })) });
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': token };
    return await fetch(url, { method: 'POST', headers, body });
  } catch {
    return null;
  }
}
