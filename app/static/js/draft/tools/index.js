/** The tools by the names that the page's buttons carry. */
import { BoundaryTool } from './boundary.js';
import { DrawTool } from './draw.js';
import { MergeTool } from './merge.js';
import { MoveTool } from './move.js';
import { SelectTool } from './select.js';
import { SplitTool } from './split.js';

export const TOOLS = {
  select: SelectTool,
  draw: DrawTool,
  split: SplitTool,
  merge: MergeTool,
  boundary: BoundaryTool,
  move: MoveTool,
};
