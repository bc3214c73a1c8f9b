"""What lies along each border between two pieces of ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.divide.barriers import Seam
from geodata.divide.coverage import shared_segments

_NEAR_M = 0.02
"""Snapping to the grid moves a line by millimetres: this near, a border lies along it."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Borders:
    """Borders between pieces, once each.

    Attributes
    ----------
    first, second : ndarray of int, shape (b,)
        The two pieces, ``first < second``.
    length_m : ndarray of float, shape (b, len(Seam))
        Length along each kind of seam.
    """

    first: Ints
    second: Ints
    length_m: Floats

    @property
    def total_m(self) -> Floats:
        """Whole length of each border."""
        return np.asarray(self.length_m.sum(axis=1), np.float64)


def find_borders(pieces: NDArray[np.object_], lines: NDArray[np.object_], seams: Ints) -> Borders:
    """Find which pieces share a border, and what lies along it.

    Parameters
    ----------
    pieces : ndarray of Polygon
        A coverage with matched edges, in metres.
    lines : ndarray of LineString
        What can be seen on the ground.
    seams : ndarray of int
        :class:`Seam` of each line.

    Returns
    -------
    Borders
        Ordered by ``first``, then ``second``.
    """
    first, second, ends = shared_segments(pieces)
    inner = second >= 0
    low, high = np.minimum(first, second)[inner], np.maximum(first, second)[inner]
    ends = ends[inner]
    kind = seam_of(ends, lines, seams)
    length_m = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    pair, place = np.unique(low * len(pieces) + high, return_inverse=True)
    lengths = np.zeros((len(pair), len(Seam)))
    np.add.at(lengths, (place, kind), length_m)
    return Borders(pair // len(pieces), pair % len(pieces), lengths)


def seam_of(ends: Floats, lines: NDArray[np.object_], seams: Ints) -> Ints:
    """Tell what lies along each segment: the strongest seam on which its middle lies.

    Parameters
    ----------
    ends : ndarray of float, shape (s, 4)
        ``x0, y0, x1, y1`` of each segment, metres.
    lines : ndarray of LineString
    seams : ndarray of int

    Returns
    -------
    ndarray of int, shape (s,)
        :class:`Seam`; ``Seam.NOTHING`` where no line is near.
    """
    found = np.zeros(len(ends), np.int64)
    if len(lines):
        middles = shapely.points((ends[:, :2] + ends[:, 2:]) / 2)
        place, line = shapely.STRtree(lines).query(middles, predicate="dwithin", distance=_NEAR_M)
        np.maximum.at(found, place, seams[line])
    return found
