"""A block taken apart into its footprints and the free ground between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

FREE = -2
_SNAP_M = 0.0009
"""Just below the millimetre grid: what was one place before rounding becomes one again."""
_EXACT_M = 1e-6
"""The edge of the block stays where it is: neighbouring blocks share it."""
_POINT_M = 1.0
"""A building known by a point only gets a mark of at most this half width."""


@dataclass(frozen=True)
class Noded:
    """Blocks cut along the walls of their footprints.

    Attributes
    ----------
    shapes : ndarray of Polygon or MultiPolygon, shape (n,)
        The shapes of each block are a valid coverage of it.
    owner : ndarray of int, shape (n,)
        Footprint, or ``FREE`` for the free ground.
    block : ndarray of int, shape (n,)
        Rising.
    """

    shapes: NDArray[np.object_]
    owner: NDArray[np.int64]
    block: NDArray[np.int64]


def node_blocks(
    blocks: NDArray[np.object_], footprints: NDArray[np.object_], members: list[NDArray[np.int64]]
) -> Noded:
    """Cut blocks along the walls of their footprints.

    Parameters
    ----------
    blocks : ndarray of Polygon
        Metres, on the millimetre grid.
    footprints : ndarray of Polygon, MultiPolygon or Point
    members : list of ndarray of int
        Footprints of each block.

    Returns
    -------
    Noded
        Only the part of each footprint inside its block.
    """
    shapes = [node(block, footprints[own]) for block, own in zip(blocks, members, strict=True)]
    return Noded(
        np.concatenate(shapes),
        np.concatenate([np.append(own, FREE) for own in members]),
        np.repeat(np.arange(len(shapes)), [len(made) for made in shapes]),
    )


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
    if len(areas) > 1:
        areas = _clean(areas, _SNAP_M)
    shapely.prepare(block)
    across = ~shapely.covers(block, areas)
    if across.any():
        areas[across] = [_polygons(shape) for shape in shapely.intersection(areas[across], block)]
    whole = np.empty(1, np.object_)
    whole[0] = block
    return _clean(np.concatenate([areas, whole]), _EXACT_M)


def _clean(areas: NDArray[np.object_], snap_m: float) -> NDArray[np.object_]:
    """Make a coverage: what two share is the earlier one's."""
    # The type stubs of shapely lag behind it.
    cleaned = shapely.coverage_clean(  # type: ignore[attr-defined,unused-ignore]
        areas, snapping_distance=snap_m, merge_strategy="min_index"
    )
    cleaned = np.asarray(cleaned, np.object_)
    cleaned[shapely.is_empty(cleaned)] = shapely.Polygon()  # It may be an empty collection.
    return cleaned


def _with_area(footprints: NDArray[np.object_]) -> NDArray[np.object_]:
    """Put a small square where a building is a point."""
    points = shapely.get_type_id(footprints) == shapely.GeometryType.POINT
    if not points.any():
        return footprints.copy()
    xy = shapely.get_coordinates(footprints[points])
    apart_m = np.asarray(cKDTree(xy).query(xy, k=[2])[0])[:, 0]
    half_m = np.minimum(_POINT_M, apart_m / 3)[:, None]
    areas = footprints.copy()
    low, high = np.round(xy - half_m, 3), np.round(xy + half_m, 3)
    areas[points] = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    return areas


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Keep what has area."""
    parts = shapely.get_parts(shape)
    areas = parts[shapely.area(parts) > 0]
    return shapely.union_all(areas) if len(areas) else shapely.Polygon()
