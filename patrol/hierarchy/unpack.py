"""The edges of the shortest way between two places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.machine import compiled
from patrol.hierarchy.order import Shorts
from patrol.hierarchy.weigh import Hierarchy, arc_between
from patrol.noding import Floats, Ints


@dataclass(frozen=True, eq=False)
class Climb:
    """The ways from one place up to all its ancestors.

    Attributes
    ----------
    rank : (d,) int array
        Ancestor at each depth; the last is the lower end of the place's edge.
    cost : (d,) array
        Over lower ranks.
    before : (d,) int array
        Depth from which each is reached; -1 where it is reached along the place's edge.
    """

    rank: Ints
    cost: Floats
    before: Ints


def climb(hierarchy: Hierarchy, ends: tuple[int, int], along: tuple[float, float]) -> Climb:
    """Climb from a place to the root of its tree.

    Parameters
    ----------
    hierarchy : Hierarchy
        Of the network.
    ends : tuple of int
        Nodes at the ends of the edge on which the place lies.
    along : tuple of float
        Cost of going to them along the edge.

    Returns
    -------
    Climb
    """
    tree = hierarchy.tree
    ranks = tree.rank[list(ends)]
    low = int(ranks.min())
    cost = np.full(int(tree.depth[low]) + 1, np.inf)
    np.minimum.at(cost, tree.depth[ranks], along)
    rank, before = _climb(tree.start, tree.level, tree.parent, hierarchy.cost, low, cost)
    return Climb(rank, cost, before)


@dataclass(frozen=True, eq=False)
class Between:
    """The way between two places, from where it leaves one edge to where it enters the other.

    Attributes
    ----------
    cost : float
        With what is walked along the edges of the places.
    ranks : (k + 1,) int array
        Nodes, by rank.
    edges : (k,) int array
        Edges between them.
    """

    cost: float
    ranks: Ints
    edges: Ints


def way_between(hierarchy: Hierarchy, one: Climb, other: Climb) -> Between | None:
    """Find the shortest way between two places that leaves their edges.

    Parameters
    ----------
    hierarchy : Hierarchy
        Of the network.
    one, other : Climb
        From the two places.

    Returns
    -------
    Between or None
        None where there is no way.
    """
    shared = min(len(one.rank), len(other.rank))
    apart = np.flatnonzero(one.rank[:shared] != other.rank[:shared])
    shared = int(apart[0]) if len(apart) else shared
    cost = one.cost[:shared] + other.cost[:shared]
    if not np.isfinite(cost).any():
        return None
    top = int(cost.argmin())
    up, down = _levels_to(one.before, top), _levels_to(other.before, top)
    waypoints = np.concatenate([one.rank[up], other.rank[down[:-1]][::-1]])
    tree = hierarchy.tree
    return Between(float(cost[top]), *_spell_out(tree.start, tree.to, hierarchy.via, waypoints))


@compiled
def _climb(
    start: Ints, level_of: Shorts, parent: Ints, arc_cost: Floats, low: int, cost: Floats
) -> tuple[Ints, Ints]:
    """Complete the costs upwards, and note the way."""
    rank = np.empty(len(cost), np.int64)
    before = np.full(len(cost), -1, np.int64)
    at = low
    for level in range(len(cost) - 1, -1, -1):
        rank[level] = at
        for arc in range(start[at], start[at + 1]):
            above = level_of[arc]
            over = cost[level] + arc_cost[arc]
            if over < cost[above]:
                cost[above] = over
                before[above] = level
        at = parent[at]
    return rank, before


@compiled
def _levels_to(before: Ints, top: int) -> Ints:
    """List the depths of the way up, from the end of the edge to the top."""
    count, level = 1, top
    while before[level] >= 0:
        level = before[level]
        count += 1
    levels = np.empty(count, np.int64)
    level = top
    for k in range(count - 1, -1, -1):
        levels[k] = level
        level = before[level]
    return levels


@compiled
def _spell_out(start: Ints, to: Shorts, via: Ints, waypoints: Ints) -> tuple[Ints, Ints]:
    """Replace each arc between waypoints by those over lower ranks, down to the edges."""
    ahead = [rank for rank in waypoints[::-1]]  # noqa: C416 (Numba knows this form alone.)
    ranks = [ahead.pop()]
    edges = [0 for _ in range(0)]
    while ahead:
        here, there = ranks[-1], ahead[-1]
        between = via[arc_between(start, to, min(here, there), max(here, there))]
        if between >= 0:
            ahead.append(between)
        else:
            edges.append(-1 - between)
            ranks.append(ahead.pop())
    return np.array(ranks), np.array(edges, np.int64)
