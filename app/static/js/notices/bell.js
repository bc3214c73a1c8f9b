/** The bell in the frame: asks for itself anew while the page is looked at. */
const CALM_MS = 60000;

async function renew() {
  const bell = document.querySelector('#bell[data-bell]');
  if (!bell) return;
  if (!document.hidden) await replace(bell);
  setTimeout(renew, CALM_MS);
}

async function replace(bell) {
  try {
    const response = await fetch(bell.dataset.bell, { headers: { 'X-Requested-With': 'fetch' } });
    if (!response.ok) throw new Error(`${response.status} ${bell.dataset.bell}`);
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const now = page.querySelector('#bell');
    // Only what changed is written, so that nobody loses the place of their keyboard.
    if (now && bell.innerHTML !== now.innerHTML) bell.replaceChildren(...now.childNodes);
  } catch (error) {
    console.warn(error);
  }
}

setTimeout(renew, CALM_MS);
