"""A block taken apart into its footprints and the free ground between them."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

_SNAP_M = 0.0009
"""Just below the millimetre grid: what was one place before rounding becomes one again."""
_POINT_M = 1.0
"""A building known by a point only gets a mark of at most this half width."""


def node(block: BaseGeometry, footprints: NDArray[np.object_]) -> NDArray[np.object_]:
    """Cut a block along the walls of its footprints.

    Parameters
    ----------
    block : Polygon
        Metres, on the millimetre grid.
    footprints : ndarray of Polygon, MultiPolygon or Point

    Returns
    -------
    ndarray of Polygon or MultiPolygon, shape (footprints + 1,)
        A valid coverage: the part of each footprint inside the block, in order (empty where
        none is), and last the free ground.
    """
    areas = _with_area(footprints)
    shapely.prepare(block)
    across = ~shapely.covers(block, areas)
    if across.any():
        areas[across] = [_polygons(shape) for shape in shapely.intersection(areas[across], block)]
    # What two footprints share by rounding is the earlier one's, and the block's is the rest.
    noded = shapely.coverage_clean(
        np.append(areas, block), snapping_distance=_SNAP_M, merge_strategy="min_index"
    )
    return np.asarray(noded, np.object_)


def _with_area(footprints: NDArray[np.object_]) -> NDArray[np.object_]:
    """Put a small square where a building is a point."""
    points = shapely.get_type_id(footprints) == shapely.GeometryType.POINT
    if not points.any():
        return footprints.copy()
    xy = shapely.get_coordinates(footprints[points])
    apart_m = cKDTree(xy).query(xy, k=2)[0][:, 1]
    half_m = np.minimum(_POINT_M, apart_m / 3)[:, None]
    areas = footprints.copy()
    low, high = np.round(xy - half_m, 3), np.round(xy + half_m, 3)
    areas[points] = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    return areas


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Keep what has area."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
