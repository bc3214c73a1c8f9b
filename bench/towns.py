"""Generated towns of any size, in seconds: the ground on which benchmarks run."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.crs import STORAGE_SRID

CENTRE = (116.36, 39.99)
"""Longitude and latitude of the middle of every town."""

_PLOT_M = 30.0
_CODE = "110108990001"
"""Code of a community that does not exist; cells count up behind it."""

Floats = NDArray[np.float64]


def town(buildings: int, cells: int, *, seed: int = 1) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Generate a town of turned rectangles on plots, and cells of uneven shape that tile it.

    Parameters
    ----------
    buildings, cells : int
        How many of each; at least one, and not more cells than buildings.
    seed : int
        The same seed gives the same town.

    Returns
    -------
    buildings : GeoDataFrame
        Columns of ``docs/frames.md``, EPSG:4326, one building a plot of 30 m x 30 m.
    cells : GeoDataFrame
        Columns of ``docs/frames.md``: a valid coverage that holds every building's middle. Their
        edges run anywhere, so some buildings lie across them, as in real extracts.

    Raises
    ------
    ValueError
        If there are fewer than one of either, or more cells than buildings.
    """
    if not 1 <= cells <= buildings:
        raise ValueError(f"needs 1 <= cells <= buildings: {cells}, {buildings}")
    rng = np.random.default_rng(seed)
    across = math.ceil(math.sqrt(buildings))
    up = math.ceil(buildings / across)
    size_m = np.array([across, up]) * _PLOT_M
    return _buildings(buildings, across, size_m, rng), _cells(cells, size_m, rng)


def _buildings(
    count: int, across: int, size_m: Floats, rng: np.random.Generator
) -> gpd.GeoDataFrame:
    number = np.arange(count)
    plot = np.column_stack([number % across, number // across])
    middle = (plot + 0.5) * _PLOT_M + rng.uniform(-3.0, 3.0, (count, 2))
    half = np.column_stack([rng.uniform(4.0, 10.0, count), rng.uniform(3.0, 6.0, count)])
    corners = _corners(middle, half, rng.uniform(-0.4, 0.4, count))
    homes = rng.integers(1, 60, count)
    text = pd.Series(number + 1).astype(str)
    columns = {
        "key": "b" + text,
        "number": text,
        "name": text + "号楼",
        "address": "示意街" + text + "号",
        "kind": rng.choice(["apartment", "bungalow", "villa"], count),
        "levels": pd.array(rng.integers(1, 19, count), dtype="Int64"),
        "entrance_count": pd.array(rng.integers(1, 6, count), dtype="Int64"),
        "households": pd.array(homes, dtype="Int64"),
        "population": pd.array(homes * 3, dtype="Int64"),
    }
    shapes = shapely.polygons(degrees(corners, size_m))
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=STORAGE_SRID)


def _corners(middle: Floats, half: Floats, turn: Floats) -> Floats:
    """Give the corners of turned rectangles, shape (n, 4, 2), metres."""
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=float)
    local = signs[None] * half[:, None]
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    x = local[..., 0] * cos - local[..., 1] * sin
    y = local[..., 0] * sin + local[..., 1] * cos
    return middle[:, None] + np.stack([x, y], axis=-1)


def _cells(count: int, size_m: Floats, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Divide the town by the Voronoi diagram of random points, clipped to its outline."""
    outline = shapely.box(0.0, 0.0, *size_m)
    seeds = shapely.multipoints(rng.uniform(0.0, 1.0, (count, 2)) * size_m)
    faces = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=outline))
    edges = shapely.union_all([outline.exterior, *shapely.boundary(faces)])
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
    inside = pieces[shapely.within(shapely.point_on_surface(pieces), outline)]
    shapes = shapely.transform(inside, lambda xy: degrees(xy, size_m))
    number = [f"{i:03d}" for i in range(1, len(shapes) + 1)]
    columns = {
        "code": [_CODE + text for text in number],
        "name": [f"第{text}网格" for text in number],
        "kind": ["general"] * len(shapes),
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=STORAGE_SRID)


def degrees(xy: Floats, size_m: Floats) -> Floats:
    """Move metres to degrees around the centre: one scale, so straight lines stay straight.

    Parameters
    ----------
    xy : ndarray of float, shape (..., 2)
        Metres from the lower left corner.
    size_m : ndarray of float, shape (2,)
        Width and height of the town.

    Returns
    -------
    ndarray of float
        Longitude and latitude, same shape.
    """
    metre = 1.0 / 111_320.0
    scale = np.array([metre / math.cos(math.radians(CENTRE[1])), metre])
    return np.asarray((xy - size_m / 2) * scale + CENTRE)
