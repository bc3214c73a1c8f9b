"""Where a route begins, and which piece of the network it can therefore use."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from patrol.network import WalkingNetwork
from patrol.noding import Floats
from patrol.snap import LIMIT_M, Snaps, near_pieces, snap_points

_ANYWHERE_M = 1e7


def snap_with_start(
    network: WalkingNetwork,
    stops_xy: Floats,
    start_xy: Floats | None,
    obstacles: NDArray[np.object_] | None,
    reach_m: float = LIMIT_M,
) -> Snaps:
    """Snap the start, if any, and the stops, all to one piece of the network.

    The piece is the one that most stops can use, among those near the start.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    stops_xy : (n, 2) array
        Metres.
    start_xy : (1, 2) array or None
        Metres. A start far from every path is taken to the nearest place of that piece.
    obstacles : array of Polygon, optional
        Footprints, metres.
    reach_m : float
        Largest distance from a stop to a path, metres.

    Returns
    -------
    Snaps
        Of the start first, when there is one, then of the stops.
    """
    usable = near_pieces(network, stops_xy, obstacles, reach_m)
    if start_xy is None:
        return snap_points(
            network, stops_xy, obstacles=obstacles, limit_m=reach_m, piece=int(usable.argmax())
        )
    near = near_pieces(network, start_xy, None) > 0
    piece = int(np.where(near, usable + 1, 0).argmax() if near.any() else usable.argmax())
    stops = snap_points(network, stops_xy, obstacles=obstacles, limit_m=reach_m, piece=piece)
    start = snap_points(network, start_xy, obstacles=obstacles, piece=piece)
    if not start.reachable[0]:
        start = snap_points(network, start_xy, limit_m=_ANYWHERE_M, piece=piece)
    return start.joined(stops)


def remoteness_m(network: WalkingNetwork, snaps: Snaps) -> Floats:
    """Measure how far each stop is from where people come in.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    snaps : Snaps
        Stops.

    Returns
    -------
    (n,) array
        Metres as the crow flies, to the nearest gate of the piece that is walked; where none is
        known, to the middle of the stops.
    """
    points = shapely.points(snaps.xy)
    gates = network.lines[network.edge_is_gate & (network.edge_piece == snaps.piece)]
    if len(gates):
        return np.asarray(shapely.distance(points, shapely.multilinestrings(gates)))
    return np.asarray(shapely.distance(points, shapely.points(snaps.xy.mean(axis=0))))
