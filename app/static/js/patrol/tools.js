/** The tools over the map: a must-visit point, planning the rest anew, undo. */
import { putSheet } from '../draft/sheet.js';

/** @param {import('./plan.js').Plan} plan @param {L.Map} map */
export function startTools(plan, map) {
  if (!plan.editable) return;
  const tool = (name) => document.querySelector(`[data-tool="${name}"]`);
  const word = (key) => plan.desk.text(key);
  const hint = document.querySelector('[data-hint]');
  const show = () => {
    if (tool('undo')) tool('undo').disabled = !plan.can_undo || plan.waits;
    if (tool('replan')) tool('replan').disabled = !(plan.changeable || plan.mode === 'streets') || plan.waits;
    if (tool('add')) tool('add').disabled = !plan.changeable || plan.waits;
    tool('add')?.setAttribute('aria-pressed', String(Boolean(plan.adding)));
    if (!tool('add')) return;
    map.getContainer().classList.toggle('draft-cross', Boolean(plan.adding));
    hint.textContent = plan.adding ? word('add_hint') : plan.changeable ? word('drag_hint') : '';
  };
  plan.desk.bus.on('plan', show);
  plan.desk.bus.on('waits', show);
  tool('undo')?.addEventListener('click', () => plan.step({ kind: 'undo' }, word('undone')));
  tool('replan')?.addEventListener('click', () => {
    if (plan.lanes?.changed.length) plan.lanes.send();
    else plan.step({ kind: 'replan' }, word('replanned'));
  });
  tool('add')?.addEventListener('click', () => {
    plan.adding = !plan.adding;
    if (plan.adding) putSheet(true);
    show();
  });
  startPoint(plan, map, show);
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]') || event.target.closest('input, select')) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'z' && plan.can_undo) {
      event.preventDefault();
      plan.step({ kind: 'undo' }, word('undone'));
    }
    if (event.key === 'Escape') {
      plan.adding = false;
      plan.choose(null);
      show();
    }
  });
}

/** Ask what is to be looked at where the map was tapped, then send it. */
function startPoint(plan, map, show) {
  const dialog = document.querySelector('#plan-point');
  const form = dialog.querySelector('form');
  let place = null;
  map.on('click', ({ latlng }) => {
    if (!plan.adding) return;
    place = latlng;
    form.reset();
    dialog.returnValue = '';
    dialog.showModal();
  });
  dialog.querySelector('[data-cancel]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    plan.adding = false;
    show();
    if (dialog.returnValue !== 'add') return;
    const { name, minutes } = form.elements;
    const step = { kind: 'add', lon: place.lng, lat: place.lat, name: name.value.trim(), dwell_minutes: Number(minutes.value) };
    plan.step(step).then(() => plan.choose(plan.stops.findLast(({ stop }) => stop.name === step.name)?.stop.key ?? null));
  });
}
