"""The shortest closed walk along all required lanes: the undirected rural postman problem."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from patrol.lanes.connect import connecting_lanes
from patrol.lanes.graph import LaneGraph
from patrol.lanes.joins import minimum_join
from patrol.noding import Ints


@dataclass(frozen=True, eq=False)
class Cover:
    """How often each lane is walked, so that one closed walk covers all that is required.

    Attributes
    ----------
    copies : (m,) int array
        How often each lane is walked, at least as often as required.
    cost : int
        Sum over all copies.
    bound : int
        No walk costs less; equal to `cost` where the walk is proven to be a shortest one.
    """

    copies: Ints
    cost: int
    bound: int

    @property
    def gap(self) -> float:
        """At most this share longer than a shortest walk."""
        return self.cost / self.bound - 1.0 if self.bound else 0.0


def quick_cover(graph: LaneGraph) -> Cover:
    """Cover all required lanes at once, without a search.

    Where the required lanes hang together (the Chinese postman problem) this is optimal: they
    and a minimum join. Else pieces are joined by cheapest trees before or after the join is
    made (Frederickson 1979, "Approximation algorithms for some postman problems"), whichever
    is better; the join alone is a lower bound.

    Parameters
    ----------
    graph : LaneGraph
        All required lanes must lie in one connected piece.

    Returns
    -------
    Cover
    """
    join = minimum_join(graph, graph.odd(graph.required))
    copies = graph.required + join
    bound = int((graph.cost * copies).sum())
    if in_one_piece(graph, copies):
        return Cover(copies, bound, bound)
    covers = [
        repaired(graph, graph.required, bound),
        repaired(graph, graph.required, bound, apart=copies),
        repaired(graph, copies, bound),
    ]
    return min(covers, key=lambda cover: cover.cost)


def in_one_piece(graph: LaneGraph, copies: Ints) -> bool:
    """Tell whether all walked lanes hang together.

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    copies : (m,) int array
        How often each is walked.

    Returns
    -------
    bool
    """
    return int(graph.pieces(copies).max(initial=-1)) <= 0


def repaired(graph: LaneGraph, copies: Ints, bound: int, *, apart: Ints | None = None) -> Cover:
    """Join the pieces of a cover and make it even, again and again, until it is both.

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    copies : (m,) int array
        What is to be kept, perhaps in pieces or odd at some nodes.
    bound : int
        Known lower bound.
    apart : (m,) int array, optional
        A cover by whose pieces the first joining goes; by default `copies`.

    Returns
    -------
    Cover

    Raises
    ------
    ValueError
        If no lanes join the pieces.
    """
    kept = np.where(graph.required > 0, graph.required, np.minimum(copies, 1))
    copies = copies if apart is None else apart
    while graph.odd(copies).any() or not in_one_piece(graph, copies):
        lanes = connecting_lanes(graph, copies)
        if not in_one_piece(graph, copies) and not len(lanes):
            raise ValueError("the required lanes do not hang together")
        kept[lanes] = np.maximum(kept[lanes], 1)
        copies = kept + minimum_join(graph, graph.odd(kept))
    return cover_of(graph, _without_needless(graph, copies), bound)


def cover_of(graph: LaneGraph, copies: Ints, bound: int) -> Cover:
    """Sum up a cover.

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    copies : (m,) int array
        How often each is walked.
    bound : int
        Known lower bound of the cost.

    Returns
    -------
    Cover
    """
    return Cover(copies, int((graph.cost * copies).sum()), bound)


def _without_needless(graph: LaneGraph, copies: Ints) -> Ints:
    """Take away pairs of copies that neither the need nor the connection asks for."""
    double = np.flatnonzero(copies - graph.required >= 2)
    for lane in double[np.argsort(-graph.cost[double], kind="stable")]:
        fewer = copies.copy()
        fewer[lane] -= 2
        if in_one_piece(graph, fewer):
            copies = fewer
    return copies


def with_start(graph: LaneGraph, start: int | None) -> LaneGraph:
    """Require that a node be passed, by a loop there that costs nothing.

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    start : int or None
        The node; None changes nothing.

    Returns
    -------
    LaneGraph
        With the loop as its last lane.
    """
    if start is None:
        return graph
    return replace(
        graph,
        u=np.append(graph.u, start),
        v=np.append(graph.v, start),
        cost=np.append(graph.cost, 0),
        required=np.append(graph.required, 1),
    )
