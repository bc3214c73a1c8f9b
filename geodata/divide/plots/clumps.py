"""Buildings whose footprints lie on each other: they can't be parted without splitting one."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

_OVERLAP_WIDTH_M = 0.001
"""An overlap that is thinner than this on average is the rounding of a common wall."""


def clumps(footprints: NDArray[np.object_]) -> NDArray[np.int64]:
    """Give buildings that overlap one number.

    Parameters
    ----------
    footprints : ndarray of Polygon, MultiPolygon or Point
        In metres. A point inside a footprint belongs to it, as do points at the same place.

    Returns
    -------
    ndarray of int, shape (footprints,)
        From 0, in the order of the first building of each. Touching along a wall is no clump.
    """
    first, second = shapely.STRtree(footprints).query(footprints, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    hang = _overlap(footprints[first], footprints[second])
    size = len(footprints)
    links = coo_array((np.ones(hang.sum()), (first[hang], second[hang])), shape=(size, size))
    _, number = connected_components(links, directed=False)
    _, place, back = np.unique(number, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(place))[back], np.int64)


def _overlap(one: NDArray[np.object_], other: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which pairs share ground, or a place where one of them is a point."""
    point = (shapely.get_dimensions(one) == 0) | (shapely.get_dimensions(other) == 0)
    shared = shapely.intersection(one, other)
    length_m = shapely.length(shared)
    # A strip of width w and length l has the area w * l and the outline 2 * l.
    return np.asarray(point | (2 * shapely.area(shared) > _OVERLAP_WIDTH_M * length_m), np.bool_)
