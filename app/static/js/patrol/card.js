/** The card of the chosen stop: what can be done with it, each with a button as large as a thumb. */
import { button, element } from '../draft/elements.js';
import { putSheet } from '../draft/sheet.js';
import { fitBox } from '../ui/room.js';
import { moveBy } from './list_drag.js';

/** @param {import('./plan.js').Plan} plan @param {L.Map} map */
export function startCard(plan, map) {
  const card = document.querySelector('[data-card]');
  const show = () => {
    const { picked } = plan;
    card.hidden = !picked;
    if (picked) card.replaceChildren(...parts(plan, map, picked));
  };
  plan.desk.bus.on('plan', show);
  plan.desk.bus.on('chosen', show);
}

function parts(plan, map, { stop, route }) {
  const word = (key, values) => plan.desk.text(key, values);
  const about = [
    word('after_minutes', { minutes: stop.minute }),
    stop.sequence > 1 ? word('by_foot', { metres: stop.leg_m }) : word('first'),
    stop.lane,
  ];
  return [
    element('h3', {}, `${stop.sequence} ${stop.name}`),
    element('p', {}, about.filter(Boolean).join(' · ')),
    element('div', { className: 'plan-actions' }, ...actions(plan, map, stop, route, word)),
  ];
}

function actions(plan, map, stop, route, word) {
  const show = button(word('show_on_map'), () => {
    putSheet(true);
    fitBox(map, [stop.point[0], stop.point[1], stop.point[0], stop.point[1]], { maxZoom: 18.5 });
  });
  if (!plan.changeable) return [show];
  const others = plan.routes.filter((other) => other !== route).slice(0, 6);
  return [
    show,
    button(word('earlier'), () => moveBy(plan, stop.key, -1), { disabled: stop.sequence === 1 }),
    button(word('later'), () => moveBy(plan, stop.key, 1), { disabled: stop === route.stops.at(-1) }),
    ...others.map((other) => button(word('to_volunteer', { number: other.walker }), () => {
      plan.step({ kind: 'move', stop: stop.id, route: other.id, before: null }, word('moved', { name: stop.name }));
    })),
    stop.removable && button(word('remove'), () => plan.step({ kind: 'remove', stop: stop.id })),
  ].filter(Boolean);
}
