/** One event bus for a map: who is told what, without the parts knowing each other. */
export class Bus {
  constructor() {
    this.listeners = new Map();
  }

  /** Listen to a kind of event. */
  on(kind, listener) {
    this.listeners.set(kind, [...(this.listeners.get(kind) || []), listener]);
  }

  /** Tell everybody who listens. */
  emit(kind, detail) {
    for (const listener of this.listeners.get(kind) || []) listener(detail);
  }
}
