"""Join what is walked into one piece, cheaply."""

from __future__ import annotations

import numpy as np
from scipy.sparse.csgraph import dijkstra

from patrol.lanes.graph import LaneGraph, cheapest_links
from patrol.noding import Floats, Ints


def connecting_lanes(graph: LaneGraph, copies: Ints) -> Ints:
    """Find lanes that join all walked pieces: a cheapest tree over the ways between them.

    Ways between pieces are found by one search from all of them (Mehlhorn 1988, "A faster
    approximation algorithm for the Steiner problem in graphs").

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    copies : (m,) int array
        How often each is walked already.

    Returns
    -------
    int array
        Lanes to be added, each once. Pieces that no lane joins stay apart.
    """
    shrunk, count = _shrunk(graph, copies)
    links, key, lane = cheapest_links(shrunk, graph.cost)
    away, before, nearest = dijkstra(
        links, indices=np.arange(count), min_only=True, return_predecessors=True
    )
    source = np.asarray(nearest, dtype=np.int64)
    u, v = shrunk.u, shrunk.v
    known = np.isfinite(away[u]) & np.isfinite(away[v])
    between = np.flatnonzero(known & (source[u] != source[v]))
    total = away[u[between]] + graph.cost[between] + away[v[between]]
    bridges = between[np.argsort(total, kind="stable")]
    chosen = _tree(source[u[bridges]], source[v[bridges]], count)
    came_from = before.tolist()
    lane_of = dict(zip(key.tolist(), lane.tolist(), strict=True))
    added: set[int] = set()
    for bridge in bridges[chosen].tolist():
        added.add(bridge)
        for node in (int(u[bridge]), int(v[bridge])):
            added.update(_way_back(node, came_from, lane_of, shrunk.node_count))
    return np.array(sorted(added), dtype=np.int64)


def _shrunk(graph: LaneGraph, copies: Ints) -> tuple[LaneGraph, int]:
    """Make each walked piece one node, numbered first."""
    piece = graph.pieces(copies)
    count = int(piece.max()) + 1
    alone = piece < 0
    number = piece.copy()
    number[alone] = count + np.arange(int(alone.sum()))
    nodes = count + int(alone.sum())
    shrunk = LaneGraph(nodes, number[graph.u], number[graph.v], graph.cost, graph.required)
    return shrunk, count


def _tree(a: Ints, b: Ints, count: int) -> list[int]:
    """Take in order what joins two parts that were apart (Kruskal 1956)."""
    part = np.arange(count)
    chosen = []
    for k, (one, other) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        if part[one] != part[other]:
            part[part == part[other]] = part[one]
            chosen.append(k)
    return chosen


def _way_back(node: int, before: list[int], lane_of: dict[int, int], node_count: int) -> list[int]:
    """List the lanes from a node to the piece that it is nearest to."""
    lanes = []
    while (previous := before[node]) >= 0:
        lanes.append(lane_of[min(node, previous) * node_count + max(node, previous)])
        node = previous
    return lanes


def shortest_ways(graph: LaneGraph, nodes: Ints, limit: float = np.inf) -> tuple[Floats, Ints]:
    """Search from nodes to all others.

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    nodes : (k,) int array
        Where to search from.
    limit : float
        No farther than this cost.

    Returns
    -------
    cost : (k, n) array
        Infinite beyond the limit.
    before : (k, n) int array
        The node before each on the way; below 0 at the beginning and where none was found.
    """
    links, _, _ = cheapest_links(graph, graph.cost)
    cost, before = dijkstra(links, indices=nodes, limit=limit, return_predecessors=True)
    return np.asarray(cost), np.asarray(before)
