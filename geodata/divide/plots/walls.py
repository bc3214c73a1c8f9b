"""The walls around free ground, sampled as often as what lies opposite is near."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geodata.divide.coverage.rings import Rings

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_SPACING_M = 5.0
_SPACING_SHARE = 0.4
"""Samples of a wall lie this share of the way across apart, but not nearer than the spacing."""
_NEIGHBOURS = 6


@dataclass(frozen=True)
class Walls:
    """Short edges around free ground, which lies on their left.

    Attributes
    ----------
    rings : Rings
        The free ground, one piece a block.
    block : ndarray of int, shape (pieces,)
        Block of each piece.
    beyond : ndarray of int, shape (e,)
        What lies beyond each edge: a footprint or ``OUTSIDE``.
    wall : ndarray of int, shape (e,)
        The straight wall of which it is a part.
    """

    rings: Rings
    block: Ints
    beyond: Ints
    wall: Ints

    @property
    def block_at(self) -> Ints:
        """Block of each coordinate."""
        return np.asarray(self.block[self.rings.piece[self.rings.part[self.rings.ring]]], np.int64)

    def halve(self, edges: Ints) -> Walls:
        """Put a corner into the middle of some edges."""
        starts = self.rings.starts[edges]
        middles = (self.rings.xy[starts] + self.rings.xy[starts + 1]) / 2
        rings = replace(
            self.rings,
            xy=np.insert(self.rings.xy, starts + 1, middles, axis=0),
            ring=np.insert(self.rings.ring, starts + 1, self.rings.ring[starts]),
        )
        twice = np.sort(np.append(np.arange(len(self.wall)), edges))
        return Walls(rings, self.block, self.beyond[twice], self.wall[twice])


def sample_walls(rings: Rings, block: Ints, beyond: Ints) -> Walls:
    """Cut walls into short edges.

    Parameters
    ----------
    rings : Rings
        The free ground, one piece a block.
    block : ndarray of int, shape (pieces,)
    beyond : ndarray of int, shape (edges,)
        What lies beyond each of its edges: a footprint or -1.

    Returns
    -------
    Walls
    """
    if not len(beyond):
        return Walls(rings, block, beyond, beyond)
    tail, head = rings.xy[rings.starts], rings.xy[rings.starts + 1]
    count = np.maximum(np.ceil(np.hypot(*(head - tail).T) / _SPACING_M), 1).astype(np.int64)
    wall = np.repeat(np.arange(len(tail)), count)
    step = np.arange(len(wall)) - np.repeat(np.cumsum(count) - count, count)
    xy = tail[wall] + (step / count[wall])[:, None] * (head - tail)[wall]
    across_m = _across(xy, beyond[wall])
    stride = 2 ** np.log2(np.maximum(across_m * _SPACING_SHARE / _SPACING_M, 1)).astype(np.int64)
    keep = step % stride == 0
    xy, wall = xy[keep], wall[keep]
    ring = rings.ring[rings.starts][wall]
    first = np.flatnonzero(np.append(True, ring[1:] != ring[:-1]))
    close = np.append(first[1:], len(ring))
    xy, ring = np.insert(xy, close, xy[first], axis=0), np.insert(ring, close, ring[first])
    return Walls(replace(rings, xy=xy, ring=ring), block, beyond[wall], wall)


def _across(xy: Floats, owner: Ints) -> Floats:
    """Estimate how far it is from each sample to what belongs to somebody else."""
    known = np.flatnonzero(owner >= 0)
    if not len(known):
        return np.zeros(len(xy))
    wanted = min(_NEIGHBOURS, len(known))
    far_m, near = map(np.asarray, cKDTree(xy[known]).query(xy, k=np.arange(1, wanted + 1)))
    foreign = owner[known[near]] != owner[:, None]
    found = np.where(foreign.any(axis=1), foreign.argmax(axis=1), wanted - 1)
    return np.asarray(far_m[np.arange(len(xy)), found], np.float64)
