/** Asking our own server: JSON there and back, with the page's token wherever something changes. */

/** An answer that is not what was wished for; status 0 means that there was none. */
export class Refused extends Error {
  /** @param {number} status @param {object} problem  as RFC 9457 has it */
  constructor(status, problem) {
    super(problem.detail || `${status}`);
    Object.assign(this, { status, problem });
  }
}

/** Read an address. */
export function read(url) {
  return ask(url, {});
}

/** Send something that changes the draft. */
export function send(url, body) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token };
  return ask(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Ask, and turn everything but success into one kind of error. */
async function ask(url, options) {
  let response;
  try {
    response = await fetch(url, { ...options, headers: { Accept: 'application/json', ...options.headers } });
  } catch (error) {
    throw new Refused(0, { detail: '', cause: String(error) });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}
