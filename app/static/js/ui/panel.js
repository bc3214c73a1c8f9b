/** The panel that tells about the chosen thing: beside the map, on a phone a sheet over it. */
import { factsOf } from '../map/picker.js';
import { parseThing } from '../map/selection.js';
import { startPanelForms } from './panel_forms.js';
import { reveal } from './room.js';

/** Let the panel follow the selection. @param {L.Map} map */
export function startPanel(map) {
  const { desk } = map;
  const panel = document.querySelector('#map-panel') || makePanel();
  const body = panel.querySelector('.panel-body');
  panel.querySelector('.panel-close').setAttribute('aria-label', desk.text('close'));
  panel.querySelector('.panel-close').addEventListener('click', () => desk.selection.choose(null));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) desk.selection.choose(null);
  });
  body.addEventListener('click', (event) => follow(event, desk));
  startPanelForms(desk, body, () => show(desk, body, desk.selection.thing, { focus: true }));
  desk.bus.on('select', ({ thing, hint }) => {
    panel.hidden = !thing;
    document.documentElement.classList.toggle('panel-open', Boolean(thing));
    if (thing) show(desk, body, thing, hint);
  });
}

/** Without a template of the application (an exported file) the panel is made here. */
function makePanel() {
  const panel = document.createElement('aside');
  panel.id = 'map-panel';
  panel.className = 'map-panel';
  panel.hidden = true;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'panel-close';
  const body = document.createElement('div');
  body.className = 'panel-body';
  body.setAttribute('aria-live', 'polite');
  panel.append(close, body);
  document.body.append(panel);
  return panel;
}

/** Show what the server says about a thing, or what came with the map. */
async function show(desk, body, thing, hint) {
  if (!desk.options.panelUrl) {
    body.replaceChildren(factList(desk, thing, hint));
    reveal(desk.map, hint);
    return;
  }
  body.textContent = desk.text('loading');
  const { kind, id } = thing;
  const url = desk.options.panelUrl.replace('{kind}', kind).replace('{id}', encodeURIComponent(id));
  try {
    const response = await fetch(url, { headers: { 'X-Requested-With': 'fetch' } });
    if (!response.ok) throw new Error(`${response.status} ${url}`);
    const fragment = await response.text();
    if (desk.selection.idOf(kind) !== id) return;
    // The one place for markup: a fragment of our own server, escaped by its templates.
    body.innerHTML = fragment;
    body.scrollTop = 0;
    reveal(desk.map, hint.fly ? { box: boxOf(body) } : hint);
    if (hint.focus) focusHead(body);
  } catch (error) {
    console.warn(error);
    if (desk.selection.idOf(kind) === id) body.textContent = desk.text('panel_failed');
  }
}

/** Let the keyboard go on where the panel begins. */
function focusHead(body) {
  const head = body.querySelector('h2');
  if (!head) return;
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
}

/** The box that a fragment names in `data-bounds="w,s,e,n"`. */
function boxOf(body) {
  const box = body.querySelector('[data-bounds]')?.dataset.bounds.split(',').map(Number);
  return box?.length === 4 && !box.some(Number.isNaN) ? box : undefined;
}

/** Follow a link inside the panel that chooses another thing: `data-select="building:12"`. */
function follow(event, desk) {
  const link = event.target.closest('[data-select]');
  const thing = link && parseThing(link.dataset.select);
  if (!thing) return;
  event.preventDefault();
  desk.selection.choose(thing, { fly: true });
}

/** List what the layer itself knows about a thing. */
function factList(desk, thing, hint) {
  const layer = hint.layer || desk.layers[`${thing.kind}s`];
  const shape = hint.shape || layer?.byId?.get(thing.id);
  const list = document.createElement('dl');
  list.className = 'facts';
  if (!shape) return list;
  for (const [label, value] of factsOf({ shape, layer }, desk)) {
    const term = document.createElement('dt');
    const fact = document.createElement('dd');
    term.textContent = label;
    fact.textContent = value;
    const row = document.createElement('div');
    row.append(term, fact);
    list.append(row);
  }
  return list;
}
