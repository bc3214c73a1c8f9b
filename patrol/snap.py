"""Bring stops onto the walking network: onto edges, not nodes, and not through a building."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely

from patrol.connectors import (
    Connectors,
    Shapes,
    connectors_within,
    cross_walls,
    nearest_connectors,
    outlines,
    solid,
)
from patrol.network import Bools, WalkingNetwork
from patrol.noding import Floats, Ints

LIMIT_M = 60.0
"""Farther from any path than this, a stop counts as unreachable."""


class Unreachable(StrEnum):
    """Why a stop cannot be walked to."""

    TOO_FAR = "too_far"  # No path within the limit.
    OTHER_PIECE = "other_piece"  # Only a piece of the network that the route cannot enter.


@dataclass(frozen=True, eq=False)
class Snaps:
    """Places on the network, one for each stop, in the order given.

    Attributes
    ----------
    edge : (n,) int array
        Nearest suitable edge, also of a stop that cannot be reached.
    along_m : (n,) array
        Metres from the start of the edge.
    distance_m : (n,) array
        Metres from the stop, or from the wall of the building it lies in, to the place.
    xy : (n, 2) array
        The place, metres.
    reachable : (n,) bool array
        Within the limit and in the piece of the network that is walked.
    blocked : (n,) bool array
        The straight way from the stop to the place leads through a building.
    reason : tuple of (Unreachable or None)
        Why not reachable.
    piece : int
        The piece of the network that is walked.
    """

    edge: Ints
    along_m: Floats
    distance_m: Floats
    xy: Floats
    reachable: Bools
    blocked: Bools
    reason: tuple[Unreachable | None, ...]
    piece: int

    def __len__(self) -> int:
        return len(self.edge)

    def take(self, rows: Any) -> Snaps:
        """Take some of the snaps.

        Parameters
        ----------
        rows : int array or bool array
            Which, in which order.

        Returns
        -------
        Snaps
        """
        index = np.arange(len(self))[rows]
        return Snaps(
            self.edge[index],
            self.along_m[index],
            self.distance_m[index],
            self.xy[index],
            self.reachable[index],
            self.blocked[index],
            tuple(self.reason[k] for k in index),
            self.piece,
        )

    def joined(self, other: Snaps) -> Snaps:
        """Append other snaps on the same piece of the network.

        Parameters
        ----------
        other : Snaps
            What to append.

        Returns
        -------
        Snaps
        """
        return Snaps(
            np.concatenate([self.edge, other.edge]),
            np.concatenate([self.along_m, other.along_m]),
            np.concatenate([self.distance_m, other.distance_m]),
            np.concatenate([self.xy, other.xy]),
            np.concatenate([self.reachable, other.reachable]),
            np.concatenate([self.blocked, other.blocked]),
            self.reason + other.reason,
            self.piece,
        )


def snap_points(
    network: WalkingNetwork,
    xy: Floats,
    *,
    obstacles: Shapes | None = None,
    limit_m: float = LIMIT_M,
    piece: int | None = None,
) -> Snaps:
    """Bring points onto the nearest suitable edges.

    Among the edges within the limit, one of the walked piece goes before any other, then one
    whose straight connector crosses no building, then the nearest. A point inside a building
    is taken for the building: it is measured from the wall, and a path along a front is met
    near the front's middle.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    xy : (n, 2) array
        Metres, in the CRS of the network.
    obstacles : array of Polygon or MultiPolygon, optional
        Footprints of buildings, in the same CRS.
    limit_m : float
        Largest distance to a path, metres.
    piece : int, optional
        Piece of the network that is walked; by default the one that most points can use.

    Returns
    -------
    Snaps
    """
    walls = solid(obstacles)
    shapes = outlines(xy, walls)
    near = connectors_within(network, shapes, limit_m)
    if piece is None:
        piece = int(_users(network, near).argmax())
    blocked = cross_walls(near.line, walls)
    other = network.edge_piece[near.edge] != piece
    order = np.lexsort((near.badness, blocked, other, near.stop))
    _, first = np.unique(near.stop[order], return_index=True)
    best = order[first]
    far = np.setdiff1d(np.arange(len(xy)), near.stop)
    rest = nearest_connectors(network, shapes[far])
    row = np.argsort(np.concatenate([near.stop[best], far]))
    return _snaps(
        network,
        np.concatenate([near.edge[best], rest.edge])[row],
        np.concatenate([near.line[best], rest.line])[row],
        np.concatenate([blocked[best], np.zeros(len(far), dtype=bool)])[row],
        np.isin(np.arange(len(xy)), far),
        piece,
    )


def near_pieces(
    network: WalkingNetwork, xy: Floats, obstacles: Shapes | None, limit_m: float = LIMIT_M
) -> Ints:
    """Count for each piece of the network the points that have a path of it within the limit.

    Parameters
    ----------
    network, xy, obstacles, limit_m
        As for `snap_points`.

    Returns
    -------
    (pieces,) int array
    """
    return _users(network, connectors_within(network, outlines(xy, solid(obstacles)), limit_m))


def _users(network: WalkingNetwork, near: Connectors) -> Ints:
    pairs = np.unique(np.column_stack([near.stop, network.edge_piece[near.edge]]), axis=0)
    return np.bincount(pairs[:, 1], minlength=int(network.edge_piece.max()) + 1)


def _snaps(
    network: WalkingNetwork, edge: Ints, connector: Shapes, blocked: Bools, far: Bools, piece: int
) -> Snaps:
    lines = network.lines[edge]
    along_m = shapely.line_locate_point(lines, shapely.get_point(connector, -1))
    other = network.edge_piece[edge] != piece
    reason = np.full(len(edge), None, dtype=object)
    reason[other] = Unreachable.OTHER_PIECE
    reason[far] = Unreachable.TOO_FAR
    return Snaps(
        edge=edge,
        along_m=along_m,
        distance_m=np.asarray(shapely.length(connector)),
        xy=shapely.get_coordinates(shapely.line_interpolate_point(lines, along_m)),
        reachable=~(far | other),
        blocked=blocked,
        reason=tuple(reason),
        piece=piece,
    )
