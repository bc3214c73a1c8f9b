"""Whose neighbour is whose: the weights on which local statistics stand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.spatial import KDTree
from shapely.geometry.base import BaseGeometry


def touching(
    shapes: Sequence[BaseGeometry], *, itself: bool = True, gap_m: float = 0.0
) -> sparse.csr_array:
    """Take those as neighbours that share a border or a corner: queen contiguity.

    Parameters
    ----------
    shapes : sequence of Polygon or MultiPolygon
        Any CRS; metres where a gap is given.
    itself : bool
        Whether each is its own neighbour, as Gi* wants it.
    gap_m : float
        Shapes so near are neighbours, too: buildings and blocks rarely touch.

    Returns
    -------
    scipy.sparse.csr_array, shape (n, n)
        1 for neighbours, else 0.
    """
    array = np.asarray(shapes, dtype=object)
    tree = shapely.STRtree(array)
    if gap_m > 0:
        rows, columns = tree.query(array, predicate="dwithin", distance=gap_m)
    else:
        rows, columns = tree.query(array, predicate="intersects")
    kept = rows != columns
    return _binary(rows[kept], columns[kept], len(array), itself)


def within(xy: ArrayLike, distance_m: float, *, itself: bool = True) -> sparse.csr_array:
    """Take those as neighbours that are within a distance.

    Parameters
    ----------
    xy : array_like of float, shape (n, 2)
        Metres.
    distance_m : float
    itself : bool

    Returns
    -------
    scipy.sparse.csr_array, shape (n, n)
    """
    places = np.asarray(xy, dtype=float)
    pairs = KDTree(places).query_pairs(distance_m, output_type="ndarray")
    rows, columns = np.r_[pairs[:, 0], pairs[:, 1]], np.r_[pairs[:, 1], pairs[:, 0]]
    return _binary(rows, columns, len(places), itself)


def _binary(
    rows: np.ndarray, columns: np.ndarray, count: int, itself: bool
) -> sparse.csr_array:  # fmt: skip
    """Make a matrix of ones at the given places, and on the diagonal where wanted."""
    if itself:
        rows, columns = np.r_[rows, np.arange(count)], np.r_[columns, np.arange(count)]
    ones = np.ones(len(rows))
    return sparse.csr_array((ones, (rows, columns)), shape=(count, count))
