"""Corners put onto an outline: a millimetre's rounding taken back."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]

_SAME_DEG = 2e-8
"""Two millimetres: what the metric grid and two transformations may move a corner by."""
_FAR_DEG = 1e-4
"""Ten metres: what lies farther away does not belong to the outline."""


def put_on_outline(lonlat: Floats, outline: BaseGeometry) -> Floats:
    """Put corners onto an outline: those at its own corners there, all others on its edges.

    Parameters
    ----------
    lonlat : ndarray of float, shape (n, 2)
        Corners that lie on the outline but for rounding, each once.
    outline : Polygon or MultiPolygon
        In the same CRS, EPSG:4326.

    Returns
    -------
    ndarray of float, shape (n, 2)
    """
    moved = _on_edges(lonlat, outline)
    own = np.unique(shapely.get_coordinates(outline), axis=0)
    away, nearest = map(np.asarray, cKDTree(lonlat).query(own))
    # The nearest corner alone is the outline's: a border may begin a hand's breadth from it.
    same = away < _SAME_DEG
    moved[nearest[same]] = own[same]
    return moved


def _on_edges(lonlat: Floats, outline: BaseGeometry) -> Floats:
    """Move corners to the nearest point of the nearest edge."""
    edges = _edges(outline)
    lines: Any = shapely.linestrings(edges)
    points: Any = shapely.points(lonlat)
    (at, on), away = shapely.STRtree(lines).query_nearest(
        points, return_distance=True, all_matches=False
    )
    at, on = at[away < _FAR_DEG], on[away < _FAR_DEG]
    start, step = edges[on, 0], edges[on, 1] - edges[on, 0]
    share = ((lonlat[at] - start) * step).sum(axis=1) / (step**2).sum(axis=1)
    moved = lonlat.copy()
    moved[at] = start + np.clip(share, 0.0, 1.0)[:, None] * step
    return moved


def _edges(outline: BaseGeometry) -> Floats:
    """Give the edges of an outline, shape (e, 2, 2)."""
    xy, ring = shapely.get_coordinates(
        shapely.get_rings(shapely.get_parts(outline)), return_index=True
    )
    starts = np.flatnonzero((ring[1:] == ring[:-1]) & (xy[1:] != xy[:-1]).any(axis=1))
    return np.stack([xy[starts], xy[starts + 1]], axis=1)
