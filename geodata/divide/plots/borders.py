"""Where one plot ends and the next begins: midway through triangles, and along walls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.divide.plots.mesh import Mesh

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FIXED = -1.0
_STRAY_SHARE = 0.35
"""A border may leave the middle by this share of the way to the nearest footprint."""
_STRAY_M = 3.0
_IN_GROUND, _BETWEEN_WALLS = -1, -2


@dataclass(frozen=True)
class Borders:
    """Segments between plots.

    Attributes
    ----------
    corners : ndarray of float, shape (c, 2)
    tail, head : ndarray of int, shape (s,)
        Corners of each segment.
    left, right : ndarray of int, shape (s,)
        Footprint whose plot lies on either side, or ``OUTSIDE``.
    room_m : ndarray of float, shape (c,)
        How far the border may stray from a corner: infinitely along a straight wall, ``FIXED``
        where the corner must stay.
    """

    corners: Floats
    tail: Ints
    head: Ints
    left: Ints
    right: Ints
    room_m: Floats


@dataclass(frozen=True)
class _Middles:
    """The middles of edges between corners of different owners.

    Attributes
    ----------
    key : ndarray of int
        Rising; least corner x number of corners + greatest corner.
    first : int
        Number of the first middle; middles follow the corners of the mesh.
    """

    key: Ints
    first: int

    @classmethod
    def of(cls, mesh: Mesh) -> _Middles:
        a, b = mesh.triangles.ravel(), np.roll(mesh.triangles, -1, axis=1).ravel()
        differ = mesh.owner[a] != mesh.owner[b]
        size = len(mesh.corners)
        return cls(np.unique(np.minimum(a, b)[differ] * size + np.maximum(a, b)[differ]), size)

    def number(self, a: Ints, b: Ints) -> Ints:
        """Find the middle between two corners of different owners."""
        wanted = np.minimum(a, b) * self.first + np.maximum(a, b)
        return self.first + np.searchsorted(self.key, wanted)

    def places(self, corners: Floats) -> tuple[Floats, Floats]:
        """Give coordinates, and the distance to either end."""
        one, other = corners[self.key // self.first], corners[self.key % self.first]
        return (one + other) / 2, np.hypot(*(one - other).T) / 2


def find_borders(mesh: Mesh) -> Borders:
    """Lay the borders of plots through a mesh.

    A triangle whose corners have two owners is cut between the middles of two edges; one with
    three owners from the middles of its edges to its centre (the chordal axis of Prasad, 1997).
    No cut leaves its triangle, so no footprint is cut.

    Parameters
    ----------
    mesh : Mesh

    Returns
    -------
    Borders
    """
    middles = _Middles.of(mesh)
    places, place_room_m = middles.places(mesh.corners)
    meeting = _meeting(mesh)
    centres = mesh.corners[meeting].mean(axis=1)
    centre_room_m = np.hypot(*(mesh.corners[meeting] - centres[:, None]).T).min(axis=0)
    first_centre = len(mesh.corners) + len(places)
    segments = np.concatenate(
        [
            _between_two(mesh, middles),
            _between_three(mesh, middles, meeting, first_centre),
            _along_rim(mesh, middles),
            np.insert(mesh.walls, 4, _BETWEEN_WALLS, axis=1),
        ]
    )
    corners = np.concatenate([mesh.corners, places, centres])
    room_m = np.concatenate([np.full(len(mesh.corners), np.inf), place_room_m, centre_room_m])
    return Borders(corners, *segments[:, :4].T, _room(room_m, segments))


def _room(clear_m: Floats, segments: Ints) -> Floats:
    """Tell how far each corner may be left aside by the border that runs through it."""
    ends, lies = segments[:, :2].ravel(), np.repeat(segments[:, 4], 2)
    least = np.full(len(clear_m), np.iinfo(np.int64).max)
    most = np.full(len(clear_m), _BETWEEN_WALLS)
    np.minimum.at(least, ends, lies)
    np.maximum.at(most, ends, lies)
    free = (np.bincount(ends, minlength=len(clear_m)) == 2) & (least == most)
    free &= least > _BETWEEN_WALLS
    stray_m = np.minimum(clear_m * _STRAY_SHARE, _STRAY_M)
    return np.where(free, np.where(least == _IN_GROUND, stray_m, np.inf), FIXED)


def _meeting(mesh: Mesh) -> Ints:
    """Give the triangles in which three plots meet."""
    a, b, c = mesh.owner[mesh.triangles].T
    return mesh.triangles[(a != b) & (b != c) & (c != a)]


def _between_two(mesh: Mesh, middles: _Middles) -> Ints:
    """Cut off the corner whose owner differs from that of both others."""
    owner = mesh.owner[mesh.triangles]
    found = []
    for corner in range(3):
        after, before = (corner + 1) % 3, (corner + 2) % 3
        odd = (owner[:, after] == owner[:, before]) & (owner[:, corner] != owner[:, after])
        own, following, preceding = mesh.triangles[odd][:, [corner, after, before]].T
        tail, head = middles.number(own, following), middles.number(preceding, own)
        found.append(_segments(tail, head, mesh.owner[own], mesh.owner[following]))
    return np.concatenate(found)


def _between_three(mesh: Mesh, middles: _Middles, meeting: Ints, first: int) -> Ints:
    """Lead three borders to the centre of each triangle with three owners."""
    centre = first + np.arange(len(meeting))
    found = []
    for corner in range(3):
        own, following = meeting[:, corner], meeting[:, (corner + 1) % 3]
        tail = middles.number(own, following)
        found.append(_segments(tail, centre, mesh.owner[own], mesh.owner[following]))
    return np.concatenate(found)


def _segments(tail: Ints, head: Ints, left: Ints, right: Ints) -> Ints:
    return np.column_stack([tail, head, left, right, np.full(len(tail), _IN_GROUND)])


def _along_rim(mesh: Mesh, middles: _Middles) -> Ints:
    """Follow the walls where the free ground before them belongs to another plot."""
    tail, head, other, wall = mesh.rim.T
    one, two = mesh.owner[tail], mesh.owner[head]
    same = one == two
    middle = np.where(same, head, middles.number(tail, head))
    first = np.column_stack([tail, middle, one, other, wall])
    second = np.column_stack([middle, head, two, other, wall])[~same]
    segments = np.concatenate([first, second])
    return segments[segments[:, 2] != segments[:, 3]]
