"""Shorten a walk along required lanes until it is proven that none is shorter."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from patrol.lanes.cuts import broken_cuts
from patrol.lanes.graph import LaneGraph
from patrol.lanes.program import LaneProgram
from patrol.lanes.reduce import reduce_graph
from patrol.lanes.rural import Cover, cover_of, quick_cover, repaired
from patrol.noding import Ints
from patrol.tours.effort import Effort

_TOLD = "lanes"

_ROUNDS = 60
"""Rounds of cuts on the relaxed program, before whole numbers are asked for."""


def best_cover(graph: LaneGraph, effort: Effort) -> Cover:
    """Find a shortest closed walk along all required lanes, with a proof.

    The integer program of Corberan and Sanchis (1994), "A polyhedral approach to the rural
    postman problem", is solved by HiGHS with cuts that are added as they are broken, on a graph
    reduced to what can matter.

    Parameters
    ----------
    graph : LaneGraph
        All required lanes must lie in one connected piece.
    effort : Effort
        When the time is up, or its listener has had enough, the best walk so far is given.

    Returns
    -------
    Cover
        Its copies, cost and lower bound.

    Raises
    ------
    ValueError
        If the required lanes do not hang together.
    """
    cover = quick_cover(graph)
    if cover.cost == cover.bound:
        return cover
    reduced = reduce_graph(graph, cover.cost - graph.required_cost)
    found = _prove(reduced.graph, quick_cover(reduced.graph), effort)
    whole = cover_of(graph, reduced.copies(found.copies, len(graph)), found.bound)
    return whole if whole.cost <= cover.cost else cover_of(graph, cover.copies, found.bound)


def _prove(graph: LaneGraph, cover: Cover, effort: Effort) -> Cover:
    """Raise the bound and lower the cost until they meet or the time is over."""
    program = LaneProgram(graph)
    cover = _relax(program, cover, effort)
    while cover.cost > cover.bound and effort.go_on(_TOLD):
        extra, low = program.solve(cover.copies - graph.required, effort.left_s)
        bound = max(cover.bound, min(_whole(graph, low), cover.cost))
        if extra is None:
            return replace(cover, bound=bound)
        cover = _better(graph, cover, graph.required + extra, bound)
        _separate(program, extra)
    return cover


def _relax(program: LaneProgram, cover: Cover, effort: Effort) -> Cover:
    """Add the cuts that fractions break, as long as there are any; round the fractions."""
    graph = program.graph
    for _ in range(_ROUNDS):
        extra, low = program.relaxed()
        cover = replace(cover, bound=max(cover.bound, min(_whole(graph, low), cover.cost)))
        cuts = [program.add_cut(inside, least) for inside, least in broken_cuts(graph, extra)]
        if not any(cuts) or not effort.go_on(_TOLD):
            break
    return _better(graph, cover, graph.required + np.rint(extra).astype(np.int64), cover.bound)


def _whole(graph: LaneGraph, low: float) -> int:
    """Turn a bound of what is added into one of the walk; costs are whole numbers."""
    return graph.required_cost + math.ceil(low - 1e-3) if math.isfinite(low) else 0


def _better(graph: LaneGraph, cover: Cover, copies: Ints, bound: int) -> Cover:
    """Take a walk if it is shorter, mended where it is odd or falls apart."""
    found = repaired(graph, copies, bound)
    better = found if found.cost < cover.cost else cover
    return replace(better, bound=min(bound, better.cost))


def _separate(program: LaneProgram, extra: Ints) -> None:
    """Cut off the pieces into which a walk in whole numbers falls."""
    graph = program.graph
    piece = graph.pieces(graph.required + extra)
    for label in range(int(piece.max()) + 1 if piece.max() > 0 else 0):
        program.add_cut(piece == label, 2)
