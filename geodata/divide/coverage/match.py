"""Edges made identical: a corner of one neighbour is a corner of the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.divide.coverage.rings import Rings
from geodata.divide.coverage.segments import Edges, number_corners

NEAR_M = 0.001
"""Corners that lie this near to a neighbour's edge lie on it: one step of the millimetre grid."""


def match_edges(pieces: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give pieces the corners that their neighbours have on the shared edge.

    Parameters
    ----------
    pieces : ndarray of Polygon or MultiPolygon
        They tile their ground to the millimetre, in metres; neighbours may meet with T-junctions.

    Returns
    -------
    ndarray of Polygon or MultiPolygon
        The same pieces in the same order, as a valid coverage.
    """
    if shapely.coverage_is_valid(pieces):
        return pieces
    matched = _with_corners(pieces)
    if shapely.coverage_is_valid(matched) and shapely.is_valid(matched).all():
        return matched
    # The type stubs of shapely lag behind it.
    cleaned = shapely.coverage_clean(  # type: ignore[attr-defined,unused-ignore]
        pieces, gap_width=NEAR_M, snapping_distance=NEAR_M, merge_strategy="min_index"
    )
    return np.asarray(cleaned, np.object_)


def _with_corners(pieces: NDArray[np.object_]) -> NDArray[np.object_]:
    """Put corners into the edges on which they lie."""
    rings = Rings.of(pieces)
    corners, number = number_corners(rings.xy)
    tail, head = number[rings.starts], number[rings.starts + 1]
    edges = Edges(rings.piece_of_edge, tail, head, corners)
    loose = np.flatnonzero(edges.twins() < 0)
    lines: Any = shapely.linestrings(np.stack([corners[tail[loose]], corners[head[loose]]], axis=1))
    known = np.unique(np.concatenate([tail[loose], head[loose]]))
    points: Any = shapely.points(corners[known])
    at, on = shapely.STRtree(lines).query(points, predicate="dwithin", distance=NEAR_M)
    along_m: Any = shapely.line_locate_point(lines[on], points[at])
    keep = (along_m > 0) & (along_m < shapely.length(lines[on]))
    keep &= (known[at] != tail[loose[on]]) & (known[at] != head[loose[on]])
    corner, edge = known[at[keep]], loose[on[keep]]
    order = np.lexsort((along_m[keep], edge))
    place = rings.starts[edge[order]] + 1
    return replace(
        rings,
        xy=np.insert(rings.xy, place, corners[corner[order]], axis=0),
        ring=np.insert(rings.ring, place, rings.ring[place]),
    ).polygons()
