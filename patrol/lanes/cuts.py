"""Which cuts a walk in fractions breaks: it must hang together, and be even across any border."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

from patrol.lanes.graph import Bools, LaneGraph
from patrol.noding import Floats, Ints

_SCALE = 100_000
"""Flows are counted in whole numbers; so many make one lane."""

_THRESHOLDS = (0.01, 0.3, 0.6)
_BROKEN = 1e-2


def broken_cuts(graph: LaneGraph, extra: Floats) -> Iterator[tuple[Bools, int]]:
    """Find sets of nodes across whose border too few lanes are walked.

    Sets with pieces of required lanes inside and outside need two lanes across, by minimum cuts
    between the pieces; sets left by an odd number of required lanes need one more, by the parts
    in which lanes walked often enough hang together.

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    extra : (m,) array
        How often each is walked beyond its need, perhaps in fractions.

    Yields
    ------
    inside : (n,) bool array
        The set.
    least : int
        How often lanes must be walked across its border, beyond the need.
    """
    yield from _odd_sets(graph, extra)
    yield from _separate_pieces(graph, extra)


def _odd_sets(graph: LaneGraph, extra: Floats) -> Iterator[tuple[Bools, int]]:
    odd = graph.odd(graph.required)
    for threshold in _THRESHOLDS:
        walked = extra > threshold
        links = coo_array(
            (np.ones(int(walked.sum())), (graph.u[walked], graph.v[walked])),
            shape=(graph.node_count,) * 2,
        )
        count, part = connected_components(links, directed=False)
        border = part[graph.u] != part[graph.v]
        across = np.bincount(part[graph.u[border]], extra[border], minlength=count)
        across += np.bincount(part[graph.v[border]], extra[border], minlength=count)
        is_odd = np.bincount(part, weights=odd, minlength=count) % 2 == 1
        for label in np.flatnonzero(is_odd & (across < 1 - _BROKEN)):
            yield part == label, 1


def _separate_pieces(graph: LaneGraph, extra: Floats) -> Iterator[tuple[Bools, int]]:
    """Cut each piece of required lanes from the first, cheaply and across few lanes."""
    piece = graph.pieces(graph.required)
    count = int(piece.max()) + 1
    node = np.where(piece < 0, count + np.cumsum(piece < 0) - 1, piece)
    capacity = _capacity(node[graph.u], node[graph.v], extra)
    for other in range(1, count):
        for start, end in ((other, 0), (0, other)):
            flow = maximum_flow(capacity, start, end)
            if flow.flow_value >= (2 - _BROKEN) * _SCALE:
                break
            left = capacity - flow.flow
            left.eliminate_zeros()
            reached = breadth_first_order(left, start, return_predecessors=False)
            yield np.isin(node, reached), 2


def _capacity(u: Ints, v: Ints, extra: Floats) -> csr_array:
    """Count walked lanes in small whole parts; one more part each makes cuts cross few lanes."""
    count = int(max(u.max(), v.max())) + 1
    whole = np.rint(np.maximum(extra, 0) * _SCALE).astype(np.int32) + 1
    keep = u != v
    ends = (np.append(u[keep], v[keep]), np.append(v[keep], u[keep]))
    return csr_array(coo_array((np.tile(whole[keep], 2), ends), shape=(count, count)))
