"""How far places of a network are from their ancestors, and so from each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from geodata.machine import compiled
from patrol.hierarchy.order import Shorts
from patrol.hierarchy.weigh import Hierarchy
from patrol.noding import Floats, Ints

_ROWS = 32
"""Rows of the matrix that are filled together: they stay in the processor's cache."""


@dataclass(frozen=True, eq=False)
class Places:
    """Places on edges of a network.

    Attributes
    ----------
    edge : (n,) int array
        On which edge each lies.
    u, v : (n,) int arrays
        Nodes at the start and the end of that edge.
    to_u, to_v : (n,) arrays
        Cost of going to them along the edge.
    """

    edge: Ints
    u: Ints
    v: Ints
    to_u: Floats
    to_v: Floats

    def take(self, rows: Any) -> Places:
        """Take some of the places.

        Parameters
        ----------
        rows : int array
            Which, in which order.

        Returns
        -------
        Places
        """
        return Places(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def matrix_of(hierarchy: Hierarchy, places: Places) -> Floats:
    """Compute the costs between all places.

    Each place is labelled with its costs to all its ancestors; two places meet at the best
    ancestor that they share (Ouyang and others 2018).

    Parameters
    ----------
    hierarchy : Hierarchy
        Of the network.
    places : Places
        On it.

    Returns
    -------
    (n, n) array
        Infinite where there is no way.
    """
    tree = hierarchy.tree
    low = np.minimum(tree.rank[places.u], tree.rank[places.v])
    order = np.argsort(tree.place[low], kind="stable")
    places, low = places.take(order), low[order]
    levels = int(tree.depth[low].max(initial=-1)) + 1
    first = _first_alike(tree.parent, tree.depth, low, levels)
    cost = _along_edges(hierarchy, places, levels)
    _climb(tree.start, tree.level, tree.parent, hierarchy.cost, low, first, cost)
    half = np.full((len(low), len(low)), np.inf)
    _meet(cost, first, half)
    _same_edge(places.edge, places.to_u, half)
    matrix = np.empty_like(half)
    matrix[np.ix_(order, order)] = np.minimum(half, half.T)
    return matrix


def _along_edges(hierarchy: Hierarchy, places: Places, levels: int) -> Floats:
    """Begin the labels, one a column, with the ends of the edges."""
    tree, column = hierarchy.tree, np.arange(len(places.edge))
    cost = np.full((levels, len(column)), np.inf)
    for node, along in ((places.u, places.to_u), (places.v, places.to_v)):
        np.minimum.at(cost, (tree.depth[tree.rank[node]], column), along)
    return cost


@compiled
def _first_alike(parent: Ints, depth: Shorts, low: Ints, levels: int) -> Shorts:
    """Give for each depth and place the first place with the same ancestor there.

    Places that share an ancestor are neighbours. Where a place has no ancestor of that depth, it
    is the place after it.
    """
    first = np.empty((levels, len(low)), np.int32)
    for row in range(len(low)):
        shared = _shared(parent, depth, low[row - 1], low[row]) if row else 0
        for level in range(levels):
            if level < shared:
                first[level, row] = first[level, row - 1]
            else:
                first[level, row] = row if level <= depth[low[row]] else row + 1
    return first


@compiled
def _shared(parent: Ints, depth: Shorts, a: int, b: int) -> int:
    """Count the common ancestors of two ranks, themselves included."""
    while a != b:
        if a < b:
            a = parent[a]
        else:
            b = parent[b]
        if a < 0 or b < 0:
            return 0
    return int(depth[a]) + 1


@compiled
def _climb(
    start: Ints,
    level_of: Shorts,
    parent: Ints,
    arc_cost: Floats,
    low: Ints,
    first: Shorts,
    cost: Floats,
) -> None:
    """Complete the labels upwards, all places below one ancestor together."""
    levels, count = cost.shape
    at = low.copy()
    for level in range(levels - 1, -1, -1):
        row = 0
        while row < count:
            end = row + 1
            if first[level, row] <= row:
                while end < count and first[level, end] == row:
                    end += 1
                for arc in range(start[at[row]], start[at[row] + 1]):
                    _lower(cost[level_of[arc], row:end], cost[level, row:end], arc_cost[arc])
                at[row:end] = parent[at[row]]
            row = end


@compiled
def _lower(line: Floats, here: Floats, mine: float) -> None:
    """Lower the costs of a line to those over here."""
    for k in range(len(line)):
        over = here[k] + mine
        line[k] = over if over < line[k] else line[k]


@compiled
def _meet(cost: Floats, first: Shorts, half: Floats) -> None:
    """Fill the lower half of the matrix: the best common ancestor of each pair of places."""
    levels, count = cost.shape
    for top in range(0, count, _ROWS):
        for level in range(levels):
            here = cost[level]
            for row in range(top, min(top + _ROWS, count)):
                if here[row] < np.inf:
                    since = first[level, row]
                    _lower(half[row, since : row + 1], here[since : row + 1], here[row])


@compiled
def _same_edge(edge: Ints, along: Floats, half: Floats) -> None:
    """Let places on one edge reach each other along it."""
    for row in range(len(edge)):
        for other in range(row + 1):
            if edge[row] == edge[other]:
                half[row, other] = min(half[row, other], abs(along[row] - along[other]))
