/** The page of a job that is at work: asks how far it is, and goes on to what came of it. */
const QUICK_MS = 700;
const CALM_MS = 2000;

const box = document.querySelector('[data-job-state]');

/** Ask once; give what changed since the last answer. */
async function ask() {
  const url = `${box.dataset.jobState}?since=${box.dataset.cursor}`;
  const response = await fetch(url, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.json();
}

/** Show an answer; leave the page when the job is in another state. */
function show(answer) {
  box.dataset.cursor = answer.cursor;
  if (!answer.state) return;
  if (answer.state !== box.dataset.state) {
    location.replace(answer.next || location.href);
    return;
  }
  box.querySelector('[data-stopping]').hidden = !answer.stopping;
  const bar = box.querySelector('progress');
  if (!bar) return;
  bar.value = answer.share;
  box.querySelector('[data-percent]').textContent = `${Math.round(answer.share * 100)} %`;
  const phase = box.querySelector('[data-phase]');
  // Written only when it changes, so that a reader does not say it twice a second.
  if (answer.phase && phase.textContent !== answer.phase) phase.textContent = answer.phase;
}

/** While it waits: say anew what is before it, and whether anybody works at all. */
async function showWait() {
  const wait = box.querySelector('[data-wait]');
  if (!wait) return;
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
  const now = page.querySelector('[data-wait]');
  if (now && now.textContent !== wait.textContent) wait.replaceChildren(...now.childNodes);
}

async function follow() {
  const offline = box.querySelector('[data-offline]');
  try {
    show(await ask());
    await showWait();
    offline.hidden = true;
  } catch (error) {
    console.warn(error);
    offline.hidden = false;
  }
  setTimeout(follow, document.hidden || !offline.hidden || box.dataset.state === 'waiting' ? CALM_MS : QUICK_MS);
}

setTimeout(follow, QUICK_MS);
