/**
 * Search-as-you-type for whoever shall answer: the field above, the choices below. Without this
 * script the field has a button of its own and the page comes back with the same choices.
 */
const WAIT_MS = 200;

class Choices {
  /** @param {HTMLFormElement} form  `data-choices` names the element that the choices fill */
  constructor(form) {
    this.form = form;
    // The field stands in the form that is sent; an attribute ties it to this one.
    this.input = form.elements.namedItem('q');
    this.box = document.getElementById(form.dataset.choices);
    this.turn = 0;
    form.addEventListener('submit', (event) => this.submitted(event));
    this.input.addEventListener('input', () => this.later());
    this.input.addEventListener('keydown', (event) => this.key(event));
  }

  later() {
    clearTimeout(this.timer);
    this.isStale(true);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  /** Enter looks at once, and takes the first of what is found. */
  async submitted(event) {
    event.preventDefault();
    clearTimeout(this.timer);
    await this.ask();
    this.first()?.click();
  }

  /** What is listed answers an older question until the new answer is here. */
  isStale(stale) {
    this.stale = stale;
    this.box.setAttribute('aria-busy', String(stale));
  }

  /** The arrow leads into the list, once it is the list for what is typed. */
  async key(event) {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    clearTimeout(this.timer);
    if (this.stale) await this.ask();
    this.first()?.focus();
    this.first()?.click();
  }

  first() {
    return this.box.querySelector('input[type=radio]');
  }

  /** Ask for what fits; an answer to an older question is not shown. */
  async ask() {
    const turn = ++this.turn;
    const query = new URLSearchParams(new FormData(this.form));
    try {
      const response = await fetch(`${this.form.dataset.source}?${query}`, { headers: { 'X-Requested-With': 'fetch' } });
      if (!response.ok) throw new Error(`${response.status} ${this.form.dataset.source}`);
      const fragment = await response.text();
      // Our own fragment, escaped by its template.
      if (turn !== this.turn) return;
      this.box.innerHTML = fragment;
      this.isStale(false);
      this.bringIntoView();
    } catch (error) {
      console.warn(error);
      this.box.textContent = this.form.dataset.failed;
    }
  }

  /** On a phone the keyboard leaves little room: the field goes up, the choices come below it. */
  bringIntoView() {
    if (matchMedia('(max-width: 700px)').matches) this.input.scrollIntoView({ block: 'start' });
  }
}

/** Let the search fields in a part of the page answer while one types. @param {ParentNode} part */
export function startChoices(part) {
  for (const form of part.querySelectorAll('form[data-choices]')) new Choices(form);
}
