/**
 * The page of whoever walks a route. What is ticked is kept on this phone until it is sent; where
 * the phone is stays on it.
 */
import { WalkMap } from './walk_map.js';
import { keepHere } from './walk_keep.js';
import { Outbox } from './walk_outbox.js';

const box = document.querySelector('[data-walk]');
const route = JSON.parse(box.dataset.walk);
// Who walks every lane goes from turn to turn instead of from stop to stop.
if (!route.stops.length) {
  const turns = route.turns.filter((turn) => turn.length_m);
  route.stops = turns.map((turn, i) => ({ sequence: i + 1, name: turn.text, way: `${turn.length_m} m` }));
}
const memory = `wangge.walk.${route.id}`;
const find = (name) => box.querySelector(`[data-${name}]`);
const map = new WalkMap(find('map'), route, (word) => fill(route.words[word]));
/** After this a walk is over: the next one begins at its first stop. */
const WALK_MS = 12 * 3600 * 1000;
let next = Math.min(recall(), route.stops.length);

/** The stop that comes next, as this phone remembers it. */
function recall() {
  const [number, since] = (localStorage.getItem(memory) || '').split('@').map(Number);
  return Date.now() - since < WALK_MS ? number : 0;
}

/** Put values into the places of a text. */
function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/** The way in words from the stop before to the next one. */
function wayTo(number) {
  const ends = route.turns.map((turn) => turn.stop);
  const end = number === null ? route.turns.length - 1 : ends.indexOf(number);
  const start = number === null ? ends.findLastIndex((stop) => stop) + 1 : ends.lastIndexOf(number - 1) + 1;
  const lines = route.turns.slice(start, end + 1).filter((turn) => turn.length_m);
  return lines.map((turn) => `${turn.text} ${turn.length_m} m`).join(' → ');
}

/** Show the next stop, or that all are done. */
function show() {
  const stop = route.stops[next];
  find('count').textContent = stop
    ? fill(route.words.of, { number: next + 1, count: route.stops.length })
    : route.words.all_done;
  find('number').textContent = stop ? stop.sequence : '';
  find('name').textContent = stop ? stop.name : route.closed ? route.words.back_home : '';
  find('way').textContent = stop ? stop.way || wayTo(stop.sequence) : route.closed ? wayTo(null) : '';
  find('next').disabled = !stop;
  find('back').disabled = next === 0;
  find('links').replaceChildren(...(route.links[next] || []).map(link));
  for (const button of box.querySelectorAll('[data-go]')) {
    button.toggleAttribute('aria-current', Number(button.dataset.go) === next);
  }
  map.show(next);
}

/** Mark in the list what was visited, by this phone or another. */
function visited(ids) {
  for (const button of box.querySelectorAll('[data-go]')) {
    const stop = route.stops[Number(button.dataset.go)];
    if (!ids.includes(stop?.id) || button.querySelector('.walk-done')) continue;
    button.append(Object.assign(document.createElement('span'), { className: 'walk-done', textContent: `✓ ${route.words.visited}` }));
  }
}

/** A link into a map app. */
function link({ app, url }) {
  return Object.assign(document.createElement('a'), {
    href: url, textContent: app, target: '_blank', rel: 'noreferrer',
  });
}

/** Go to a stop and remember it. */
function go(number) {
  next = Math.max(0, Math.min(number, route.stops.length));
  localStorage.setItem(memory, `${next}@${Date.now()}`);
  show();
}

find('next').addEventListener('click', () => {
  outbox?.put(route.stops[next].id);
  go(next + 1);
});
find('back').addEventListener('click', () => go(next - 1));
find('all').addEventListener('click', (event) => {
  const button = event.target.closest('[data-go]');
  if (button) go(Number(button.dataset.go));
});
map.onPlace = (metres) => {
  find('away').textContent = metres === null ? '' : fill(route.words.away, { metres: Math.round(metres) });
};
show();
const outbox = route.ticks && route.stops.some(({ id }) => id) ? new Outbox(route, find('sent'), fill, visited) : null;
outbox?.start();
keepHere(route.worker, find('kept'), route.words);
