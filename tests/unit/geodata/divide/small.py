"""Tiny grounds, made on the spot, whose best division is known or can be proven."""

from __future__ import annotations

import numpy as np
import shapely

from geodata.divide.coverage import match_edges, shared_edges
from geodata.divide.goal import Goal
from geodata.divide.graph import Graph, make_graph

PRICES = (3.0, 1.0, 0.8, 0.25)
"""Of a metre of border: through a block, along a lane, a street, a main road."""


def random_graph(atoms: int, seed: int) -> Graph:
    """Give a planar graph: the Voronoi cells of random points, 400 m by 400 m."""
    rng = np.random.default_rng(seed)
    ground = shapely.box(0, 0, 400, 400)
    points = shapely.multipoints(rng.uniform(0, 400, (atoms, 2)))
    faces = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=ground))
    pieces = match_edges(shapely.intersection(faces, ground, grid_size=0.001))
    first, second, length_m = shared_edges(pieces)
    return make_graph(
        rng.integers(5, 60, atoms), first, second, length_m * rng.choice(PRICES, len(first)),
        length_m, length_m > 1.0, shapely.length(pieces), shapely.area(pieces),
    )  # fmt: skip


def linear_goal(graph: Graph, cells: int, *, slack: float = 0.05, slope_m: float = 25.0) -> Goal:
    """Give a goal that the exact model holds, too: no shapes, no squares, no cells of today."""
    mean = float(graph.weight.sum()) / cells
    return Goal(
        cells=cells,
        low=mean * (1 - slack),
        high=mean * (1 + slack),
        slope_m=slope_m,
        even_m=0.0,
        mean=mean,
        scale_m=4 * float(np.sqrt(graph.area_m2.sum() / cells)),
        round_m=0.0,
        home=np.full(graph.atoms, -1, np.int64),
        moving_m=np.zeros(graph.atoms),
    )


def always(done: float, until: float) -> bool:
    """Let a search go on to its end."""
    return True
