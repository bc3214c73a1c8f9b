/** Making elements of the page without markup in strings: texts stay texts. */

/**
 * @param {string} tag
 * @param {object} properties  set on the element; `data` goes to its data attributes
 * @param {...(Node|string|null|false)} children
 */
export function element(tag, { data = {}, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  Object.assign(made.dataset, data);
  made.append(...children.filter((child) => child || child === 0));
  return made;
}

/** A button with its word. */
export function button(words, run, properties = {}) {
  const made = element('button', { type: 'button', className: 'button', ...properties }, words);
  made.addEventListener('click', run);
  return made;
}
