"""Bring stops onto the walking network: onto edges, not nodes, and not through a building."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from patrol.network import Bools, WalkingNetwork
from patrol.noding import Floats, Ints

LIMIT_M = 60.0
"""Farther from any path than this, a stop counts as unreachable."""

_INSIDE_M = 0.5
"""A connector may graze a footprint by this much; a stop this deep inside belongs to it."""


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


@dataclass(frozen=True, eq=False)
class _Candidates:
    """Pairs of a stop and an edge near it."""

    stop: Ints
    edge: Ints
    connector: NDArray[np.object_]


def snap_points(
    network: WalkingNetwork,
    xy: Floats,
    *,
    obstacles: NDArray[np.object_] | None = None,
    limit_m: float = LIMIT_M,
    piece: int | None = None,
) -> Snaps:
    """Bring points onto the nearest suitable edges.

    Among the edges within the limit, one of the walked piece goes before any other, then one
    whose straight connector crosses no building, then the nearest. A point inside a building
    is taken for the building, and measured from its outer wall.

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
    walls = _solid(obstacles)
    sources = _sources(xy, walls)
    near = _near(network, sources, limit_m)
    if piece is None:
        piece = int(_users(network, near).argmax())
    crosses = _crosses(near.connector, walls)
    other = network.edge_piece[near.edge] != piece
    order = np.lexsort((shapely.length(near.connector), crosses, other, near.stop))
    _, first = np.unique(near.stop[order], return_index=True)
    return _snaps(network, sources, near, crosses, order[first], piece)


def near_pieces(
    network: WalkingNetwork,
    xy: Floats,
    obstacles: NDArray[np.object_] | None,
    limit_m: float = LIMIT_M,
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
    return _users(network, _near(network, _sources(xy, _solid(obstacles)), limit_m))


def _users(network: WalkingNetwork, near: _Candidates) -> Ints:
    pairs = np.unique(np.column_stack([near.stop, network.edge_piece[near.edge]]), axis=0)
    return np.bincount(pairs[:, 1], minlength=int(network.edge_piece.max()) + 1)


def _solid(obstacles: NDArray[np.object_] | None) -> NDArray[np.object_]:
    """Take the obstacles that have an inside, mended where their outline crosses itself."""
    shapes = np.array([] if obstacles is None else obstacles, dtype=object)
    shapes = shapes[(shapely.get_dimensions(shapes) == 2) & ~shapely.is_empty(shapes)]
    return np.asarray(np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes)))


def _sources(xy: Floats, walls: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give for each point the footprint that it lies well inside of, else the point."""
    points = shapely.points(xy)
    sources = np.array(points, dtype=object)
    point, wall = shapely.STRtree(walls).query(points, predicate="within")
    deep = shapely.distance(points[point], shapely.boundary(walls[wall])) > _INSIDE_M
    sources[point[deep]] = walls[wall[deep]]
    return sources


def _near(network: WalkingNetwork, sources: NDArray[np.object_], limit_m: float) -> _Candidates:
    stop, edge = network.tree.query(sources, predicate="dwithin", distance=limit_m)
    return _Candidates(stop, edge, shapely.shortest_line(sources[stop], network.lines[edge]))


def _crosses(connectors: NDArray[np.object_], walls: NDArray[np.object_]) -> Bools:
    """Tell which connectors lead through a building."""
    connector, wall = shapely.STRtree(walls).query(connectors, predicate="intersects")
    inside_m = shapely.length(shapely.intersection(connectors[connector], walls[wall]))
    through = np.bincount(connector, weights=inside_m > _INSIDE_M, minlength=len(connectors))
    return np.asarray(through > 0)


def _snaps(
    network: WalkingNetwork,
    sources: NDArray[np.object_],
    near: _Candidates,
    crosses: Bools,
    best: Ints,
    piece: int,
) -> Snaps:
    """Fill in the chosen pairs; a stop with none within the limit gets its nearest edge."""
    edge = np.full(len(sources), -1, dtype=np.int64)
    blocked = np.zeros(len(sources), dtype=bool)
    edge[near.stop[best]] = near.edge[best]
    blocked[near.stop[best]] = crosses[best]
    far = edge == -1
    edge[far] = [network.tree.nearest(shape) for shape in sources[far]]
    lines = network.lines[edge]
    connectors = shapely.shortest_line(sources, lines)
    along_m = shapely.line_locate_point(lines, shapely.get_point(connectors, -1))
    other = network.edge_piece[edge] != piece
    reason = np.where(far, Unreachable.TOO_FAR, np.where(other, Unreachable.OTHER_PIECE, None))
    return Snaps(
        edge=edge,
        along_m=along_m,
        distance_m=shapely.length(connectors),
        xy=shapely.get_coordinates(shapely.line_interpolate_point(lines, along_m)),
        reachable=~(far | other),
        blocked=blocked,
        reason=tuple(reason),
        piece=piece,
    )
