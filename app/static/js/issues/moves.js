/**
 * Steps of an issue open in a dialog over its page; what was given is sent as the form's page
 * would send it. Without this script the same links lead to whole pages.
 */
const ASKED = { headers: { 'X-Requested-With': 'fetch' } };

/** @param {HTMLElement} section  with the links `data-dialog` and an empty dialog */
function startSteps(section) {
  const dialog = section.querySelector('dialog');
  section.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-dialog]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(dialog, link, section.dataset.failed);
  });
  dialog.addEventListener('click', (event) => {
    // A click on the dialog itself, not on what it holds, hit the ground beside it.
    if (event.target !== dialog && !event.target.closest('[data-back]')) return;
    event.preventDefault();
    dialog.close();
  });
  section.addEventListener('submit', (event) => {
    // A second tap would be told that the first was faster.
    if (event.submitter) setTimeout(() => { event.submitter.disabled = true; });
  });
}

/** Fetch a form of our own server, whose texts its template escapes, and show it. */
async function open(dialog, link, failed) {
  try {
    const response = await fetch(link.href, ASKED);
    if (!response.ok) throw new Error(`${response.status} ${link.href}`);
    dialog.innerHTML = await response.text();
  } catch (error) {
    console.warn(error);
    dialog.textContent = failed;
  }
  dialog.setAttribute('aria-label', link.textContent);
  if (!dialog.open) dialog.showModal();
}

for (const section of document.querySelectorAll('.issue-moves')) startSteps(section);

// Whoever comes back by the browser's button sees how things stand now.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
