"""Distances and ways on small networks by SciPy, which needs no preparation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from patrol.contract import Links, contract
from patrol.legs import Leg, leg_along
from patrol.network import WalkingNetwork
from patrol.noding import Floats, Ints
from patrol.snap import Snaps
from patrol.terminals import TerminalGraph, split_at_stops

_CHUNK = 64
"""Legs searched at once, which bounds the memory."""


def plain_matrix(network: WalkingNetwork, snaps: Snaps, cost: Floats) -> Floats:
    """Compute the distances between stops by Dijkstra's algorithm on the contracted network.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    snaps : Snaps
        Places of the stops.
    cost : (e,) array
        Cost of each edge, above zero.

    Returns
    -------
    (n, n) array
        Infinite between pieces of the network.
    """
    graph = split_at_stops(network, snaps, cost)
    places, place_of = np.unique(graph.terminal, return_inverse=True)
    links = contract(Links(graph.u, graph.v, graph.cost), graph.node_count, places)
    nodes, numbered = np.unique(np.append(links.ends, places), return_inverse=True)
    u, v = np.split(numbered[: 2 * len(links)], 2)
    sparse = _symmetric(u, v, links.cost, len(nodes))
    terminals = numbered[2 * len(links) :]
    found = dijkstra(sparse, indices=terminals)[:, terminals]
    matrix = np.minimum(found, found.T)
    return np.asarray(matrix[np.ix_(place_of, place_of)])


def plain_legs(
    network: WalkingNetwork, snaps: Snaps, order: Ints, cost: Floats
) -> Iterator[Leg | None]:
    """Find the shortest ways from stop to stop by Dijkstra's algorithm on the whole network.

    Parameters
    ----------
    network, snaps, cost
        As for `plain_matrix`.
    order : int array
        Rows of `snaps`.

    Yields
    ------
    Leg or None
        One fewer than `order` has rows; None where there is no way.
    """
    graph = split_at_stops(network, snaps, cost)
    u, v, part = _cheapest_parts(graph)
    sparse = _symmetric(u, v, graph.cost[part], graph.node_count)
    part_of = {(int(a), int(b)): int(k) for a, b, k in zip(u, v, part, strict=True)}
    nodes = graph.terminal[order]
    for first in range(0, len(nodes) - 1, _CHUNK):
        starts = nodes[first : min(first + _CHUNK, len(nodes) - 1)]
        _, before = dijkstra(sparse, indices=starts, return_predecessors=True)
        for row, start in enumerate(starts):
            chain = _trace(before[row], int(start), int(nodes[first + row + 1]))
            yield None if chain is None else _leg(network, graph, part_of, chain)


def _symmetric(u: Ints, v: Ints, cost: Floats, node_count: int) -> csr_array:
    both = (np.concatenate([u, v]), np.concatenate([v, u]))
    return csr_array(coo_array((np.tile(cost, 2), both), shape=(node_count, node_count)))


def _cheapest_parts(graph: TerminalGraph) -> tuple[Ints, Ints, Ints]:
    """Choose one split edge for each pair of nodes, the cheapest, and no loops."""
    low, high = np.minimum(graph.u, graph.v), np.maximum(graph.u, graph.v)
    order = np.lexsort((graph.cost, high, low))
    pairs = np.column_stack([low, high])[order]
    first = np.append(True, (pairs[1:] != pairs[:-1]).any(axis=1)) & (pairs[:, 0] != pairs[:, 1])
    part = order[first]
    return low[part], high[part], part


def _trace(before: Ints, start: int, end: int) -> list[int] | None:
    """Follow the predecessors back from the end."""
    chain = [end]
    while chain[-1] != start:
        previous = int(before[chain[-1]])
        if previous < 0:
            return None
        chain.append(previous)
    return chain[::-1]


def _leg(
    network: WalkingNetwork,
    graph: TerminalGraph,
    part_of: dict[tuple[int, int], int],
    chain: list[int],
) -> Leg:
    """Turn a chain of nodes into edges and their geometry."""
    steps = list(pairwise(chain))
    part = np.array([part_of[min(step), max(step)] for step in steps], dtype=np.int64)
    forth = graph.u[part] == np.array(chain[:-1], dtype=np.int64)
    from_m = np.where(forth, graph.from_m[part], graph.to_m[part])
    to_m = np.where(forth, graph.to_m[part], graph.from_m[part])
    return leg_along(network, graph.base[part], from_m, to_m)
