"""Whether cells tile the ground, split buildings, and how compact they are."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from bench.ground import Ground
from geodata.crs import to_metric

Objects = NDArray[np.object_]

SPLIT_M2 = 1.0
"""Ground of a building in a foreign cell from which it counts as split."""

NO_AREA_M2 = 0.01
"""Gaps and overlaps below this are the rounding of degrees."""

ROUNDING_M = 0.01
"""A gap narrower than this is the rounding of the outline: what is straight in degrees is not quite
straight in metres. Between cells no gap is forgiven."""

_EARTH_M = 6_371_008.8


def coverage(ground: Ground, cells: gpd.GeoDataFrame, cell_of: pd.Series) -> dict[str, float]:
    """Measure the tiling.

    Areas are taken in degrees and scaled at the middle of the ground: projecting the long straight
    edge of one cell and the two halves of its neighbour would open gaps that are not there.

    Parameters
    ----------
    ground : Ground
    cells : GeoDataFrame
        EPSG:4326, one row a cell.
    cell_of : Series
        Building key to row of ``cells``.

    Returns
    -------
    dict
        ``gaps_m2``: ground in no cell, or of a cell outside the boundary; ``overlaps_m2``;
        ``edges_differ``: cells with an edge that is not its neighbour's to the coordinate;
        ``split``: buildings with more than :data:`SPLIT_M2` in a cell that is not theirs.
    """
    scale = m2_per_square_degree(ground)
    shapes = cells.geometry.to_numpy()
    overlaps = _overlaps(shapes)
    gaps = _gaps(shapely.union_all(shapes), ground.boundary, ROUNDING_M / math.sqrt(scale))
    faults = shapely.coverage_invalid_edges(shapes)
    return {
        "gaps_m2": gaps * scale,
        "overlaps_m2": overlaps * scale,
        "edges_differ": float((~shapely.is_empty(faults)).sum()),
        "split": float(len(_split(ground, shapes, cell_of, SPLIT_M2 / scale))),
    }


def m2_per_square_degree(ground: Ground) -> float:
    """Give the square metres of a square degree in the middle of the ground, on a sphere.

    Parameters
    ----------
    ground : Ground

    Returns
    -------
    float
    """
    _, south, _, north = ground.boundary.bounds
    metres = math.radians(1) * _EARTH_M
    return metres * metres * math.cos(math.radians((south + north) / 2))


def _gaps(whole: BaseGeometry, boundary: BaseGeometry, rounding: float) -> float:
    """Give the ground in no cell: between cells to the last, at the outline beyond rounding."""
    outer = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(whole)))
    filled = shapely.union_all(outer)
    holes = shapely.intersection(shapely.difference(filled, whole), boundary)
    # The boundary is widened, not the gap narrowed: slivers do not survive a buffer soundly.
    inside = shapely.difference(shapely.buffer(boundary, -rounding), filled)
    outside = shapely.difference(whole, shapely.buffer(boundary, rounding))
    return float(shapely.area([holes, inside, outside]).sum())


def _overlaps(shapes: Objects) -> float:
    """Give the ground that lies in two cells, square degrees."""
    if shapely.coverage_is_valid(shapes):
        return 0.0
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    both = shapely.intersection(shapes[first[once]], shapes[second[once]])
    return float(shapely.area(both).sum())


def _split(
    ground: Ground, shapes: Objects, cell_of: pd.Series, tolerance: float
) -> NDArray[np.int64]:
    """Give the buildings that lie in several cells."""
    houses = ground.buildings.geometry.to_numpy()
    own = cell_of.reindex(ground.buildings["key"]).fillna(-1).to_numpy(np.int64)
    house, cell = shapely.STRtree(shapes).query(houses, predicate="intersects")
    foreign = cell != own[house]
    house, cell = house[foreign], cell[foreign]
    areas = shapely.area(shapely.intersection(houses[house], shapes[cell]))
    return np.unique(house[areas > tolerance])


def compactness(cells: gpd.GeoDataFrame) -> dict[str, float]:
    """Measure how compact cells are: 4 pi area / perimeter squared (Polsby and Popper, 1991).

    Parameters
    ----------
    cells : GeoDataFrame
        EPSG:4326.

    Returns
    -------
    dict
        ``compact_mean`` and ``compact_least``; 1 is a circle, 0.785 a square.
    """
    shapes = to_metric(cells).geometry
    scores = 4 * math.pi * shapes.area / shapes.length**2
    return {"compact_mean": float(scores.mean()), "compact_least": float(scores.min())}
