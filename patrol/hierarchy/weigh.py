"""What the arcs of an elimination cost, and what they stand for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.machine import compiled
from patrol.hierarchy.order import Shorts
from patrol.hierarchy.tree import Elimination
from patrol.noding import Floats, Ints


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """An elimination with costs: ready for ways between any places of the network.

    A customisable contraction hierarchy (Dibbelt, Strasser and Wagner 2016).

    Attributes
    ----------
    tree : Elimination
        The arcs.
    cost : (k,) array
        Of each arc: the cheapest way between its ends over lower ranks.
    via : (k,) int array
        The lower rank through which that way leads, or ``-1 - edge`` where the arc is an edge.
    """

    tree: Elimination
    cost: Floats
    via: Ints


def weigh(tree: Elimination, u: Ints, v: Ints, cost: Floats) -> Hierarchy:
    """Give the arcs of an elimination their costs.

    Parameters
    ----------
    tree : Elimination
        Of the edges.
    u, v : (m,) int arrays
        Ends of the edges, as they were eliminated.
    cost : (m,) array
        Of each edge, above zero.

    Returns
    -------
    Hierarchy
    """
    a, b = tree.rank[u], tree.rank[v]
    low, high = np.minimum(a, b), np.maximum(a, b)
    arc_cost, via = _direct(tree.start, tree.to, low, high, cost)
    levels = int(tree.depth.max(initial=-1)) + 1
    _shortcuts(tree.start, tree.to, tree.level, levels, arc_cost, via)
    return Hierarchy(tree, arc_cost, via)


@compiled
def arc_between(start: Ints, to: Shorts, low: int, high: int) -> int:
    """Find the arc from a rank to one above it.

    Parameters
    ----------
    start, to : int arrays
        Of an `Elimination`.
    low, high : int
        Ranks.

    Returns
    -------
    int
        Its number.
    """
    return int(start[low] + np.searchsorted(to[start[low] : start[low + 1]], high))


@compiled
def _direct(start: Ints, to: Shorts, low: Ints, high: Ints, cost: Floats) -> tuple[Floats, Ints]:
    """Give the arcs that are edges the cost of the cheapest such edge; the others none."""
    arc_cost = np.full(len(to), np.inf)
    via = np.full(len(to), -1, np.int64)
    for edge in range(len(low)):
        if low[edge] == high[edge]:
            continue
        arc = arc_between(start, to, low[edge], high[edge])
        if cost[edge] < arc_cost[arc]:
            arc_cost[arc] = cost[edge]
            via[arc] = -1 - edge
    return arc_cost, via


@compiled
def _shortcuts(
    start: Ints, to: Shorts, level: Shorts, levels: int, cost: Floats, via: Ints
) -> None:
    """Lower the cost of each arc to that over any rank below both its ends.

    The arcs of one rank lead to ancestors of it, each of another depth.
    """
    first, arcs, owner = _arcs_into(start, to)
    arc_to = np.empty(levels, np.int64)
    for high in range(len(start) - 1):
        for arc in range(start[high], start[high + 1]):
            arc_to[level[arc]] = arc
        for k in range(first[high], first[high + 1]):
            below, low = arcs[k], owner[k]
            for other in range(below + 1, start[low + 1]):
                over = cost[below] + cost[other]
                arc = arc_to[level[other]]
                if over < cost[arc]:
                    cost[arc] = over
                    via[arc] = low


@compiled
def _arcs_into(start: Ints, to: Shorts) -> tuple[Ints, Shorts, Shorts]:
    """List the arcs that lead to each rank, and the ranks from which they come."""
    count = len(start) - 1
    first = np.zeros(count + 2, np.int64)
    for high in to:
        first[high + 2] += 1
    for rank in range(count):
        first[rank + 2] += first[rank + 1]
    arcs, owner = np.empty(len(to), np.int32), np.empty(len(to), np.int32)
    for low in range(count):
        for arc in range(start[low], start[low + 1]):
            place = first[to[arc] + 1]
            arcs[place] = arc
            owner[place] = low
            first[to[arc] + 1] += 1
    return first[: count + 1], arcs, owner
