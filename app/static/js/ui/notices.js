/** What the map has to say: one line for news, one for hints, one mark that stays. */
export class Notices {
  /** @param {HTMLElement} container @param {(key: string, values?: object) => string} text */
  constructor(container, text) {
    this.text = text;
    this.box = L.DomUtil.create('div', 'map-notices', container);
    this.news = L.DomUtil.create('div', 'map-notice', this.box);
    this.news.setAttribute('role', 'status');
    this.news.hidden = true;
    this.hinted = L.DomUtil.create('div', 'map-notice map-hint', this.box);
    this.hinted.hidden = true;
    L.DomEvent.disableClickPropagation(this.box);
  }

  /** Say something for a while. */
  say(words, action) {
    clearTimeout(this.timer);
    this.news.replaceChildren(words);
    if (action) this.news.append(action);
    this.news.hidden = false;
    if (!action) this.timer = setTimeout(() => { this.news.hidden = true; }, 6000);
  }

  /** Keep a hint standing; none when empty. */
  hint(words) {
    this.hinted.textContent = words;
    this.hinted.hidden = !words;
  }

  /** Put a mark on the map that stays, on paper too. */
  mark(words) {
    L.DomUtil.create('div', 'map-mark', this.box).textContent = words;
  }

  /** Say that a layer could not be loaded, and offer another try. */
  failed(layer, error, again) {
    console.warn(layer, error);
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = this.text('retry');
    button.addEventListener('click', () => {
      this.news.hidden = true;
      again();
    });
    this.say(this.text('layer_failed', { layer }), button);
  }

  /** Say that not everything is drawn. */
  truncated(layer) {
    this.say(this.text('more_in_view', { layer }));
  }
}
