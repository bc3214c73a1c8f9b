"""Polygons taken apart into rings of coordinates, and put together again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rings:
    """The closed rings of polygons, one after the other.

    Attributes
    ----------
    xy : ndarray of float, shape (n, 2)
        Coordinates; the last of each ring is its first. A shell runs anticlockwise, a hole
        clockwise, so that the ground lies on the left.
    ring : ndarray of int, shape (n,)
        Ring of each coordinate, rising.
    part : ndarray of int, shape (rings,)
        Polygon of each ring, rising; its first ring is its shell.
    piece : ndarray of int, shape (parts,)
        Piece of each polygon, rising.
    pieces : int
        How many pieces there are; some may have no ground.
    """

    xy: Floats
    ring: Ints
    part: Ints
    piece: Ints
    pieces: int

    @classmethod
    def of(cls, pieces: NDArray[np.object_]) -> Rings:
        """Take polygons apart."""
        parts, piece = shapely.get_parts(pieces, return_index=True)
        some = ~shapely.is_empty(parts)
        parts, piece = parts[some], piece[some]
        rings, part = shapely.get_rings(shapely.orient_polygons(parts), return_index=True)
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        return cls(xy, ring, part, piece, len(pieces))

    @property
    def starts(self) -> Ints:
        """Coordinates from which an edge runs on to the next one, shape (edges,)."""
        return np.flatnonzero(self.ring[1:] == self.ring[:-1])

    @property
    def piece_of_edge(self) -> Ints:
        """Piece of each edge of :attr:`starts`."""
        return np.asarray(self.piece[self.part[self.ring[self.starts]]], np.int64)

    def polygons(self) -> NDArray[np.object_]:
        """Put the pieces together: polygons, or multipolygons of several parts."""
        made = np.full(self.pieces, shapely.Polygon(), np.object_)
        if not len(self.ring):
            return made
        rings: Any = shapely.linearrings(self.xy, indices=self.ring)
        parts: Any = shapely.polygons(rings, indices=self.part)
        count = np.bincount(self.piece, minlength=self.pieces)
        single = count[self.piece] == 1
        made[self.piece[single]] = parts[single]
        several, place = np.unique(self.piece[~single], return_inverse=True)
        if len(several):
            made[several] = shapely.multipolygons(parts[~single], indices=place)
        return made
