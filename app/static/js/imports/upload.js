/** Sending a file with its progress; without this script the form is sent as it is. */
const form = document.querySelector('form[data-upload]');

function showProgress(event) {
  const bar = form.querySelector('progress');
  bar.hidden = false;
  if (event.lengthComputable) bar.value = event.loaded / event.total;
}

function showChecking() {
  form.querySelector('[data-checking]').hidden = false;
}

/** Show the page with which the server answered. */
function showAnswer(request) {
  const type = request.getResponseHeader('Content-Type') || '';
  if (request.status < 400 && request.responseURL !== window.location.href) {
    window.location.assign(request.responseURL);
  } else if (type.startsWith('text/html')) {
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');
    document.querySelector('main').replaceWith(page.querySelector('main') || page.body);
    window.scrollTo(0, 0);
    start(document.querySelector('form[data-upload]'));
  }
}

function send(event) {
  event.preventDefault();
  const request = new XMLHttpRequest();
  request.upload.addEventListener('progress', showProgress);
  request.upload.addEventListener('load', showChecking);
  request.addEventListener('load', () => showAnswer(request));
  // The browser's own way of sending says best what went wrong with the network.
  request.addEventListener('error', () => form.submit());
  request.open('POST', form.action || window.location.href);
  request.send(new FormData(form));
  form.querySelector('button').disabled = true;
}

function start(found) {
  found?.addEventListener('submit', send);
}

start(form);
