"""What elimination makes of a network: arcs upwards, and the tree in which they lead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.machine import compiled
from patrol.hierarchy.order import Shorts, elimination_order, neighbours
from patrol.noding import Ints


@dataclass(frozen=True, eq=False)
class Elimination:
    """A network with its nodes numbered by rank, whatever its edges cost.

    When a node is eliminated, its later neighbours become neighbours of each other. All later
    neighbours of a node are among its ancestors in the tree (Liu 1990), so that every shortest
    way climbs in the tree from both ends to a common ancestor.

    Attributes
    ----------
    rank : (n,) int array
        Rank of each node of the network.
    start : (n + 1,) int array
        Arcs of rank ``r`` are ``start[r]`` to ``start[r + 1]``.
    to : (k,) int array
        Rank to which an arc leads, above its own; ascending within one rank.
    level : (k,) int array
        Depth of that rank.
    parent : (n,) int array
        Lowest later neighbour of each rank, or -1 at a root.
    depth : (n,) int array
        Ancestors of each rank.
    place : (n,) int array
        Order in which the ranks below one ancestor lie side by side.
    """

    rank: Ints
    start: Ints
    to: Shorts
    level: Shorts
    parent: Ints
    depth: Shorts
    place: Ints


def eliminate(u: Ints, v: Ints, node_count: int) -> Elimination:
    """Eliminate the nodes of a network.

    Parameters
    ----------
    u, v : (m,) int arrays
        Ends of the edges.
    node_count : int
        Number of nodes.

    Returns
    -------
    Elimination
    """
    order = elimination_order(u, v, node_count)
    rank = np.empty(node_count, dtype=np.int64)
    rank[order] = np.arange(node_count)
    around = neighbours(rank[u], rank[v], node_count)
    start, to, parent = _fill(around.indptr.astype(np.int64), around.indices.astype(np.int64))
    depth, place = _tree(parent)
    return Elimination(rank, start, to, depth[to], parent, depth, place)


@compiled
def _fill(around_start: Ints, around: Ints) -> tuple[Ints, Shorts, Ints]:
    """Collect for each rank its later neighbours: its own, and those of its children."""
    count = len(around_start) - 1
    start = np.zeros(count + 1, np.int64)
    to = np.empty(4 * len(around) + 16, np.int32)
    parent = np.full(count, -1, np.int64)
    child, sibling = np.full(count, -1, np.int64), np.full(count, -1, np.int64)
    seen = np.full(count, -1, np.int64)
    for v in range(count):
        end = start[v]
        seen[v] = v
        most = around_start[v + 1] - around_start[v]
        c = child[v]
        while c >= 0:
            most += start[c + 1] - start[c]
            c = sibling[c]
        if end + most > len(to):
            to = np.concatenate((to, np.empty(len(to) + most, np.int32)))
        end = _add(around[around_start[v] : around_start[v + 1]], v, seen, to, end)
        c = child[v]
        while c >= 0:
            end = _add(to[start[c] : start[c + 1]], v, seen, to, end)
            c = sibling[c]
        start[v + 1] = end
        if end > start[v]:
            to[start[v] : end].sort()
            parent[v] = to[start[v]]
            sibling[v] = child[parent[v]]
            child[parent[v]] = v
    return start, to[: start[count]].copy(), parent


@compiled
def _add(candidates: Ints | Shorts, v: int, seen: Ints, to: Shorts, end: int) -> int:
    """Append the candidates above a rank that were not seen for it yet; give the new end."""
    for w in candidates:
        if w > v and seen[w] != v:
            seen[w] = v
            to[end] = w
            end += 1
    return end


@compiled
def _tree(parent: Ints) -> tuple[Shorts, Ints]:
    """Give the depth of each rank, and its place with all that is below it side by side."""
    count = len(parent)
    size = np.ones(count, np.int64)
    for v in range(count):
        if parent[v] >= 0:
            size[parent[v]] += size[v]
    depth, place = np.zeros(count, np.int32), np.zeros(count, np.int64)
    free = np.zeros(count, np.int64)
    roots = 0
    for v in range(count - 1, -1, -1):
        p = parent[v]
        if p < 0:
            first = roots
            roots += size[v]
        else:
            first = free[p]
            free[p] += size[v]
            depth[v] = depth[p] + 1
        place[v] = first
        free[v] = first + 1
    return depth, place
