/** Sends how the phone stands to a stop, only where its owner ticked that they wish so. */
const PATIENCE_MS = 6000;
const KEY = 'wangge.where';

const wish = document.querySelector('[data-where]');

if (wish) {
  wish.checked = recall() === '1';
  wish.addEventListener('change', () => keep(wish.checked ? '1' : ''));
  for (const form of document.querySelectorAll('[data-tick]')) {
    form.addEventListener('submit', (event) => locate(event, form));
  }
}

/** Ask the phone where it is, then send; without an answer send all the same. */
function locate(event, form) {
  if (!wish.checked || !navigator.geolocation || form.dataset.asked) return;
  event.preventDefault();
  form.dataset.asked = '1';
  form.querySelector('button').disabled = true;
  const send = () => form.submit();
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    form.elements.lon.value = coords.longitude;
    form.elements.lat.value = coords.latitude;
    form.elements.accuracy_m.value = coords.accuracy;
    send();
  }, send, { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 10000 });
}

/** What was wished last time; private windows may forbid to remember. */
function recall() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // The wish then holds for this page only.
  }
}
