"""The surroundings of cells that are beyond their limits, mended by themselves.

What a cell costs to mend so depends on what lies around it, not on how large the town is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from geodata.divide.goal import Goal
from geodata.divide.graph import Graph, subgraph

Ints = NDArray[np.int64]

_RINGS = 2
"""Households are passed on over so many borders; what is farther away stays as it is."""


def mend_around(
    graph: Graph,
    goal: Goal,
    labels: Ints,
    chosen: NDArray[np.bool_],
    mend: Callable[[Graph, Goal, Ints], Ints],
) -> Ints:
    """Improve some cells and those around them, all others staying as they are.

    Parameters
    ----------
    graph : Graph
    goal : Goal
    labels : ndarray of int, shape (n,)
    chosen : ndarray of bool, shape (cells,)
    mend : callable
        Given the graph and the goal of these cells alone, and the cell of each atom, gives better
        ones.

    Returns
    -------
    ndarray of int, shape (n,)
    """
    cells = np.flatnonzero(_around(graph, labels, chosen))
    if len(cells) < 2:
        return labels
    number = np.full(goal.cells, -1, np.int64)
    number[cells] = np.arange(len(cells))
    atoms = np.flatnonzero(number[labels] >= 0)
    small = subgraph(graph, atoms, foot_only=False)
    found = mend(small, goal.among(cells, atoms), number[labels[atoms]])
    mended = labels.copy()
    mended[atoms] = cells[found]
    return mended


def _around(graph: Graph, labels: Ints, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Choose the cells that are only a few borders away, too."""
    source, target = labels[graph.source], labels[graph.target]
    meet = graph.foot & (source != target)
    source, target = source[meet], target[meet]
    near = chosen.copy()
    for _ in range(_RINGS):
        near[target[near[source]]] = True
    return near
