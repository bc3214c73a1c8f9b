/**
 * The service worker of the walkers' pages: the network first, what was kept when there is none.
 * It keeps nothing by itself; the page of a route puts there what it needs.
 */
const STORE = 'wangge-walk-1';
const PATIENCE_MS = 4000;
const WALK = /\/patrols\/routes\/\d+$/;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (WALK.test(url.pathname) || url.pathname.startsWith('/static/')) event.respondWith(answer(event.request));
});

/** Ask the network, for a while where something is kept; then give what is kept. */
async function answer(request) {
  const kept = await caches.match(request, { cacheName: STORE, ignoreVary: true });
  if (!kept) return fetch(request);
  const late = new Promise((_, reject) => { setTimeout(() => reject(new Error('late')), PATIENCE_MS); });
  try {
    const fresh = await Promise.race([fetch(request), late]);
    return fresh.status >= 500 ? kept : fresh;
  } catch {
    return kept;
  }
}
