/** Splitting a cell by a line drawn across it. */
import { toUnit } from '../../map/geo.js';
import { PathTool } from './path.js';

/** In how many places each piece of the line is asked in which cell it runs. */
const SAMPLES = 24;

export class SplitTool extends PathTool {
  get hint() {
    return this.corners.length ? 'hint_split_on' : 'hint_split';
  }

  send(line) {
    const cell = this.cellBelow(line);
    if (cell !== undefined) return this.editor.step({ kind: 'split', cell, line });
    this.editor.say('split_outside');
    return false;
  }

  /** The cell through which most of the line runs. */
  cellBelow(line) {
    const runs = new Map();
    for (let i = 1; i < line.length; i++) {
      const [a, b] = [toUnit(...line[i - 1]), toUnit(...line[i])];
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      for (let k = 0; k <= SAMPLES; k++) {
        const t = k / SAMPLES;
        const id = this.editor.cells.hit(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)?.id;
        if (id !== undefined) runs.set(id, (runs.get(id) || 0) + length);
      }
    }
    return [...runs].sort((a, b) => b[1] - a[1])[0]?.[0];
  }
}
