"""Minimum joins: the cheapest lanes to walk again so that a walk can go on everywhere."""

from __future__ import annotations

import numpy as np
import pymatching
from scipy.sparse import coo_array, csc_array
from scipy.sparse.csgraph import connected_components

from patrol.lanes.graph import Bools, LaneGraph
from patrol.noding import Ints

_LARGEST = 16_777_215
"""PyMatching takes whole numbers up to this one, and is exact on them."""


def minimum_join(graph: LaneGraph, odd: Bools) -> Bools:
    """Find the cheapest set of lanes that meets marked nodes oddly and all others evenly.

    This is the T-join of Edmonds and Johnson (1973), "Matching, Euler tours and the Chinese
    postman", found by the sparse blossom algorithm of PyMatching (Higgott and Gidney 2023).
    Exact for costs up to 16 million; larger ones are rounded to that many steps.

    Parameters
    ----------
    graph : LaneGraph
        The lanes; what is required does not matter here.
    odd : (n,) bool array
        Nodes to be met oddly: an even number in each connected piece.

    Returns
    -------
    (m,) bool array
        The lanes of the join.

    Raises
    ------
    ValueError
        If a connected piece has an odd number of marked nodes.
    """
    join = np.zeros(len(graph), dtype=bool)
    if not odd.any():
        return join
    lanes = _useful(graph, odd)
    cost = graph.cost[lanes]
    steps = max(1, -(-int(cost.max(initial=0)) // _LARGEST))
    ends = np.concatenate([graph.u[lanes], graph.v[lanes]])
    column = np.tile(np.arange(len(lanes)), 2)
    shape = (graph.node_count, len(lanes))
    incidence = csc_array(coo_array((np.ones(len(ends), dtype=np.uint8), (ends, column)), shape))
    matching = pymatching.Matching(
        incidence, weights=np.rint(cost / steps), merge_strategy="smallest-weight"
    )
    join[lanes] = matching.decode(odd.astype(np.uint8)).astype(bool)
    return join


def _useful(graph: LaneGraph, odd: Bools) -> Ints:
    """Leave out loops, all but the cheapest of parallel lanes, and pieces without marked nodes."""
    low, high = np.minimum(graph.u, graph.v), np.maximum(graph.u, graph.v)
    order = np.lexsort((graph.cost, low * graph.node_count + high))
    pair = (low * graph.node_count + high)[order]
    first = np.append(True, pair[1:] != pair[:-1])[: len(order)]
    links = coo_array((np.ones(len(graph)), (graph.u, graph.v)), shape=(graph.node_count,) * 2)
    count, piece = connected_components(links, directed=False)
    marked = np.bincount(piece, weights=odd, minlength=count)
    if (marked % 2).any():
        raise ValueError("a connected piece has an odd number of marked nodes")
    keep = first & (low != high)[order] & (marked[piece[low]] > 0)[order]
    return np.sort(order[keep])
