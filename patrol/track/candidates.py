"""Where on the network a place of a track may have been."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from patrol.network import WalkingNetwork
from patrol.track.fixes import Floats, Ints

REACH_M = 40.0
"""Farther from a path than this, a place was not on it."""

_MOST = 24
_SAME_M = 10.0


@dataclass(frozen=True, eq=False)
class Candidates:
    """Possible places, sorted by the place of the track that they stand for.

    Attributes
    ----------
    place : (k,) int array
        Row of the track.
    edge : (k,) int array
        Edge of the network.
    along_m : (k,) array
        Metres from the start of the edge.
    off_m : (k,) array
        Metres from the recorded place.
    first : (n + 1,) int array
        Place ``i`` owns the candidates ``first[i]`` to ``first[i + 1]``.
    """

    place: Ints
    edge: Ints
    along_m: Floats
    off_m: Floats
    first: Ints


def find_candidates(network: WalkingNetwork, xy: Floats) -> Candidates:
    """Find the places on edges within `REACH_M`, at most 24 for each place of a track.

    A long bent edge may offer several.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    xy : (n, 2) array
        Metres.

    Returns
    -------
    Candidates
    """
    points = np.asarray(shapely.points(xy), dtype=np.object_)
    place, segment = network.segment_tree.query(points, predicate="dwithin", distance=REACH_M)
    off_m = shapely.distance(points[place], network.segments[segment])
    along_m = segment_start_m(network)[segment] + shapely.line_locate_point(
        network.segments[segment], points[place]
    )
    edge = network.segment_edge[segment]
    order = np.lexsort((off_m, place))
    order = order[_distinct(place[order], edge[order], along_m[order])]
    order = order[_rank(place[order]) < _MOST]
    first = np.searchsorted(place[order], np.arange(len(xy) + 1))
    return Candidates(place[order], edge[order], along_m[order], off_m[order], first)


def segment_start_m(network: WalkingNetwork) -> Floats:
    """Give for each straight segment how far along its edge it begins.

    Parameters
    ----------
    network : WalkingNetwork

    Returns
    -------
    (s,) array
        Metres.
    """
    length_m = shapely.length(network.segments)
    total = np.cumsum(length_m) - length_m
    first = np.searchsorted(network.segment_edge, np.arange(network.edge_count))
    return np.asarray(total - total[first][network.segment_edge])


def _distinct(place: Ints, edge: Ints, along_m: Floats) -> Ints:
    """Keep one of several candidates at nearly the same place, the nearest (they come first)."""
    keys = np.column_stack([place, edge, np.floor(along_m / _SAME_M).astype(np.int64)])
    _, rows = np.unique(keys, axis=0, return_index=True)
    return np.sort(rows)


def _rank(place: Ints) -> Ints:
    """Count the candidates of each place from 0."""
    return np.asarray(np.arange(len(place)) - np.searchsorted(place, place))
