"""Where borders run: on what one sees on the ground, and whether main roads stay outside."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from bench.ground import Ground
from geodata.crs import STORAGE_SRID, crs_of, metric_srid, to_metric

Objects = NDArray[np.object_]

ON_LINE_M = 1.0
"""A border this near to a street, a wall or the edge of a compound runs on it."""

ROADSIDE_M = 15.0
"""A main road with a border this near is not inside a cell: half the width of two carriageways."""

MAIN = tuple(
    kind + link
    for kind in ("motorway", "trunk", "primary", "secondary", "tertiary")
    for link in ("", "_link")
)
_NARROW = (
    *("footway", "path", "steps", "cycleway", "trail", "track", "platform", "elevator"),
    *("corridor", "pedestrian"),
)
_STEP_M = 2.0


def borders(ground: Ground, cells: gpd.GeoDataFrame) -> dict[str, float]:
    """Measure where the borders between cells run. Lengths are sampled every 2 m.

    Parameters
    ----------
    ground : Ground
    cells : GeoDataFrame
        EPSG:4326.

    Returns
    -------
    dict
        ``on_lines_percent``: inner border on ways of any class, walls, compounds, rail or water;
        ``on_roads_percent``: the same without footways and paths; ``main_inside_percent``: main
        roads farther than :data:`ROADSIDE_M` from any border, of those as far from the boundary;
        NaN where there is none.
    """
    srid = metric_srid(*shapely.get_coordinates(shapely.centroid(ground.boundary))[0])
    shapes = to_metric(cells, srid).geometry.to_numpy()
    outline = gpd.GeoSeries([ground.boundary], crs=STORAGE_SRID).to_crs(crs_of(srid)).iloc[0]
    edges = shapely.get_parts(shapely.boundary(shapes))
    inner = _points(edges)
    inner = inner[~shapely.dwithin(inner, outline.boundary, ON_LINE_M)]
    barriers = to_metric(ground.barriers, srid)
    lines = _lines(barriers.geometry.to_numpy())
    wide = ~barriers["kind"].isin(_NARROW).to_numpy()
    roads = barriers.geometry[barriers["kind"].isin(MAIN)].to_numpy()
    return {
        "on_lines_percent": _share_near(inner, lines, ON_LINE_M),
        "on_roads_percent": _share_near(inner, lines[wide], ON_LINE_M),
        "main_inside_percent": _inside(roads, outline, edges),
    }


def _lines(shapes: Objects) -> Objects:
    """Take the outlines of areas, and lines as they are."""
    is_area = shapely.get_dimensions(shapes) == 2
    return np.where(is_area, shapely.boundary(shapes), shapes)


def _points(lines: Objects) -> Objects:
    """Give a point for every 2 m of line, in the middle of its stretch."""
    lines = lines[shapely.length(lines) > 0]
    lengths = shapely.length(lines)
    counts = np.ceil(lengths / _STEP_M).astype(np.int64)
    line = np.repeat(np.arange(len(lines)), counts)
    number = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(
        shapely.line_interpolate_point(lines[line], (number + 0.5) / counts[line], normalized=True)
    )


def _share_near(points: Objects, lines: Objects, distance_m: float) -> float:
    """Give how many of the points are near a line, in percent."""
    if not len(points):
        return float("nan")
    near = shapely.STRtree(lines).query(points, predicate="dwithin", distance=distance_m)[0]
    return 100 * len(np.unique(near)) / len(points)


def _inside(roads: Objects, outline: BaseGeometry, edges: Objects) -> float:
    """Give the share of main roads inside cells, in percent, of those a border could run along."""
    clipped = shapely.get_parts(shapely.intersection(roads, outline))
    points = _points(clipped[shapely.get_dimensions(clipped) == 1])
    points = points[~shapely.dwithin(points, outline.boundary, ROADSIDE_M)]
    return 100 - _share_near(points, edges, ROADSIDE_M)
