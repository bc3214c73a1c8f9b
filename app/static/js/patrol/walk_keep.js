/** Keeping a route's page on the phone, so that it opens without signal. */
const STORE = 'wangge-walk-1';

/** Keep this page and what it is made of, and say whether that went well. */
export async function keepHere(worker, line, words) {
  if (!('serviceWorker' in navigator) || !('caches' in window)) return tell(line, words.not_kept, false);
  try {
    if (navigator.onLine) {
      await navigator.serviceWorker.register(worker);
      const store = await caches.open(STORE);
      await store.addAll([location.pathname, ...parts()]);
    } else if (!(await caches.match(location.pathname))) throw new Error('not kept');
    const show = () => tell(line, navigator.onLine ? words.kept : words.offline, true);
    for (const news of ['online', 'offline']) addEventListener(news, show);
    return show();
  } catch (error) {
    console.info('not kept', error);
    return tell(line, words.not_kept, false);
  }
}

/** Addresses of what this page has loaded from this site. */
function parts() {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
  return loaded
    .filter((url) => url.origin === location.origin && url.pathname.startsWith('/static/'))
    .map((url) => url.pathname + url.search);
}

function tell(line, text, good) {
  line.textContent = text;
  line.dataset.state = good ? 'good' : 'bad';
}
