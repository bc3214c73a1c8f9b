"""Ground that is cut off on foot and too small for a cell of its own."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.divide.graph import Graph, make_graph

Ints = NDArray[np.int64]


def link_islands(
    graph: Graph, pieces: NDArray[np.object_], least: float, most_parts: int
) -> tuple[Graph, Ints]:
    """Join small parts that nobody reaches on foot to the nearest ground.

    Parameters
    ----------
    graph : Graph
    pieces : ndarray of Polygon, shape (n,)
        Shapes of the atoms, metres.
    least : float
        Households from which a part stays on its own.
    most_parts : int
        There can't be more parts than cells.

    Returns
    -------
    graph : Graph
        With a way on foot more for each part that was joined; no two edges join one pair.
    islands : ndarray of int
        Atoms of parts that were joined although somebody lives there.
    """
    part = graph.pieces(np.zeros(graph.atoms, np.int64))
    weight = np.bincount(part, graph.weight)
    order = np.argsort(-weight, kind="stable")
    mainland = np.zeros(len(weight), np.bool_)
    mainland[order[:most_parts]] = weight[order[:most_parts]] >= least
    mainland[order[0]] = True
    if mainland.all():
        return graph, np.empty(0, np.int64)
    links = [_nearest(pieces, part, number, mainland) for number in np.flatnonzero(~mainland)]
    linked = _linked(graph, np.sort(np.array(links, np.int64), axis=1))
    inhabited = ~mainland & (weight > 0)
    return linked, np.flatnonzero(inhabited[part])


def _linked(graph: Graph, links: Ints) -> Graph:
    """Add edges on foot; where there was a border that nobody crossed, it is crossed now."""
    once = graph.source < graph.target
    source, target = graph.source[once], graph.target[once]
    known, wanted = source * graph.atoms + target, links @ np.array([graph.atoms, 1])
    new = links[~np.isin(wanted, known)]
    none = np.zeros(len(new))
    return make_graph(
        graph.weight,
        np.concatenate([source, new[:, 0]]),
        np.concatenate([target, new[:, 1]]),
        np.concatenate([graph.cost_m[once], none]),
        np.concatenate([graph.length_m[once], none]),
        np.concatenate([graph.foot[once] | np.isin(known, wanted), np.ones(len(new), np.bool_)]),
        graph.around_m,
        graph.area_m2,
    )


def _nearest(
    pieces: NDArray[np.object_], part: Ints, number: np.int64, mainland: NDArray[np.bool_]
) -> tuple[int, int]:
    """Give the nearest pair of an island's atom and one of the mainland."""
    here = np.flatnonzero(part == number)
    there = np.flatnonzero(mainland[part])
    tree = shapely.STRtree(pieces[there])
    (at, to), distance_m = tree.query_nearest(pieces[here], return_distance=True)
    best = int(np.argmin(distance_m))
    return int(here[at[best]]), int(there[to[best]])
