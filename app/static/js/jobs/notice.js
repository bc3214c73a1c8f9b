/** The notice in the frame: asks for itself anew while a job is at work. */
const CALM_MS = 5000;

async function renew() {
  const box = document.querySelector('#job-notice[data-notice]');
  if (!box) return;
  if (!document.hidden) await replace(box);
  setTimeout(renew, CALM_MS);
}

async function replace(box) {
  try {
    const response = await fetch(box.dataset.notice, { headers: { 'X-Requested-With': 'fetch' } });
    if (!response.ok) throw new Error(`${response.status} ${box.dataset.notice}`);
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const now = page.querySelector('#job-notice');
    if (!now) return;
    if (!now.dataset.notice) delete box.dataset.notice;
    // Only what changed is written, into the same box: readers then say it.
    if (box.innerHTML !== now.innerHTML) box.replaceChildren(...now.childNodes);
  } catch (error) {
    console.warn(error);
  }
}

setTimeout(renew, CALM_MS);
