"""Colour numbers for areas, so that neighbours are told apart."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

TINTS = 8


def colour_neighbours(shapes: Sequence[BaseGeometry], *, tints: int = TINTS) -> list[int]:
    """Give each area a colour number that none of its neighbours has.

    Parameters
    ----------
    shapes : Sequence[BaseGeometry]
        Polygons in one CRS; those that touch are neighbours.
    tints : int
        How many colours there are. Greedy colouring in order of falling degree (Welsh and
        Powell 1967) needs at most six on real maps; beyond ``tints`` numbers repeat.

    Returns
    -------
    list of int
        From 0 to ``tints - 1``, in the order given.
    """
    # Imported late: it takes as long as everything else here, and only publishing needs it.
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(shapes)))
    pairs = shapely.STRtree(list(shapes)).query(list(shapes), predicate="intersects").T
    graph.add_edges_from((int(a), int(b)) for a, b in pairs if a < b)
    colours = nx.greedy_color(graph, strategy="largest_first")
    return [colours[i] % tints for i in range(len(shapes))]
