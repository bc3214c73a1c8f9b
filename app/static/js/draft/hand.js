/** What the pointer does on the map, told to the tool in hand. */
import { toUnit } from '../map/geo.js';
import { viewOf } from '../map/view.js';

/** A press that moves less than this is a click, pixels. */
const STILL = 4;
/** How soon after a drag the browser's click for the same press comes, milliseconds. */
const SAME_PRESS_MS = 60;

export class Hand {
  /** @param {import('./editor.js').Editor} editor */
  constructor(editor) {
    Object.assign(this, { editor, map: editor.map, press: null, released: -Infinity });
    this.box = this.map.getContainer();
    this.map.doubleClickZoom.disable();
    this.map.boxZoom.disable();
    this.map.on('click', (event) => this.clicked(event));
    this.map.on('dblclick', () => editor.tool.doubleClick?.());
    this.map.on('mousemove', ({ originalEvent }) => {
      if (!this.press) editor.tool.hover(this.place(originalEvent));
    });
    // Before Leaflet hears of it: a press that a tool takes does not move the map.
    this.box.addEventListener('pointerdown', (event) => this.pressed(event), true);
    this.box.addEventListener('pointermove', (event) => this.moved(event));
    for (const kind of ['pointerup', 'pointercancel']) {
      this.box.addEventListener(kind, (event) => this.lifted(event));
    }
  }

  /** Where on the ground a pointer is. @returns {import('./tools/tool.js').Place} */
  place(event) {
    const { lat, lng } = this.map.mouseEventToLatLng(event);
    return {
      at: [lng, lat],
      unit: toUnit(lng, lat),
      view: viewOf(this.map),
      touch: event.pointerType === 'touch',
      shift: event.shiftKey,
    };
  }

  clicked({ originalEvent }) {
    if (originalEvent.timeStamp - this.released < SAME_PRESS_MS) return;
    this.editor.tool.click(this.place(originalEvent));
  }

  pressed(event) {
    if (!event.isPrimary || event.button || event.target.closest('.leaflet-control, button, summary')) return;
    if (!this.editor.tool.grab(this.place(event))) return;
    this.press = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
    this.map.dragging.disable();
    this.box.setPointerCapture(event.pointerId);
  }

  moved(event) {
    if (event.pointerId !== this.press?.id) return;
    const { x, y } = this.press;
    this.press.moved ||= Math.hypot(event.clientX - x, event.clientY - y) > STILL;
    if (this.press.moved) this.editor.tool.drag(this.place(event));
  }

  lifted(event) {
    if (event.pointerId !== this.press?.id) return;
    const { moved } = this.press;
    this.press = null;
    this.map.dragging.enable();
    if (moved) this.released = event.timeStamp;
    this.editor.tool.drop(this.place(event), moved && event.type === 'pointerup');
  }
}
