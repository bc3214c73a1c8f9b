"""Along which parts of which lanes a route goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID

Line = tuple[int, BaseGeometry]
"""Key and LineString, EPSG:4326."""

Part = tuple[int, int, float, float]
"""Route, path, and from where to where on it, metres."""

_NEAR_M = 2.0
_SHORTEST_M = 6.0
"""A route lies on its lanes; what is shorter is only crossed."""


def lane_parts(routes: Sequence[Line], paths: Sequence[Line], srid: int) -> list[Part]:
    """Tell which parts of which paths each route walks along.

    Parameters
    ----------
    routes, paths : sequence of (int, LineString)
    srid : int
        Metric CRS in which is measured.
    """
    if not routes or not paths:
        return []
    ways, lanes = _in_metres(routes, srid), _in_metres(paths, srid)
    tree = shapely.STRtree(lanes)
    parts: list[Part] = []
    for (route_id, _), way in zip(routes, ways, strict=True):
        around = shapely.buffer(way, _NEAR_M, cap_style="flat")
        for number in tree.query(around, predicate="intersects").tolist():
            inside = shapely.get_parts(shapely.intersection(lanes[number], around))
            key = paths[number][0]
            parts += [(route_id, key, *ends) for ends in _ends(lanes[number], inside)]
    return parts


def _in_metres(lines: Sequence[Line], srid: int) -> NDArray[Any]:
    """Bring lines from degrees into metres."""
    to_metres = Transformer.from_crs(STORAGE_SRID, srid, always_xy=True)
    array = np.array([line for _, line in lines], dtype=object)
    return np.asarray(
        shapely.transform(array, lambda xy: np.column_stack(to_metres.transform(*xy.T)))
    )


def _ends(lane: Any, inside: NDArray[Any]) -> list[tuple[float, float]]:
    """Give from where to where on a lane its pieces lie, without those that are only crossed."""
    lines = inside[shapely.length(inside) >= _SHORTEST_M]
    ends = [shapely.line_locate_point(lane, list(shapely.get_point(lines, k))) for k in (0, -1)]
    pairs = np.sort(np.column_stack(ends), axis=1)
    return [(low, high) for low, high in pairs.tolist() if high - low >= _SHORTEST_M]
