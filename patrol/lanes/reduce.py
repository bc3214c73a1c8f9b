"""Leave out the lanes that no shortest walk needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from patrol.lanes.connect import shortest_ways
from patrol.lanes.graph import Bools, LaneGraph
from patrol.noding import Ints


@dataclass(frozen=True, eq=False)
class Reduced:
    """A smaller graph with the same shortest walks.

    Attributes
    ----------
    graph : LaneGraph
        Nodes numbered anew; chains of lanes that need not be walked are one lane each.
    parts : list of int arrays
        For each lane of `graph`, the lanes of the whole graph that it stands for.
    """

    graph: LaneGraph
    parts: list[Ints]

    def copies(self, reduced: Ints, lane_count: int) -> Ints:
        """Translate how often lanes are walked back to the whole graph.

        Parameters
        ----------
        reduced : int array
            Copies of each lane of the smaller graph.
        lane_count : int
            Lanes of the whole graph.

        Returns
        -------
        (m,) int array
        """
        copies = np.zeros(lane_count, dtype=np.int64)
        for part, times in zip(self.parts, reduced.tolist(), strict=True):
            copies[part] += times
        return copies


def reduce_graph(graph: LaneGraph, spare: int) -> Reduced:
    """Keep the required lanes and the shortest ways between their ends.

    Between two required lanes a shortest walk takes some shortest way, and one way for each
    pair of ends is enough. Nothing is lost, so bounds on the smaller graph hold on the whole.

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    spare : int
        What a known walk costs beyond the required lanes: longer ways can't be worth it.

    Returns
    -------
    Reduced
    """
    needed = graph.required > 0
    ends = np.unique(np.concatenate([graph.u[needed], graph.v[needed]]))
    pairs = _between(graph, ends, spare)
    low, high = np.minimum(graph.u, graph.v), np.maximum(graph.u, graph.v)
    order = np.lexsort((graph.cost, low * graph.node_count + high))
    pair = (low * graph.node_count + high)[order]
    first = np.append(True, pair[1:] != pair[:-1])[: len(order)]
    useful = np.zeros(len(graph), dtype=bool)
    useful[order[first & np.isin(pair, pairs) & (low != high)[order]]] = True
    is_end = np.zeros(graph.node_count, dtype=bool)
    is_end[ends] = True
    chains = list(_chains(graph, np.flatnonzero(useful & ~needed), is_end))
    required = np.flatnonzero(needed)
    parts = [np.array([lane]) for lane in required] + [lanes for _, _, lanes in chains]
    u = np.append(graph.u[required], [one for one, _, _ in chains]).astype(np.int64)
    v = np.append(graph.v[required], [other for _, other, _ in chains]).astype(np.int64)
    nodes, number = np.unique(np.concatenate([u, v]), return_inverse=True)
    cost = np.array([int(graph.cost[part].sum()) for part in parts], dtype=np.int64)
    times = np.append(graph.required[required], np.zeros(len(chains), dtype=np.int64))
    u, v = np.split(number.astype(np.int64), 2)
    return Reduced(LaneGraph(len(nodes), u, v, cost, times), parts)


def _between(graph: LaneGraph, ends: Ints, spare: int) -> Ints:
    """List the pairs of neighbouring nodes on the shortest ways from end to end."""
    cost, before = shortest_ways(graph, ends, limit=spare + 0.5)
    is_end = np.zeros(graph.node_count, dtype=bool)
    is_end[ends] = True
    found = []
    for row, start in enumerate(ends.tolist()):
        node = ends[np.isfinite(cost[row, ends]) & (ends != start)]
        while len(node):
            previous = before[row, node].astype(np.int64)
            found.append(np.minimum(node, previous) * graph.node_count + np.maximum(node, previous))
            # A way through a third end falls into two ways that are found from there.
            node = np.unique(previous[~is_end[previous]])
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _chains(graph: LaneGraph, lanes: Ints, fixed: Bools) -> Iterator[tuple[int, int, Ints]]:
    """Join lanes to chains over nodes that only two of them touch."""
    at: dict[int, list[int]] = {}
    for lane in lanes.tolist():
        at.setdefault(int(graph.u[lane]), []).append(lane)
        at.setdefault(int(graph.v[lane]), []).append(lane)
    halts = [node for node, touching in at.items() if fixed[node] or len(touching) != 2]
    used: set[int] = set()
    for halt in halts:
        for lane in at[halt]:
            if lane in used:
                continue
            chain, node = [lane], int(graph.u[lane] + graph.v[lane]) - halt
            while not fixed[node] and len(at[node]) == 2:
                chain.append(at[node][0] if at[node][1] == chain[-1] else at[node][1])
                node = int(graph.u[chain[-1]] + graph.v[chain[-1]]) - node
            used.update(chain)
            yield halt, node, np.array(chain, dtype=np.int64)
