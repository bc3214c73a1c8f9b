"""Where a gate stands: a short stretch of the path that is marked as one."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.ops import substring

from patrol.noding import Bools, Ints, Lines

GATE_M = 4.0
"""Length of the piece of a path that a gate takes."""


def cut_gates(lines: Lines, marked: Bools) -> tuple[Lines, Ints, Bools]:
    """Cut the lines that are marked as gates so that each gate is short.

    Where on a long line the gate stands is not known: it is taken to be in the middle. One of up to
    twice the length of a gate is itself the gate.

    Parameters
    ----------
    lines : (n,) array of LineString
        Metric coordinates.
    marked : (n,) bool array
        Those on which a gate stands.

    Returns
    -------
    lines : (m,) array of LineString
        What is before a gate, the gate, and what is behind it, in place of a long line.
    line : (m,) int array
        From which each was cut.
    is_gate : (m,) bool array
    """
    long = marked & (shapely.length(lines) > 2 * GATE_M)
    count = np.where(long, 3, 1)
    line = np.repeat(np.arange(len(lines)), count)
    is_gate = np.repeat(marked & ~long, count)
    pieces = lines[line]
    for first in np.flatnonzero(np.diff(line, prepend=-1))[long]:
        pieces[first : first + 3] = _in_three(pieces[first])
        is_gate[first + 1] = True
    return pieces, line, is_gate


def _in_three(line: LineString) -> NDArray[np.object_]:
    first, last = (line.length - GATE_M) / 2, (line.length + GATE_M) / 2
    ends = ((0.0, first), (first, last), (last, line.length))
    return np.array([substring(line, *pair) for pair in ends], dtype=object)
