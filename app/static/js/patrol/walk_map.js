/** The drawn map of a route: follows the next stop, can be pulled and zoomed, shows where one is. */
const NEAR = 240;
const METRES_A_DEGREE = 111320;
const SVG = 'http://www.w3.org/2000/svg';

export class WalkMap {
  /** @param {HTMLElement} box @param {object} route @param {(key: string) => string} say */
  constructor(box, route, say) {
    Object.assign(this, { box, route, say, svg: box.querySelector('svg'), onPlace: () => {} });
    this.whole = this.svg.viewBox.baseVal.width;
    this.matrix = this.svg.dataset.matrix.split(' ').map(Number);
    this.view = { x: this.whole / 2, y: this.whole / 2, wide: this.whole };
    this.fingers = new Map();
    this.listen();
  }

  listen() {
    for (const button of this.box.querySelectorAll('[data-zoom]')) {
      button.addEventListener('click', () => this.zoom(Number(button.dataset.zoom)));
    }
    this.box.querySelector('[data-whole]').addEventListener('click', () => {
      this.look(this.whole / 2, this.whole / 2, this.whole);
    });
    this.box.querySelector('[data-here]').addEventListener('click', () => this.locate());
    this.svg.addEventListener('pointerdown', (event) => {
      this.svg.setPointerCapture(event.pointerId);
      this.fingers.set(event.pointerId, event);
    });
    this.svg.addEventListener('pointermove', (event) => this.pulled(event));
    for (const kind of ['pointerup', 'pointercancel']) {
      this.svg.addEventListener(kind, (event) => this.fingers.delete(event.pointerId));
    }
  }

  /** Degrees as units of the picture. */
  unit([lon, lat]) {
    const [a, b, d, e, x, y] = this.matrix;
    return [a * lon + b * lat + x, d * lon + e * lat + y];
  }

  /** Mark what is done and what comes next, and bring it into the middle. */
  show(next) {
    for (const mark of this.svg.querySelectorAll('.stop-mark')) {
      const number = Number(mark.dataset.stop) - 1;
      mark.classList.toggle('is-done', number < next);
      mark.classList.toggle('is-next', number === next);
    }
    this.next = this.route.stops[next]?.point;
    if (this.next) this.look(...this.unit(this.next), Math.min(this.view.wide, NEAR));
    else this.look(this.whole / 2, this.whole / 2, this.whole);
    this.tellAway();
  }

  look(x, y, wide) {
    this.view = { x, y, wide: Math.max(80, Math.min(wide, this.whole)) };
    const half = this.view.wide / 2;
    this.svg.setAttribute('viewBox', `${x - half} ${y - half} ${this.view.wide} ${this.view.wide}`);
  }

  zoom(by) {
    this.look(this.view.x, this.view.y, this.view.wide * by);
  }

  /** One finger pulls, two zoom. */
  pulled(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const other = [...this.fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
    const apart = (finger) => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
    if (other) this.zoom(apart(before) / Math.max(apart(event), 1));
    else {
      const perPixel = this.view.wide / Math.min(this.svg.clientWidth, this.svg.clientHeight);
      const { x, y, wide } = this.view;
      this.look(x - (event.clientX - before.clientX) * perPixel, y - (event.clientY - before.clientY) * perPixel, wide);
    }
    this.fingers.set(event.pointerId, event);
  }

  /** Follow where the phone is; the place does not leave it. */
  locate() {
    if (this.watch !== undefined || !navigator.geolocation) return;
    this.watch = navigator.geolocation.watchPosition(
      ({ coords }) => this.placed([coords.longitude, coords.latitude]),
      () => {
        this.watch = undefined;
        this.box.setAttribute('title', this.say('no_place'));
      },
      { enableHighAccuracy: true, maximumAge: 5000 },
    );
  }

  placed(place) {
    if (!this.dot) {
      this.dot = document.createElementNS(SVG, 'circle');
      for (const [name, value] of [['r', 7], ['fill', '#0057b8'], ['stroke', '#fff'], ['stroke-width', 3]]) {
        this.dot.setAttribute(name, value);
      }
      this.svg.append(this.dot);
    }
    this.here = place;
    const [x, y] = this.unit(place);
    this.dot.setAttribute('cx', x);
    this.dot.setAttribute('cy', y);
    this.tellAway();
  }

  /** Tell how far the next stop is from here. */
  tellAway() {
    if (!this.here || !this.next) return void this.onPlace(null);
    const narrow = Math.cos((this.here[1] * Math.PI) / 180);
    const [east, north] = [(this.next[0] - this.here[0]) * narrow, this.next[1] - this.here[1]];
    this.onPlace(Math.hypot(east, north) * METRES_A_DEGREE);
  }
}
