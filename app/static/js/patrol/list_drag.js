/** Dragging a stop to another place of the order by its handle, with finger, mouse or arrow keys. */

/** @param {import('./plan.js').Plan} plan @param {HTMLElement} list */
export function startListDrag(plan, list) {
  let held = null;
  const rowAt = (event) => event.target.closest('.plan-stop');
  list.addEventListener('pointerdown', (event) => {
    if (!event.target.closest('.plan-handle') || plan.waits) return;
    event.preventDefault();
    held = { row: rowAt(event), id: event.pointerId, line: null };
    held.row.classList.add('is-held');
    list.setPointerCapture(event.pointerId);
  });
  list.addEventListener('pointermove', (event) => {
    if (held?.id !== event.pointerId) return;
    scrollAlong(list, event.clientY);
    held.goal = goalAt(list, event.clientX, event.clientY);
    showGoal(list, held);
  });
  const end = (event) => {
    if (held?.id !== event.pointerId) return;
    const { row, goal } = held;
    row.classList.remove('is-held');
    list.querySelectorAll('.is-goal, .is-goal-end').forEach((one) => one.classList.remove('is-goal', 'is-goal-end'));
    held = null;
    if (event.type === 'pointerup' && goal && goal.row !== row) move(plan, row.dataset.stopKey, goal);
  };
  list.addEventListener('pointerup', end);
  list.addEventListener('pointercancel', end);
  list.addEventListener('keydown', (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.target.closest('.plan-handle')) return;
    event.preventDefault();
    moveBy(plan, rowAt(event).dataset.stopKey, by);
  });
}

/** The row before which the stop would go; at the end of a route there is none. */
function goalAt(list, x, y) {
  const under = document.elementFromPoint(x, y);
  const stops = under?.closest('.plan-stops');
  if (!stops || !list.contains(stops)) return null;
  const rows = [...stops.querySelectorAll('.plan-stop')];
  const row = rows.find((each) => {
    const box = each.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  return { row: row || null, route: Number(stops.dataset.route), last: rows.at(-1) };
}

function showGoal(list, { goal }) {
  list.querySelectorAll('.is-goal, .is-goal-end').forEach((one) => one.classList.remove('is-goal', 'is-goal-end'));
  if (goal?.row) goal.row.classList.add('is-goal');
  else goal?.last?.classList.add('is-goal-end');
}

/** Scroll the panel when the finger nears its edge. */
function scrollAlong(list, y) {
  const body = list.closest('.panel-body');
  const box = body.getBoundingClientRect();
  if (y < box.top + 48) body.scrollTop -= 14;
  if (y > box.bottom - 48) body.scrollTop += 14;
}

function move(plan, key, goal) {
  const { stop } = plan.stops.find((each) => each.stop.key === key);
  const before = goal.row ? Number(goal.row.dataset.stop) : null;
  plan.choose(key);
  plan.step({ kind: 'move', stop: stop.id, route: goal.route, before }, plan.desk.text('moved', { name: stop.name }));
}

/** Move a stop one place up or down in its route. */
export async function moveBy(plan, key, by) {
  const { stop, route } = plan.stops.find((each) => each.stop.key === key);
  const now = route.stops.indexOf(stop);
  const goal = now + by;
  if (goal < 0 || goal >= route.stops.length) return;
  const before = by < 0 ? route.stops[goal] : route.stops[goal + 1];
  plan.choose(key);
  await plan.step({ kind: 'move', stop: stop.id, route: route.id, before: before ? before.id : null });
  document.querySelector(`[data-stop-key="${CSS.escape(key)}"] .plan-handle`)?.focus();
}
