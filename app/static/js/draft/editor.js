/** The editor of a division: the draft, the map, the tool in hand, and what is said about them. */
import { showAll } from '../map/start.js';
import { fitBox } from '../ui/room.js';
import { startConflicts } from './conflict.js';
import { Corners } from './corners.js';
import { Draft } from './draft.js';
import { Hand } from './hand.js';
import { startKeys } from './keys.js';
import { startPanel } from './panel.js';
import { Sketch } from './sketch.js';
import { startStatus } from './status.js';
import { Toolbox } from './toolbox.js';
import { TOOLS } from './tools/index.js';

/** How near a drawn corner comes to one that stands before it falls on it, pixels. */
const SNAP = 12;

export class Editor {
  /** @param {L.Map} map @param {object} layers @param {object} settings  as the page carries them */
  constructor(map, layers, settings) {
    Object.assign(this, { map, desk: map.desk, settings, editable: settings.editable });
    Object.assign(this, { cells: layers.cells, buildings: layers.buildings });
    this.draft = new Draft(settings.urls, this.desk.bus);
    this.sketch = new Sketch(this).addTo(map);
    this.tool = new TOOLS.select(this);
    this.desk.bus.on('draft', ({ why }) => this.shown(why));
    this.desk.bus.on('sending', () => this.refreshTool());
  }

  /** Load the draft and let everything begin. */
  async start() {
    this.toolbox = new Toolbox(this);
    startStatus(this);
    startPanel(this);
    startConflicts(this);
    this.hand = new Hand(this);
    startKeys(this);
    await this.draft.load();
    if (this.editable) this.draft.watch();
  }

  /** The draft has changed: show it, and let the tool look at it anew. */
  shown(why) {
    this.snaps = null;
    this.cells.show(this.draft);
    const { selection } = this.desk;
    if (selection.idOf('cell') && !this.draft.cell(selection.idOf('cell'))) selection.choose(null);
    if (!['loaded', 'kept', 'describe'].includes(why)) this.buildings.renew();
    this.tool.refresh();
  }

  /** Take a tool into the hand. @param {string} name */
  use(name) {
    this.tool.stop();
    this.tool = new TOOLS[name](this);
    this.name = name;
    this.tool.start();
    this.refreshTool();
  }

  /** The tool says something else now. */
  refreshTool() {
    this.toolbox?.show();
    this.setCursor(this.tool.cursor);
    this.sketch.repaint();
  }

  /** Give the pointer a look. */
  setCursor(name) {
    const { classList } = this.map.getContainer();
    for (const one of ['draft-cross', 'draft-grab']) classList.toggle(one, one === name);
    classList.toggle('draft-grabs', this.tool.grabs);
  }

  /** Whether a step is on its way. */
  get waits() {
    return this.draft.waiting > 0;
  }

  /** Send a step. @returns {Promise<boolean>} */
  step(step) {
    return this.draft.step(step);
  }

  word(key, values) {
    return this.desk.text(key, values);
  }

  /** Say something on the map for a while. */
  say(key, values) {
    this.desk.notices.say(this.word(key, values));
  }

  /** What a cell is called: number and name. */
  nameOf(id) {
    const cell = this.draft.cell(id);
    return cell ? [cell.code?.slice(-3), cell.name].filter(Boolean).join(' ') : '';
  }

  /** A place, or the corner that stands very near it. */
  snap(place) {
    this.snaps ??= new Corners(this.draft.features);
    const corner = this.snaps.cornerNear(place.unit, SNAP * place.view.perPixel);
    return corner ? { ...place, at: corner.at, unit: corner.unit } : place;
  }

  /** Choose a cell from the list and show it whole, unless the tool has a use for it. */
  chooseCell(id) {
    if (this.tool.takeCell(String(id))) return;
    this.desk.selection.choose({ kind: 'cell', id });
    this.showCell(id);
  }

  /** Bring a cell into the free part of the map. */
  showCell(id) {
    const box = this.cells.byId.get(String(id))?.box;
    if (!box) return;
    const [north, west] = this.desk.degrees([box[0], box[1]]);
    const [south, east] = this.desk.degrees([box[2], box[3]]);
    fitBox(this.map, [west, south, east, north]);
  }

  /** Bring a finding into view and mark its place. */
  showFinding({ lon, lat, cell_id: cell }) {
    if (cell) this.desk.selection.choose({ kind: 'cell', id: cell });
    if (lon !== null && lon !== undefined) {
      this.sketch.point([lon, lat]);
      fitBox(this.map, [lon, lat, lon, lat], { maxZoom: 18 });
    } else if (cell) this.showCell(cell);
    else showAll(this.map);
  }
}
