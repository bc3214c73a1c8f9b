/** What the page does beside its map: choosing is asking, and what takes long comes after. */

/** A choice in a list asks at once; days are sent by the button beside them. */
export function startFilter() {
  const form = document.querySelector('.analysis-filter');
  form.addEventListener('change', ({ target }) => {
    if (target.matches('.analysis-filter > .field > select')) form.requestSubmit();
  });
}

/** Fetch the parts that take their time: the page stands already. */
export function loadFragments() {
  document.querySelectorAll('[data-fragment]').forEach(load);
}

async function load(box) {
  try {
    const response = await fetch(box.dataset.fragment, { headers: { 'X-Requested-With': 'fetch' } });
    if (!response.ok) throw new Error(`${response.status} ${box.dataset.fragment}`);
    // A fragment of our own server, escaped by its templates.
    box.innerHTML = await response.text();
  } catch (error) {
    console.warn(error);
    box.textContent = box.dataset.failed;
  }
}
