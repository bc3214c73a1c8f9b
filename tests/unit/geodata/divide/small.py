"""Tiny grounds, made on the spot, whose best division is known or can be proven."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID, crs_of
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
        tolerance=slack,
        scale_m=4 * float(np.sqrt(graph.area_m2.sum() / cells)),
        round_m=0.0,
        home=np.full(graph.atoms, -1, np.int64),
        moving_m=np.zeros(graph.atoms),
    )


def always(done: float, until: float) -> bool:
    """Let a search go on to its end."""
    return True


SRID = 32650
"""Metric CRS of the small town, whose corner is the origin of all metres in the tests."""
_ORIGIN_M = (450_000.0, 4_430_000.0)


def place(shapes: list[BaseGeometry], **columns: object) -> gpd.GeoDataFrame:
    """Bring shapes, in metres from the corner of the town, to degrees."""
    moved = shapely.transform(np.array(shapes, object), lambda xy: xy + _ORIGIN_M)
    degrees = gpd.GeoSeries(moved, crs=crs_of(SRID)).to_crs(STORAGE_SRID)
    return gpd.GeoDataFrame(columns, geometry=degrees.to_numpy(), crs=STORAGE_SRID)


def houses(households: int | None = 10) -> gpd.GeoDataFrame:
    """Give 6 by 6 houses on 400 m by 400 m: nine in each quarter, ``b0`` in the south-west."""
    middles = [(33 + 66.8 * (n // 6), 33 + 66.8 * (n % 6)) for n in range(36)]
    shapes = [shapely.box(x - 8, y - 6, x + 8, y + 6) for x, y in middles]
    return place(
        shapes,
        key=[f"b{number}" for number in range(36)],
        households=[households] * 36,
        kind=["apartment"] * 36,
        levels=[6] * 36,
    )


def lines(*drawn: tuple[str, BaseGeometry]) -> gpd.GeoDataFrame:
    """Give barriers; by default two main roads that part the town into its quarters."""
    some = drawn or (("secondary", across(200)), ("secondary", along(200)))
    return place([shape for _, shape in some], kind=[kind for kind, _ in some])


def along(x: float) -> shapely.LineString:
    """Give a line through the town from south to north."""
    return shapely.LineString([(x, 0), (x, 400)])


def across(y: float) -> shapely.LineString:
    """Give a line through the town from west to east."""
    return shapely.LineString([(0, y), (400, y)])


def outline(shape: BaseGeometry | None = None) -> BaseGeometry:
    """Give the boundary of the town, in degrees."""
    return place([shape or shapely.box(0, 0, 400, 400)]).geometry.iloc[0]
