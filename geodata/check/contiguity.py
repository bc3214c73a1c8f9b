"""Checks that a cell hangs together: in one piece on the map, and on foot."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from geodata.check.labels import Labels, Texts
from geodata.crs import metric_srid
from geodata.errors import N_
from geodata.findings import Finding
from geodata.walkable import CLOSED_KINDS

_CLOSED_WIDTH_M = 1.0
_CORNER_M = 0.01
_NO_WAYS = (*CLOSED_KINDS, "wall", "fence", "hedge", "stream", "estate")
_PIECES = Texts(
    N_("The cell in row %(row)s is in %(pieces)s pieces."),
    N_("%(cell)s is in %(pieces)s pieces: give the smaller ones to a neighbour."),
)
_CORNER = Texts(
    N_("The pieces of the cell in row %(row)s touch at a corner only."),
    N_("%(cell)s is in %(pieces)s pieces that touch at a corner only: nobody walks through a "
       "corner."),
)  # fmt: skip
_APART = Texts(
    N_("The cell in row %(row)s is parted by water, a railway or a motorway."),
    N_("In %(cell)s %(buildings)s buildings are cut off on foot by water, a railway or a motorway "
       "without a crossing: give them to a neighbour on their side."),
)  # fmt: skip


def check_contiguity(
    cells: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, barriers: gpd.GeoDataFrame
) -> list[Finding]:
    """Find cells that are in pieces, and those that are parted on foot.

    Open ground counts as walkable. Water, railways and motorways part a cell unless a way on
    which one walks leads across inside the cell. Only parts with buildings count.

    Parameters
    ----------
    cells : GeoDataFrame
        ``name`` and polygons, EPSG:4326.
    buildings : GeoDataFrame
        Footprints, EPSG:4326.
    barriers : GeoDataFrame
        ``kind`` (docs/frames.md, and ``rail``, ``water``), lines or polygons, EPSG:4326.

    Returns
    -------
    list of Finding
        ``cell_in_pieces``, ``cell_touches_at_corner``, ``cell_apart_on_foot``.
    """
    if cells.empty:
        return []
    labels = Labels.of(cells, None, cells["name"])
    west, south, east, north = cells.total_bounds
    srid = metric_srid((west + east) / 2, (south + north) / 2)
    walk = _Walk(barriers.to_crs(srid), _middles(buildings, srid))
    shapes = shapely.make_valid(cells.geometry.to_crs(srid).to_numpy())
    findings: list[Finding] = []
    for cell, shape in enumerate(shapes):
        place = cells.geometry.iloc[cell]
        parts = shapely.get_parts(shape)
        if len(parts) > 1:
            findings.append(_in_pieces(labels, cell, place, parts))
        elif cut_off := walk.cut_off(shape):
            findings.append(
                labels.finding("cell_apart_on_foot", _APART, cell, place, {"buildings": cut_off})
            )
    return findings


def _in_pieces(
    labels: Labels, cell: int, place: BaseGeometry, parts: NDArray[np.object_]
) -> Finding:
    """Say whether the pieces of a cell at least touch."""
    first, second = shapely.STRtree(parts).query(parts, predicate="dwithin", distance=_CORNER_M)
    touching = _components(len(parts), first, second).max() == 0
    code, texts = ("cell_touches_at_corner", _CORNER) if touching else ("cell_in_pieces", _PIECES)
    return labels.finding(code, texts, cell, place, {"pieces": len(parts)})


def _middles(buildings: gpd.GeoDataFrame, srid: int) -> NDArray[np.object_]:
    """Give a point on each building, in metres."""
    if buildings.empty:
        return np.empty(0, dtype=np.object_)
    points = shapely.point_on_surface(buildings.geometry.to_crs(srid).to_numpy())
    return np.asarray(points, dtype=np.object_)


class _Walk:
    """What stands in the way of walking, what leads across, and the buildings to walk between."""

    def __init__(self, barriers: gpd.GeoDataFrame, middles: NDArray[np.object_]) -> None:
        shapes, is_closed = barriers.geometry.to_numpy(), barriers["kind"].isin(CLOSED_KINDS)
        closed = shapes[is_closed]
        is_line = shapely.get_dimensions(closed) == 1
        closed[is_line] = shapely.buffer(closed[is_line], _CLOSED_WIDTH_M / 2, cap_style="square")
        self._closed = closed
        self._ways = shapes[~barriers["kind"].isin(_NO_WAYS)]
        self._middles = middles
        self._closed_tree = shapely.STRtree(self._closed)
        self._way_tree = shapely.STRtree(self._ways)
        self._middle_tree = shapely.STRtree(middles)

    def cut_off(self, shape: BaseGeometry) -> int:
        """Count the buildings of a cell that cannot be reached on foot from most others."""
        closed = self._closed[self._closed_tree.query(shape, predicate="intersects")]
        if not len(closed):
            return 0
        land = shapely.get_parts(shapely.difference(shape, shapely.union_all(closed)))
        middles = self._middles[self._middle_tree.query(shape, predicate="intersects")]
        if len(land) < 2 or not len(middles):
            return 0
        _, on = shapely.STRtree(land).query(middles, predicate="intersects")
        group = _components(*self._joined(shape, land))[on]
        return int(len(group) - np.bincount(group).max()) if len(group) else 0

    def _joined(
        self, shape: BaseGeometry, land: NDArray[np.object_]
    ) -> tuple[int, NDArray[np.int64], NDArray[np.int64]]:
        """Give which pieces of land and of ways meet: how many there are, and the pairs."""
        ways = self._ways[self._way_tree.query(shape, predicate="intersects")]
        pieces = np.concatenate([land, shapely.get_parts(shapely.intersection(ways, shape))])
        # Two sides of a hair-thin barrier never meet, but ways cross it; so only pairs count
        # of which one is a way.
        first, second = shapely.STRtree(pieces).query(pieces, predicate="intersects")
        by_way = (first >= len(land)) | (second >= len(land))
        return len(pieces), first[by_way], second[by_way]


def _components(
    size: int, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Give each thing the number of the group that hangs together by pairs."""
    joined = coo_array((np.ones(len(first)), (first, second)), shape=(size, size))
    return np.asarray(connected_components(joined, directed=False)[1], dtype=np.int64)
