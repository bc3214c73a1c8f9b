/**
 * Forms inside the panel: a link with `data-form` opens its page's form here, and what was done
 * is shown at once by panel and map. Without this script the same links lead to whole pages.
 */
import { startChoices } from '../people/choices.js';
import { startTicks } from '../people/ticks.js';

const ASKED = { headers: { 'X-Requested-With': 'fetch' } };

/**
 * @param {import('../map/desk.js').Desk} desk
 * @param {HTMLElement} body  of the panel
 * @param {() => Promise<void>} showAgain  shows the chosen thing as it is now
 */
export function startPanelForms(desk, body, showAgain) {
  const work = { desk, body, showAgain };
  body.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-form]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(work, link.href);
  });
  body.addEventListener('submit', (event) => {
    if (!event.target.matches('form[data-send]')) return;
    event.preventDefault();
    send(work, event.target, event.submitter);
  });
  body.addEventListener('click', (event) => {
    if (!event.target.closest('[data-back]')) return;
    event.preventDefault();
    showAgain();
  });
}

/** Open a form in place of the facts. */
async function open({ desk, body }, address) {
  try {
    const response = await fetch(address, ASKED);
    if (!response.ok) throw new Error(`${response.status} ${address}`);
    put(body, await response.text());
  } catch (error) {
    console.warn(error);
    desk.notices.say(desk.text('panel_failed'));
  }
}

/** Send a form; what was refused comes back as the form with the reason. */
async function send({ desk, body, showAgain }, form, button) {
  if (button) button.disabled = true;
  try {
    const response = await fetch(form.action, { ...ASKED, method: 'POST', body: new FormData(form, button) });
    const isDone = response.headers.get('Content-Type')?.startsWith('application/json');
    if (response.ok && isDone) {
      await done(desk, showAgain, await response.json());
    } else if (response.status === 422 && !isDone) {
      put(body, await response.text());
    } else {
      throw new Error(`${response.status} ${form.action}`);
    }
  } catch (error) {
    console.warn(error);
    desk.notices.say(desk.text('panel_failed'));
    if (button) button.disabled = false;
  }
}

/** Show what was done: in words, in the panel, on the map. */
async function done(desk, showAgain, { said }) {
  desk.reload(['cells', 'buildings', 'entrances', 'overloads']);
  await showAgain();
  desk.notices.say(said);
}

/** Put a form of our own server into the panel, and the keyboard where it begins. */
function put(body, fragment) {
  body.innerHTML = fragment;
  body.scrollTop = 0;
  startChoices(body);
  startTicks(body);
  const start = body.querySelector('[role=alert], input[type=search], select, input:not([type=hidden]), button');
  if (start?.getAttribute('role') === 'alert') start.tabIndex = -1;
  start?.focus();
}
