"""From a walking network and what is asked of it to a graph of lanes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from patrol.lanes.cells import share_lanes
from patrol.lanes.graph import Bools, LaneGraph, whole_numbers
from patrol.network import WalkingNetwork
from patrol.noding import Floats, Ints


@dataclass(frozen=True, eq=False)
class LaneGround:
    """The lanes of one connected piece of a network, of which some must be walked.

    Attributes
    ----------
    graph : LaneGraph
        All edges of the network, costs in milliseconds; required are those of one piece.
    heading : (e, 2, 2) array
        Unit vectors in which each edge leaves its first and its second end.
    apart : int array
        Edges that were asked for, but lie in another piece of the network.
    piece : int
        The piece that is walked.
    """

    graph: LaneGraph
    heading: Floats
    apart: Ints
    piece: int


def asked_lanes(
    network: WalkingNetwork, cell: BaseGeometry | None, required: Bools | None
) -> Bools:
    """Mark the edges that are to be walked.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    cell : Polygon or MultiPolygon or None
        In the network's CRS: only lanes that lie mostly inside.
    required : (e,) bool array or None
        Only these edges.

    Returns
    -------
    (e,) bool array
    """
    asked = np.ones(network.edge_count, dtype=bool)
    if required is not None:
        asked &= np.asarray(required, dtype=bool)
    elif cell is not None:
        asked &= share_lanes(network, [cell]) == 0
    return asked


def lay_ground(network: WalkingNetwork, asked: Bools, *, sides: int, pace_m_s: float) -> LaneGround:
    """Make a graph of the lanes of one piece of the network: the one with most to walk.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    asked : (e,) bool array
        Edges that are to be walked.
    sides : int
        How often each: 1, or 2 for once on either side.
    pace_m_s : float
        Pace on level ground, metres per second.

    Returns
    -------
    LaneGround
    """
    piece = int(np.bincount(network.edge_piece, asked * network.edge_length_m).argmax())
    here = asked & (network.edge_piece == piece)
    graph = LaneGraph(
        node_count=network.node_count,
        u=network.edge_u,
        v=network.edge_v,
        cost=whole_numbers(network.walk_s(pace_m_s)),
        required=here.astype(np.int64) * sides,
    )
    return LaneGround(graph, _headings(network), np.flatnonzero(asked & ~here), piece)


def _headings(network: WalkingNetwork) -> Floats:
    """Look a few steps along each edge from both its ends."""
    offset = network.edge_offset
    ahead_m = np.minimum(5.0, network.edge_length_m)
    first, last = network.coords[offset[:-1]], network.coords[offset[1:] - 1]
    out = _points(network, ahead_m) - first
    back = _points(network, network.edge_length_m - ahead_m) - last
    both = np.stack([out, back], axis=1)
    size = np.linalg.norm(both, axis=2, keepdims=True)
    return np.asarray(both / np.where(size > 0, size, 1.0))


def _points(network: WalkingNetwork, along_m: Floats) -> Floats:
    return np.asarray(
        shapely.get_coordinates(shapely.line_interpolate_point(network.lines, along_m))
    )
