"""How far every stop is from every other on the network, and the way there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from shapely import LineString

from patrol.contract import Links, contract
from patrol.network import WalkingNetwork
from patrol.noding import Floats, Ints
from patrol.snap import Snaps
from patrol.terminals import TerminalGraph, split_at_stops

_CHUNK = 64
"""Legs searched at once, which bounds the memory on large networks."""


@dataclass(frozen=True, eq=False)
class Leg:
    """The way from one stop to the next.

    Attributes
    ----------
    edge : (k,) int array
        Edges of the network, in order of walking.
    from_m, to_m : (k,) arrays
        Part of each edge that is walked: metres along it, at the beginning and at the end.
    length_m : float
        Metres.
    coords : (c, 2) array
        The way, metres; none when both stops are at one place.
    """

    edge: Ints
    from_m: Floats
    to_m: Floats
    length_m: float
    coords: Floats

    @property
    def line(self) -> LineString:
        """The way as a LineString, empty when it has no length."""
        return LineString(self.coords)


def travel_matrix(network: WalkingNetwork, snaps: Snaps, *, cost: Floats | None = None) -> Floats:
    """Compute the exact shortest distances between stops along the network.

    The graph is contracted (dead ends, chains) before Dijkstra's algorithm runs.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    snaps : Snaps
        Places of the stops.
    cost : (e,) array, optional
        Cost of each edge, above zero, for instance ``network.walk_s()``; by default metres.

    Returns
    -------
    (n, n) array
        Metres, or the unit of `cost`; infinite between pieces of the network.
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


def path_between(
    network: WalkingNetwork, snaps: Snaps, start: int, end: int, *, cost: Floats | None = None
) -> Leg:
    """Find the shortest way between two stops.

    Parameters
    ----------
    network, snaps, cost
        As for `travel_matrix`.
    start, end : int
        Rows of `snaps`.

    Returns
    -------
    Leg

    Raises
    ------
    ValueError
        If the stops lie in different pieces of the network.
    """
    return paths_along(network, snaps, [start, end], cost=cost)[0]


def paths_along(
    network: WalkingNetwork,
    snaps: Snaps,
    order: Sequence[int] | Ints,
    *,
    cost: Floats | None = None,
) -> list[Leg]:
    """Find the shortest ways from stop to stop in a given order.

    Parameters
    ----------
    network, snaps, cost
        As for `travel_matrix`.
    order : sequence or array of int
        Rows of `snaps`.

    Returns
    -------
    list of Leg
        One fewer than `order` has rows.

    Raises
    ------
    ValueError
        If two neighbouring stops lie in different pieces of the network.
    """
    graph = split_at_stops(network, snaps, cost)
    u, v, part = _cheapest_parts(graph)
    sparse = _symmetric(u, v, graph.cost[part], graph.node_count)
    part_of = {(int(a), int(b)): int(k) for a, b, k in zip(u, v, part, strict=True)}
    nodes = graph.terminal[np.asarray(order, dtype=np.int64)]
    legs = []
    for first in range(0, len(nodes) - 1, _CHUNK):
        starts = nodes[first : min(first + _CHUNK, len(nodes) - 1)]
        _, before = dijkstra(sparse, indices=starts, return_predecessors=True)
        for row, start in enumerate(starts):
            chain = _trace(before[row], int(start), int(nodes[first + row + 1]))
            legs.append(_leg(network, graph, part_of, chain))
    return legs


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


def _trace(before: Ints, start: int, end: int) -> list[int]:
    """Follow the predecessors back from the end."""
    chain = [end]
    while chain[-1] != start:
        previous = int(before[chain[-1]])
        if previous < 0:
            raise ValueError("the stops lie in different pieces of the network")
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
    edge = graph.base[part]
    from_m = np.where(forth, graph.from_m[part], graph.to_m[part])
    to_m = np.where(forth, graph.to_m[part], graph.from_m[part])
    coords = [network.along(*step) for step in zip(edge, from_m, to_m, strict=True)]
    return Leg(edge, from_m, to_m, float(np.abs(to_m - from_m).sum()), _joined(coords))


def _joined(coords: list[Floats]) -> Floats:
    """Join the parts together, each shared point once."""
    if not coords:
        return np.empty((0, 2))
    together = np.concatenate([coords[0][:1], *(part[1:] for part in coords)])
    return np.asarray(together)
