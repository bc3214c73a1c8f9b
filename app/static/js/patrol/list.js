/** The list beside the map: each volunteer's stops in order, the way between them, what is left out. */
import { element } from '../draft/elements.js';
import { startListDrag } from './list_drag.js';

/** @param {import('./plan.js').Plan} plan */
export function startList(plan) {
  const find = (name) => document.querySelector(`[data-${name}]`);
  const parts = { routes: find('routes'), left: find('unreachable'), count: find('unreachable-count'), list: find('unreachable-list') };
  plan.desk.bus.on('plan', () => {
    parts.routes.replaceChildren(...plan.routes.map((route) => routeOf(plan, route)));
    showLeft(plan, parts);
    mark(plan, parts.routes);
  });
  plan.desk.bus.on('chosen', () => mark(plan, parts.routes));
  parts.routes.addEventListener('click', (event) => {
    const row = event.target.closest('[data-stop-key]');
    const lock = event.target.closest('[data-lock]');
    if (lock) toggleLock(plan, row.dataset.stopKey);
    else if (row) plan.choose(plan.chosen === row.dataset.stopKey ? null : row.dataset.stopKey);
  });
  if (plan.editable) startListDrag(plan, parts.routes);
}

/** Lock or unlock the leg that leads to a stop. */
function toggleLock(plan, key) {
  const { stop } = plan.stops.find((each) => each.stop.key === key);
  plan.step({ kind: 'lock', stop: stop.id, locked: !stop.locked });
}

/** One volunteer. */
function routeOf(plan, route) {
  const word = (key, values) => plan.desk.text(key, values);
  const figures = [
    route.stops.length > 0 && word('stops', { count: route.stops.length }),
    word('length', { km: (route.length_m / 1000).toFixed(1) }),
    word('minutes', { minutes: route.minutes }),
  ];
  const ways = route.stops.length ? waysOf(route) : new Map();
  const lanes = route.stops.length ? [] : route.turns.map((turn) => wayRow([{ ...turn, way: '' }]));
  const rows = route.stops.flatMap((stop) => [wayRow(ways.get(stop.sequence)), stopRow(plan, route, stop)]);
  return element('section', { className: `plan-route walker-${(route.walker - 1) % 6}`, data: { route: route.id } },
    element('h2', {},
      element('span', { className: 'plan-swatch' }, String(route.walker)),
      element('span', {}, plan.routes.length > 1 ? word('volunteer', { number: route.walker }) : route.name)),
    element('p', { className: 'plan-figures' },
      element('span', {}, figures.filter(Boolean).join(' · ')),
      element('a', { className: 'plan-phone', href: plan.urls.route.replace('{id}', route.id) }, word('open_phone'))),
    element('ol', { className: 'plan-stops', data: { route: route.id } }, ...rows, ...lanes, wayRow(ways.get(null))));
}

/** The way in words by the stop to which it leads; under null what follows the last. */
function waysOf(route) {
  const ways = new Map();
  let lines = [];
  for (const turn of route.turns) {
    if (turn.length_m) lines.push(turn);
    if (turn.stop === null) continue;
    ways.set(turn.stop, lines);
    lines = [];
  }
  return ways.set(null, lines);
}

/** The way between two stops; straight on along the same lane needs no word. */
function wayRow(lines) {
  if (!lines?.some(({ way }) => way !== 'straight')) return null;
  const said = lines.map(({ text, length_m: metres }) => `${text} ${metres} m`);
  return element('li', { className: 'plan-way' }, said.join(' → '));
}

/** One stop: a handle to drag, its number, its name, when, and the lock of the leg to it. */
function stopRow(plan, route, stop) {
  const word = (key, values) => plan.desk.text(key, values);
  const own = ['point', 'picket'].includes(stop.kind);
  const lockWord = stop.locked ? word('unlock') : word('leg_free');
  return element('li', { className: 'plan-stop', data: { stopKey: stop.key, stop: stop.id } },
    plan.changeable && element('button', { type: 'button', className: 'plan-handle', title: word('stop_drag'), ariaLabel: `${word('stop_drag')} ${stop.name}` }, '⠿'),
    element('button', { type: 'button', className: `plan-pick${own ? ' is-own' : ''}` },
      element('b', {}, String(stop.sequence)),
      element('span', { className: 'plan-name' }, stop.name, own && element('small', {}, word('must_visit'))),
      element('span', { className: 'plan-when' },
        word('after_minutes', { minutes: stop.minute }),
        element('small', {}, stop.sequence > 1 && word('by_foot', { metres: stop.leg_m })))),
    plan.changeable && stop.sequence > 1 && element('button', { type: 'button', className: 'plan-lock', data: { lock: '' }, ariaPressed: String(stop.locked), title: lockWord, ariaLabel: `${lockWord}: ${stop.name}` }, padlock(stop.locked)));
}

const SVG = 'http://www.w3.org/2000/svg';
const BODY = 'M6 11h12v9H6z';
const SHACKLE = { true: 'M8.5 11V8a3.5 3.5 0 0 1 7 0v3', false: 'M8.5 11V7a3.5 3.5 0 0 1 6.8 -1' };

/** A padlock, shut or open. */
function padlock(shut) {
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  for (const d of [BODY, SHACKLE[shut]]) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    icon.append(path);
  }
  return icon;
}

/** What no route visits, with the reasons. */
function showLeft(plan, parts) {
  parts.left.hidden = !plan.unreachable.length;
  parts.count.textContent = plan.unreachable.length;
  parts.list.replaceChildren(...plan.unreachable.map((stop) => {
    const away = stop.distance_m ? `，${stop.distance_m} m` : '';
    return element('li', {}, element('b', {}, stop.name), element('span', {}, `${stop.reason}${away}`));
  }));
}

/** Mark the chosen stop and bring it into view. */
function mark(plan, list) {
  for (const row of list.querySelectorAll('[data-stop-key]')) {
    const is = row.dataset.stopKey === plan.chosen;
    row.classList.toggle('is-chosen', is);
    row.querySelector('.plan-pick').setAttribute('aria-pressed', String(is));
    if (is) row.scrollIntoView({ block: 'nearest' });
  }
}
