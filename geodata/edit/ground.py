"""The ground that goes with buildings: the plot of each inside its street block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID, crs_of, metric_srid
from geodata.divide.plots import clumps, plots
from geodata.edit.faces import whole_buildings
from geodata.edit.window import Window
from geodata.errors import N_, InputRefused

_GRID_M = 0.001


def ground_of(
    window: Window, keys: Sequence[int], streets: Iterable[BaseGeometry] = ()
) -> dict[int, BaseGeometry]:
    """Give the plot of each building: what lies nearer to it than to others of its block.

    Parameters
    ----------
    window : Window
        ``buildings`` holds all of the cells in which the chosen ones lie.
    keys : sequence of int
        Buildings.
    streets : iterable of LineString
        EPSG:4326; they bound the blocks. One that runs through a building is passed over.

    Returns
    -------
    dict of int to Polygon or MultiPolygon
        EPSG:4326. A building that stands on its block alone takes all of it.

    Raises
    ------
    InputRefused
        If a building is not on this draft's map, or in none of its cells.
    """
    ground: dict[int, BaseGeometry] = {}
    for block in _blocks(window, keys, list(streets)):
        inside = _inside(block, window)
        if set(inside) & set(keys):
            ground |= {key: plot for key, plot in _plots(block, inside, window) if key in keys}
    for key in keys:
        if key not in ground:
            name = window.building_name(key)
            raise InputRefused(N_("Building %(building)s lies in no cell."), building=name)
    return ground


def _blocks(window: Window, keys: Sequence[int], streets: list[BaseGeometry]) -> list[BaseGeometry]:
    """Cut the cells in which the buildings lie along the streets."""
    chosen = [window.buildings[key] for key in keys if key in window.buildings]
    lines = [street for street in streets if not whole_buildings(street, window.buildings)]
    found: list[BaseGeometry] = []
    for cell in window.cells.values():
        if not shapely.intersects(cell, chosen).any():
            continue
        noded = shapely.union_all([cell.boundary, *lines])
        faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
        found += faces[shapely.intersects(cell, shapely.point_on_surface(faces))].tolist()
    return found


def _inside(block: BaseGeometry, window: Window) -> list[int]:
    """Give the buildings that stand in a block: by a point on their surface, as cells hold them."""
    keys = list(window.buildings)
    points = shapely.point_on_surface([window.buildings[key] for key in keys])
    return [keys[place] for place in np.flatnonzero(shapely.intersects(block, points))]


def _plots(block: BaseGeometry, keys: list[int], window: Window) -> list[tuple[int, BaseGeometry]]:
    """Cut a block into plots; buildings that overlap have one together."""
    srid = metric_srid(block.centroid.x, block.centroid.y)
    shapes = [block, *(window.buildings[key] for key in keys)]
    metric = gpd.GeoSeries(shapes, crs=STORAGE_SRID).to_crs(crs_of(srid)).to_numpy()
    fine = shapely.set_precision(metric, _GRID_M)
    clump = clumps(fine[1:])
    houses = [shapely.union_all(fine[1:][clump == one]) for one in range(int(clump.max()) + 1)]
    cut = plots(_largest(fine[0]), np.asarray(houses, dtype=np.object_))
    back = gpd.GeoSeries(cut, crs=crs_of(srid)).to_crs(STORAGE_SRID).to_numpy()
    return [(key, back[one]) for key, one in zip(keys, clump.tolist(), strict=True)]


def _largest(shape: BaseGeometry) -> BaseGeometry:
    """Give the largest part, where rounding to the grid has cut off a corner."""
    found: list[BaseGeometry] = shapely.get_parts(shape).tolist()
    return max(found, key=lambda part: part.area)
