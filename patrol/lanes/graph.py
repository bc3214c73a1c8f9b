"""The lanes that are to be walked, as a graph, and how often each is walked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from patrol.noding import Floats, Ints

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class LaneGraph:
    """Lanes between numbered nodes; some must be walked, all may be.

    Parallel lanes and loops are kept.

    Attributes
    ----------
    node_count : int
        Number of nodes.
    u, v : (m,) int arrays
        Ends of the lanes.
    cost : (m,) int array
        What walking a lane costs, in whole numbers (see `whole_numbers`); never negative.
    required : (m,) int array
        How often each must be walked: 0, 1 or 2.
    """

    node_count: int
    u: Ints
    v: Ints
    cost: Ints
    required: Ints

    def __len__(self) -> int:
        return len(self.u)

    @property
    def required_cost(self) -> int:
        """Cost of walking each lane as often as it must be."""
        return int((self.cost * self.required).sum())

    def degree(self, copies: Ints) -> Ints:
        """Count how often lanes meet each node.

        Parameters
        ----------
        copies : (m,) int array
            How often each lane is walked.

        Returns
        -------
        (n,) int array
        """
        both = np.concatenate([self.u, self.v])
        counted = np.bincount(both, weights=np.tile(copies, 2), minlength=self.node_count)
        return np.asarray(counted.astype(np.int64))

    def odd(self, copies: Ints) -> Bools:
        """Mark the nodes at which a walk with these copies could not go on.

        Parameters
        ----------
        copies : (m,) int array
            How often each lane is walked.

        Returns
        -------
        (n,) bool array
        """
        return np.asarray(self.degree(copies) % 2 == 1)

    def pieces(self, copies: Ints) -> Ints:
        """Label what hangs together when only walked lanes count.

        Parameters
        ----------
        copies : (m,) int array
            How often each lane is walked.

        Returns
        -------
        (n,) int array
            From 0; -1 at nodes that no walked lane touches.
        """
        walked = copies > 0
        u, v = self.u[walked], self.v[walked]
        graph = coo_array((np.ones(len(u)), (u, v)), shape=(self.node_count,) * 2)
        _, raw = connected_components(graph, directed=False)
        label = np.full(self.node_count, -1, dtype=np.int64)
        touched = np.unique(np.concatenate([u, v]))
        _, label[touched] = np.unique(raw[touched], return_inverse=True)
        return label


def whole_numbers(cost: Floats, *, per_unit: float = 1000.0) -> Ints:
    """Scale costs to the whole numbers in which solvers stay exact.

    Parameters
    ----------
    cost : (m,) array
        Metres or seconds, not negative.
    per_unit : float
        Whole numbers in a metre or a second.

    Returns
    -------
    (m,) int array
    """
    return np.rint(np.asarray(cost) * per_unit).astype(np.int64)


def cheapest_links(graph: LaneGraph, cost: Ints | Floats) -> tuple[csr_array, Ints, Ints]:
    """Take the cheapest lane between each two nodes, for searching the shortest ways.

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    cost : (m,) array
        Cost of each.

    Returns
    -------
    links : csr_array
        Symmetric, costs as floats; a lane that costs nothing costs a trifle.
    key : int array
        ``low * node_count + high`` of each pair of nodes, ascending.
    lane : int array
        The lane that stands for it.
    """
    low, high = np.minimum(graph.u, graph.v), np.maximum(graph.u, graph.v)
    pair = low * graph.node_count + high
    order = np.lexsort((cost, pair))
    first = np.append(True, pair[order][1:] != pair[order][:-1])[: len(order)]
    lane = order[first & (low != high)[order]]
    ends = (np.concatenate([low[lane], high[lane]]), np.concatenate([high[lane], low[lane]]))
    weight = np.maximum(np.tile(cost[lane], 2).astype(float), 1e-9)
    links = coo_array((weight, ends), shape=(graph.node_count,) * 2)
    return csr_array(links), pair[lane], lane
