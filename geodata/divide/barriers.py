"""What divides ground: roads by class, walls, compounds, and what nobody crosses on foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.crs import crs_of


class Seam(IntEnum):
    """What lies along a border, the weakest first."""

    NOTHING = 0  # A border through a block: nobody sees it on the ground.
    LANE = 1  # A way on which people live: service road, footway, path.
    STREET = 2
    WALL = 3  # A wall, a fence, a stream or the edge of a compound.
    MAIN = 4  # A main road: cells should end here.
    CLOSED = 5  # Rail, water or a motorway: nobody crosses it except on a bridge.


_LINKS = ("trunk", "primary", "secondary", "tertiary")
SEAMS: Mapping[str, Seam] = {
    **dict.fromkeys((*_LINKS, *(f"{kind}_link" for kind in _LINKS)), Seam.MAIN),
    **dict.fromkeys(("residential", "unclassified", "living_street", "road"), Seam.STREET),
    **dict.fromkeys(("wall", "fence", "hedge", "stream", "estate"), Seam.WALL),
    **dict.fromkeys(("rail", "railway", "water", "motorway", "motorway_link"), Seam.CLOSED),
}
"""Kinds of barriers; any other kind is a lane."""

_IMPASSABLE = "water"
SNAP_M = 0.001
"""Grid to which all coordinates are brought: a millimetre."""


@dataclass(frozen=True)
class Barriers:
    """Barriers in metres.

    Attributes
    ----------
    lines : ndarray of LineString
        All of them, the outlines of areas too.
    seams : ndarray of int
        :class:`Seam` of each line.
    walks : ndarray of bool
        One can walk along it, so that it leads across what is closed.
    water : ndarray of Polygon
        Areas in which nobody walks.
    """

    lines: NDArray[np.object_]
    seams: NDArray[np.int64]
    walks: NDArray[np.bool_]
    water: NDArray[np.object_]


def read_barriers(frame: gpd.GeoDataFrame, srid: int) -> Barriers:
    """Bring barriers to metres and sort them by what they mean.

    Parameters
    ----------
    frame : GeoDataFrame
        ``kind`` and lines or polygons, any CRS; empty shapes are left out.
    srid : int
        Metric CRS.

    Returns
    -------
    Barriers
    """
    metric = frame.to_crs(crs_of(srid)) if len(frame) else frame
    shapes = shapely.set_precision(metric.geometry.to_numpy(), SNAP_M)
    parts, index = shapely.get_parts(shapes, return_index=True)
    kinds = metric["kind"].astype(str).to_numpy()[index]
    usable = ~shapely.is_empty(parts) & (shapely.get_dimensions(parts) >= 1)
    parts, kinds = parts[usable], kinds[usable]
    is_area = shapely.get_dimensions(parts) == 2
    water = parts[is_area & (kinds == _IMPASSABLE)]
    lines, index = shapely.get_parts(
        np.where(is_area, shapely.boundary(parts), parts), return_index=True
    )
    kinds, is_area = kinds[index], is_area[index]
    seams = np.array([SEAMS.get(kind, Seam.LANE) for kind in kinds], np.int64)
    walks = ~is_area & ~np.isin(seams, (Seam.WALL, Seam.CLOSED))
    return Barriers(lines, seams, walks, water)
