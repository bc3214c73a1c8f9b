/** Choosing the lanes of a plan: a tap on the map or a tick in the list, then plan with them. */
import { read } from '../draft/ask.js';
import { element } from '../draft/elements.js';
import { putSheet } from '../draft/sheet.js';
import { toUnit } from '../map/geo.js';
import { viewOf } from '../map/view.js';
import { nearestLane } from './lane_marks.js';

const REACH = 22;

/** The lanes as the server has them, with what is chosen here and not planned yet. */
export class Lanes {
  /** @param {import('./plan.js').Plan} plan */
  constructor(plan) {
    Object.assign(this, { plan, all: [], choosing: false });
  }

  /** Fetch them for the present version. */
  async load() {
    const { lanes } = await read(this.plan.urls.lanes);
    this.all = lanes.map((lane) => ({ ...lane, before: lane.walked, at: lane.line.map(([lon, lat]) => toUnit(lon, lat)) }));
    this.tell();
  }

  get changed() {
    return this.all.filter((lane) => lane.walked !== lane.before);
  }

  /** Walk a lane, or leave it out. */
  toggle(lane) {
    lane.walked = !lane.walked;
    this.tell();
  }

  tell() {
    this.plan.desk.bus.emit('lanes', this);
  }

  /** Send all that is chosen by hand. */
  async send() {
    const middles = (wanted) => this.all.filter(wanted).map(({ middle }) => middle);
    const step = { kind: 'lanes', out: middles((lane) => lane.own && !lane.walked), added: middles((lane) => !lane.own && lane.walked) };
    if (!(await this.plan.step(step, this.plan.desk.text('lanes_planned')))) return;
    for (const lane of this.all) lane.before = lane.walked;
    this.tell();
  }
}

/** @param {import('./plan.js').Plan} plan @param {L.Map} map */
export function startLanes(plan, map) {
  const lanes = new Lanes(plan);
  plan.desk.layers.plan.lanes = plan.lanes = lanes;
  let version = null;
  plan.desk.bus.on('plan', () => {
    if (plan.mode !== 'streets' || plan.version === version) return;
    version = plan.version;
    lanes.load().catch((error) => plan.desk.notices.failed(plan.desk.text('plan'), error, () => lanes.load()));
  });
  startPanel(plan, lanes);
  if (plan.editable) startTool(plan, lanes, map);
}

/** The tool: while it is on, a tap takes a lane out or in. */
function startTool(plan, lanes, map) {
  const tool = document.querySelector('[data-tool="lanes"]');
  if (!tool) return;
  const hint = document.querySelector('[data-hint]');
  plan.desk.bus.on('lanes', () => {
    if (lanes.choosing) hint.textContent = changes(lanes) || plan.desk.text('lane_hint');
  });
  const turn = (on) => {
    lanes.choosing = on;
    tool.setAttribute('aria-pressed', String(on));
    hint.textContent = '';
    map.getContainer().classList.toggle('draft-cross', on);
    if (on) putSheet(true);
    lanes.tell();
  };
  tool.addEventListener('click', () => turn(!lanes.choosing));
  map.on('click', ({ latlng }) => {
    if (!lanes.choosing || plan.placing || plan.waits) return;
    const view = viewOf(map);
    const lane = nearestLane(lanes.all, toUnit(latlng.lng, latlng.lat), REACH * view.perPixel);
    if (lane) lanes.toggle(lane);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && lanes.choosing) turn(false);
  });
}

/** What the panel says of the lanes, and the list in which each can be ticked. */
function startPanel(plan, lanes) {
  const find = (name) => document.querySelector(`[data-${name}]`);
  const word = (key, values) => plan.desk.text(key, values);
  const send = find('lanes-plan');
  send?.addEventListener('click', () => lanes.send());
  find('lanes-list').addEventListener('change', (event) => lanes.toggle(lanes.all[Number(event.target.value)]));
  for (const [news, on] of [['pointerover', true], ['focusin', true], ['pointerleave', false], ['focusout', false]]) {
    find('lanes-list').addEventListener(news, (event) => {
      const box = on && event.target.closest('li')?.querySelector('input');
      lanes.pointed = box ? lanes.all[Number(box.value)] : null;
      plan.desk.layers.plan.repaint();
    });
  }
  const show = () => {
    const walked = lanes.all.filter((lane) => lane.walked);
    const km = (metres) => (metres / 1000).toFixed(1);
    const sum = (list) => list.reduce((total, { length_m: metres }) => total + metres, 0);
    find('lanes').hidden = !lanes.all.length;
    find('lanes-count').textContent = walked.length;
    find('lanes-figures').textContent = word('lane_figures', { lanes: km(sum(walked)), walked: km(sum(plan.routes)) });
    if (!send) return;
    find('lanes-changes').textContent = changes(lanes);
    send.disabled = !lanes.changed.length || plan.waits;
  };
  plan.desk.bus.on('waits', show);
  plan.desk.bus.on('lanes', () => {
    show();
    listed(lanes, find('lanes-list'), plan.editable, word);
  });
}

/** What waits to be planned, in words. */
function changes({ plan, changed }) {
  return changed.length ? plan.desk.text('lane_changes', { count: changed.length }) : '';
}

/** Fill the list, or only its ticks where the same lanes are listed already. */
function listed(lanes, list, editable, word) {
  if (list.children.length !== lanes.all.length) {
    const order = lanes.all.map((lane, i) => [lane, i]);
    order.sort(([a], [b]) => b.own - a.own || a.name.localeCompare(b.name, 'zh') || b.length_m - a.length_m);
    list.replaceChildren(...order.map(([lane, i]) => row(lane, i, editable, word)));
  }
  for (const box of list.querySelectorAll('input')) box.checked = lanes.all[Number(box.value)].walked;
}

function row(lane, number, editable, word) {
  const about = [word('lane_metres', { metres: lane.length_m }), !lane.own && word('lane_near')];
  return element('li', {}, element('label', {},
    element('input', { type: 'checkbox', value: String(number), disabled: !editable }),
    element('span', {}, lane.name, element('small', {}, about.filter(Boolean).join(' · ')))));
}
