"""Borders drawn straighter: short, and easy to see on the ground."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geodata.divide.plots.borders import Borders

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_TIE_M = 1e-3
_GOLDEN = (5**0.5 - 1) / 2


def smooth(borders: Borders) -> Borders:
    """Leave out corners of borders as far as each has room.

    Round by round each corner goes whose border strays least without it, among its neighbours on
    the border. A segment remembers how far it strays from the border as it was, and the least
    room of all corners that it passes, so strays add up to no more than that.

    Parameters
    ----------
    borders : Borders

    Returns
    -------
    Borders
        The same borders with fewer segments.
    """
    chains = _Chains.of(borders)
    while chains.leave_out():
        pass
    kept = chains.kept
    return replace(
        borders,
        tail=chains.ends[kept, 0],
        head=chains.ends[kept, 1],
        left=borders.left[kept],
        right=borders.right[kept],
    )


@dataclass
class _Chains:
    """Segments that are joined two by two where a corner is left out.

    Attributes
    ----------
    xy : ndarray of float, shape (c, 2)
    room_m : ndarray of float, shape (c,)
    ends : ndarray of int, shape (s, 2)
    kept : ndarray of bool, shape (s,)
    stray_m, least_m : ndarray of float, shape (s,)
        How far the segment strays, and the least room of the corners that it passes.
    loose : ndarray of int, shape (l,)
        Corners that may still go; each lies on two segments.
    on : ndarray of int, shape (c, 2)
        Those two segments.
    """

    xy: Floats
    room_m: Floats
    ends: Ints
    kept: NDArray[np.bool_]
    stray_m: Floats
    least_m: Floats
    loose: Ints
    on: Ints

    @classmethod
    def of(cls, borders: Borders) -> _Chains:
        """Start with every segment as it is."""
        ends = np.column_stack([borders.tail, borders.head])
        order = np.argsort(ends.ravel(), kind="stable")
        first = np.searchsorted(ends.ravel()[order], np.arange(len(borders.corners)))
        loose = np.flatnonzero(borders.room_m >= 0)
        on = np.zeros((len(borders.corners), 2), np.int64)
        on[loose, 0], on[loose, 1] = order[first[loose]] // 2, order[first[loose] + 1] // 2
        count = len(ends)
        return cls(
            borders.corners,
            borders.room_m,
            ends,
            np.ones(count, np.bool_),
            np.zeros(count),
            np.full(count, np.inf),
            loose,
            on,
        )

    def leave_out(self) -> bool:
        """Leave out corners that are no neighbours of each other; tell whether any went."""
        corner = self.loose
        one, other = self.on[corner].T
        before = self._far_end(one, corner)
        after = self._far_end(other, corner)
        stray_m = _distance_m(self.xy[corner], self.xy[before], self.xy[after])
        total_m = np.maximum(self.stray_m[one], self.stray_m[other]) + stray_m
        least_m = np.minimum.reduce([self.least_m[one], self.least_m[other], self.room_m[corner]])
        may_go = (total_m <= least_m) & ~self._is_triangle(corner, before, after)
        rank = np.full(len(self.xy), np.inf)
        # Along a straight wall all strays are alike: a hash lets every second or third go at once.
        rank[corner[may_go]] = stray_m[may_go] + _TIE_M * (corner[may_go] * _GOLDEN % 1.0)
        going = may_go & (rank[corner] < rank[before]) & (rank[corner] < rank[after])
        self._join(corner[going], before[going], after[going], total_m[going], least_m[going])
        # What can't go now can't go later: strays only grow.
        self.loose = corner[may_go & ~going]
        return bool(going.any())

    def _far_end(self, segment: Ints, corner: Ints) -> Ints:
        tail, head = self.ends[segment].T
        return np.asarray(np.where(tail == corner, head, tail), np.int64)

    def _is_triangle(self, corner: Ints, before: Ints, after: Ints) -> NDArray[np.bool_]:
        """Tell where the border around an enclosed plot has no corner to spare."""
        closed = np.zeros(len(corner), np.bool_)
        for way in (0, 1):
            segment = self.on[before, way]
            beyond = self._far_end(segment, before)
            closed |= (self.room_m[before] >= 0) & (beyond == after)
        return closed

    def _join(self, corner: Ints, before: Ints, after: Ints, stray: Floats, least: Floats) -> None:
        one, other = self.on[corner].T
        self.ends[one] = np.where(self.ends[one] == corner[:, None], after[:, None], self.ends[one])
        self.kept[other] = False
        self.stray_m[one], self.least_m[one] = stray, least
        for way in (0, 1):
            changed = self.on[after, way] == other
            self.on[after[changed], way] = one[changed]


def _distance_m(xy: Floats, start: Floats, end: Floats) -> Floats:
    """Measure from points to segments."""
    along = end - start
    square = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((xy - start) * along).sum(axis=1) / square, 0.0, 1.0)
    return np.asarray(np.hypot(*(start + share[:, None] * along - xy).T), np.float64)
