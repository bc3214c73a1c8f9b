/** The search box: a combobox after the ARIA pattern, with the results of `?q=`. */
import { fetchJson } from '../map/data_layer.js';
import { reveal } from './room.js';

const WAIT_MS = 180;

/** @typedef {{kind: string, id: number, label: string, detail: string, lon: number, lat: number, bbox: number[]|null}} Hit */

class Search {
  constructor(map, input, list) {
    Object.assign(this, { map, desk: map.desk, input, list, hits: [], active: -1, asked: 0 });
    Object.assign(this, { stale: false, hasty: false });
    input.addEventListener('input', () => this.later());
    input.addEventListener('keydown', (event) => this.key(event));
    input.addEventListener('blur', () => setTimeout(() => this.show(false), 150));
    input.addEventListener('focus', () => this.hits.length && this.show(true));
  }

  later() {
    clearTimeout(this.timer);
    [this.stale, this.hasty] = [true, false];
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const query = this.input.value.trim();
    const turn = ++this.asked;
    if (!query) {
      this.fill([], '');
      return;
    }
    try {
      const url = `${this.desk.options.searchUrl}?q=${encodeURIComponent(query)}`;
      const hits = await fetchJson(url);
      if (turn === this.asked) this.fill(hits, query);
    } catch (error) {
      console.warn(error);
      this.hasty = false;
      this.desk.notices.say(this.desk.text('panel_failed'));
    }
  }

  /** Show hits, or that there are none. @param {Hit[]} hits */
  fill(hits, query) {
    this.hits = hits;
    this.list.replaceChildren(...hits.map((hit, i) => this.option(hit, i)));
    if (query && !hits.length) {
      const none = document.createElement('li');
      none.className = 'search-none';
      none.textContent = this.desk.text('no_results', { query });
      this.list.append(none);
    }
    this.show(Boolean(query));
    this.mark(hits.length ? 0 : -1);
    this.stale = false;
    if (this.hasty) this.take(0);
    this.hasty = false;
  }

  option(hit, i) {
    const line = document.createElement('li');
    line.id = `search-hit-${i}`;
    line.setAttribute('role', 'option');
    line.dataset.kind = hit.kind;
    const kind = document.createElement('span');
    const label = document.createElement('strong');
    const detail = document.createElement('span');
    kind.className = 'search-kind';
    kind.textContent = this.desk.text(`kind_${hit.kind}`);
    label.textContent = hit.label;
    detail.textContent = hit.detail || '';
    line.append(kind, label, detail);
    line.addEventListener('mousedown', (event) => {
      event.preventDefault();
      this.take(i);
    });
    return line;
  }

  show(open) {
    this.list.hidden = !open;
    this.input.setAttribute('aria-expanded', String(open));
  }

  /** Mark the hit that Enter would take. */
  mark(index) {
    this.active = index;
    [...this.list.children].forEach((line, i) => line.setAttribute('aria-selected', String(i === index)));
    const line = this.list.children[index];
    if (this.hits.length && line) {
      this.input.setAttribute('aria-activedescendant', line.id);
      line.scrollIntoView({ block: 'nearest' });
    } else {
      this.input.removeAttribute('aria-activedescendant');
    }
  }

  key(event) {
    const count = this.hits.length;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && count) {
      this.show(true);
      this.mark((this.active + steps[event.key] + count) % count);
    } else if (event.key === 'Enter' && this.stale) {
      // What is listed answers an older question: the first hit for this one is taken when it comes.
      this.hasty = true;
    } else if (event.key === 'Enter' && this.active >= 0) {
      this.take(this.active);
    } else if (event.key === 'Escape' && !this.list.hidden) {
      this.show(false);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Go to a hit and choose it. */
  take(index) {
    const hit = this.hits[index];
    if (!hit) return;
    this.show(false);
    const { lon, lat, bbox } = hit;
    const box = bbox || (Number.isFinite(lon) ? [lon, lat, lon, lat] : undefined);
    const hint = { focus: true, box };
    if (!this.desk.selection.choose(hit, hint)) reveal(this.map, hint);
  }
}

/** Start the search box of the page, if the page has one. @param {L.Map} map */
export function startSearch(map) {
  const input = document.querySelector('#map-search');
  const list = document.querySelector('#map-search-hits');
  if (input && list && map.desk.options.searchUrl) new Search(map, input, list);
}
