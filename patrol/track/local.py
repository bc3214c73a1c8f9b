"""The part of the network around a track, ready for many short searches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from patrol.network import WalkingNetwork
from patrol.track.fixes import Floats, Ints

_MARGIN_M = 400.0


@dataclass(frozen=True, eq=False)
class LocalGraph:
    """Nodes and edges near a track, numbered anew.

    Attributes
    ----------
    node : (n,) int array
        Local number of each node of the network, -1 outside.
    graph : csr_array
        Metres between neighbouring nodes, the shorter of parallel edges.
    edge_of : csr_array
        For the same pairs, one more than the edge that is the shorter.
    """

    node: Ints
    graph: csr_array
    edge_of: csr_array

    def from_nodes(self, nodes: Ints, limit_m: float) -> Floats:
        """Measure the ways from some nodes to all.

        Parameters
        ----------
        nodes : (k,) int array
            Local numbers.
        limit_m : float
            Ways longer than this, metres, count as none.

        Returns
        -------
        (k, n) array
            Metres, infinite beyond the limit.
        """
        return np.asarray(dijkstra(self.graph, indices=nodes, limit=limit_m)).reshape(
            len(nodes), -1
        )

    def way(self, start: int, end: int, limit_m: float) -> list[tuple[int, int, int]]:
        """Find the shortest way between two nodes.

        Parameters
        ----------
        start, end : int
            Local numbers, joined within the limit.
        limit_m : float
            Metres.

        Returns
        -------
        list of (int, int, int)
            Edge of the network, and the local nodes from and to which it is walked.
        """
        _, before = dijkstra(self.graph, indices=[start], limit=limit_m, return_predecessors=True)
        steps = []
        while end != start:
            previous = int(before[0, end])
            steps.append((int(self.edge_of[previous, end]) - 1, previous, end))
            end = previous
        return steps[::-1]


def local_graph(network: WalkingNetwork, xy: Floats) -> LocalGraph:
    """Cut out what lies within 400 m of the frame of a track.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    xy : (n, 2) array
        Metres.

    Returns
    -------
    LocalGraph
    """
    frame = shapely.box(*(xy.min(axis=0) - _MARGIN_M), *(xy.max(axis=0) + _MARGIN_M))
    edge = np.unique(network.segment_edge[network.segment_tree.query(frame)])
    inside = np.zeros(network.node_count, dtype=bool)
    inside[network.edge_u[edge]] = inside[network.edge_v[edge]] = True
    node = np.where(inside, np.cumsum(inside) - 1, -1)
    u, v = node[network.edge_u[edge]], node[network.edge_v[edge]]
    low_end, high_end = np.minimum(u, v), np.maximum(u, v)
    order = np.lexsort((network.edge_length_m[edge], high_end, low_end))
    pairs = np.column_stack([low_end, high_end])[order]
    fresh = np.append(True, (np.diff(pairs, axis=0) != 0).any(axis=1))[: len(pairs)]
    chosen = order[fresh & (pairs[:, 0] != pairs[:, 1])]
    return LocalGraph(
        node,
        _both_ways(u[chosen], v[chosen], network.edge_length_m[edge[chosen]], int(inside.sum())),
        _both_ways(u[chosen], v[chosen], edge[chosen] + 1, int(inside.sum())),
    )


def _both_ways(u: Ints, v: Ints, values: Floats | Ints, count: int) -> csr_array:
    ends = (np.concatenate([u, v]), np.concatenate([v, u]))
    return csr_array(coo_array((np.tile(values, 2), ends), shape=(count, count)))
