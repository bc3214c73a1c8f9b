"""Checks of what lies where: every building in one cell, and wholly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geodata.errors import N_
from geodata.findings import Finding, Severity

_ASTRIDE_SHARE = 0.02


def check_assignment(buildings: gpd.GeoDataFrame, cells: gpd.GeoDataFrame) -> list[Finding]:
    """Find buildings that lie in no cell, or astride two.

    Parameters
    ----------
    buildings, cells : GeoDataFrame
        Frames in EPSG:4326.

    Returns
    -------
    list of Finding
        ``building_in_no_cell`` and ``building_astride``, with the building's ``key``.
    """
    if buildings.empty:
        return []
    shapes = buildings.geometry.to_numpy()
    ground = cells.geometry.to_numpy()
    inside, which = shapely.STRtree(ground).query(shapes, predicate="intersects")
    area = shapely.area(shapes)
    shares = shapely.area(shapely.intersection(shapes[inside], ground[which]))
    # A point has no area and lies in a cell as soon as it touches it.
    counts = (shares > _ASTRIDE_SHARE * area[inside]) | (area[inside] == 0)
    cells_each = np.bincount(inside[counts], minlength=len(shapes))
    return [
        *_placed(buildings, cells_each == 0, "building_in_no_cell", _IN_NONE),
        *_placed(buildings, (cells_each > 1) & (area > 0), "building_astride", _ASTRIDE),
    ]


_IN_NONE = N_("Building %(number)s lies in no cell.")
_ASTRIDE = N_("Building %(number)s lies in more than one cell; it belongs to where most of it is.")


def _placed(buildings: gpd.GeoDataFrame, which: Any, code: str, template: str) -> Iterator[Finding]:
    for place in np.flatnonzero(which):
        key, number = buildings["key"].iloc[place], buildings["number"].iloc[place]
        params = {"number": number if isinstance(number, str) else key}
        shape = buildings.geometry.iloc[place]
        yield Finding(
            code, Severity.WARNING, template, params, row=int(place) + 1, key=str(key), place=shape
        )
