"""The edges of pieces of ground, cut at every corner: who lies on either side of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.divide.coverage.rings import Rings

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Edges:
    """The directed edges of polygons, their own ground on the left.

    Attributes
    ----------
    piece : ndarray of int, shape (e,)
        Polygon to which each edge belongs.
    tail, head : ndarray of int, shape (e,)
        Corners between which it runs.
    corners : ndarray of float, shape (c, 2)
        Each corner once, ordered by x, then y.
    """

    piece: Ints
    tail: Ints
    head: Ints
    corners: Floats

    def twins(self) -> Ints:
        """Find the edge that runs the other way, shape (e,); -1 where there is none."""
        own = self.tail * len(self.corners) + self.head
        order = np.argsort(own, kind="stable")
        wanted = self.head * len(self.corners) + self.tail
        place = np.minimum(np.searchsorted(own[order], wanted), len(own) - 1)
        found = order[place]
        return np.where(own[found] == wanted, found, -1) if len(own) else found

    def outer_corners(self) -> Ints:
        """Give the corners on the edges of which only one side belongs to a polygon."""
        alone = self.twins() < 0
        return np.unique(np.concatenate([self.tail[alone], self.head[alone]]))


def number_corners(xy: Floats, apart: Ints | None = None) -> tuple[Floats, Ints]:
    """Give equal coordinates one number.

    Parameters
    ----------
    xy : ndarray of float, shape (n, 2)
    apart : ndarray of int, shape (n,), optional
        Coordinates of different groups are never one corner.

    Returns
    -------
    corners : ndarray of float, shape (c, 2)
        Each once, ordered by group, x, then y.
    number : ndarray of int, shape (n,)
        Row in ``corners``.
    """
    group = np.zeros(len(xy), np.int64) if apart is None else apart
    order = np.lexsort((xy[:, 1], xy[:, 0], group))
    ordered, groups = xy[order], group[order]
    new = np.ones(len(xy), bool)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1) | (groups[1:] != groups[:-1])
    number = np.empty(len(xy), np.int64)
    number[order] = np.cumsum(new) - 1
    return ordered[new], number


def edges_of(pieces: NDArray[np.object_]) -> Edges:
    """Take polygons apart into directed edges.

    Parameters
    ----------
    pieces : ndarray of Polygon or MultiPolygon

    Returns
    -------
    Edges
    """
    rings = Rings.of(pieces)
    corners, number = number_corners(rings.xy)
    return Edges(rings.piece_of_edge, number[rings.starts], number[rings.starts + 1], corners)


def shared_segments(pieces: NDArray[np.object_]) -> tuple[Ints, Ints, Floats]:
    """List every segment of every edge once, with the pieces on its two sides.

    Parameters
    ----------
    pieces : ndarray of Polygon or MultiPolygon
        A coverage with matched edges (:func:`match_edges`), in metres.

    Returns
    -------
    first, second : ndarray of int, shape (s,)
        Pieces on either side, ``first < second``; ``second`` is -1 on the outer boundary.
    ends : ndarray of float, shape (s, 4)
        ``x0, y0, x1, y1``.
    """
    edges = edges_of(pieces)
    twin = edges.twins()
    other = np.where(twin >= 0, edges.piece[twin], -1) if len(twin) else twin
    once = (twin < 0) | (edges.piece < other)
    ends = np.hstack([edges.corners[edges.tail[once]], edges.corners[edges.head[once]]])
    return edges.piece[once], other[once], ends


def shared_edges(pieces: NDArray[np.object_]) -> tuple[Ints, Ints, Floats]:
    """Measure which pieces share an edge, and how long it is.

    Parameters
    ----------
    pieces : ndarray of Polygon or MultiPolygon
        A coverage with matched edges (:func:`match_edges`), in metres.

    Returns
    -------
    first, second : ndarray of int, shape (p,)
        Neighbours, each pair once, ``first < second``, in order.
    length_m : ndarray of float, shape (p,)
        Length of what they share.
    """
    first, second, ends = shared_segments(pieces)
    inner = second >= 0
    step_m = np.hypot(*(ends[inner, 2:] - ends[inner, :2]).T)
    pair, place = np.unique(first[inner] * len(pieces) + second[inner], return_inverse=True)
    first, second = np.asarray(pair // len(pieces)), np.asarray(pair % len(pieces))
    return first, second, np.asarray(np.bincount(place, step_m, len(pair)), np.float64)
