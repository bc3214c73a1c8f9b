"""Where one plot ends and the next begins: midway through triangles, and along walls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.divide.plots.mesh import Mesh
from geodata.divide.plots.owners import (
    BETWEEN_WALLS,
    IN_GROUND,
    Held,
    Sides,
    hold_corners,
    sides_of,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FIXED = -1.0
_STRAY_SHARE = 0.35
"""A border may leave the middle by this share of the way to the nearest footprint."""
_STRAY_M = 3.0
_LEAST_SHARE = 0.25
"""A border stays clear of the ends of the edge that it crosses."""


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
    """Where borders cross edges between triangles.

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
    def of(cls, sides: Sides, corners: int) -> _Middles:
        """Take the edges on which a border may have a corner."""
        low, high = np.minimum(sides.tail, sides.head), np.maximum(sides.tail, sides.head)
        mixed = sides.at_tail != sides.at_head
        mixed |= (sides.at_tail != sides.beyond_tail) | (sides.at_head != sides.beyond_head)
        return cls(np.unique((low * corners + high)[mixed]), corners)

    def number(self, a: Ints, b: Ints) -> Ints:
        """Find the middle between two corners."""
        wanted = np.minimum(a, b) * self.first + np.maximum(a, b)
        return np.asarray(self.first + np.searchsorted(self.key, wanted), np.int64)

    def places(self, mesh: Mesh) -> tuple[Floats, Floats]:
        """Give coordinates as far from one footprint as from the other, and the room there."""
        one, other = self.key // self.first, self.key % self.first
        step = mesh.corners[other] - mesh.corners[one]
        length_m = np.hypot(*step.T)
        ahead_m = (mesh.far_m[other] - mesh.far_m[one]) / length_m
        share = np.clip((1 + ahead_m) / 2, _LEAST_SHARE, 1 - _LEAST_SHARE)
        xy = mesh.corners[one] + share[:, None] * step
        # Half of the way beyond the edge counts too: it need not be straight.
        to_one_m = share * length_m + mesh.far_m[one] / 2
        to_other_m = (1 - share) * length_m + mesh.far_m[other] / 2
        return xy, np.minimum(to_one_m, to_other_m)


def find_borders(mesh: Mesh) -> Borders:
    """Lay the borders of plots through a mesh.

    A triangle whose corners have two owners is cut between the middles of two edges; one with
    three owners from the middles of its edges to its centre (the chordal axis of Prasad, 1997);
    one in the corner between two footprints that touch, from there to the middle of the edge
    opposite. No cut leaves its triangle, so no footprint is cut.

    Parameters
    ----------
    mesh : Mesh

    Returns
    -------
    Borders
    """
    held = hold_corners(mesh)
    sides = sides_of(mesh, held)
    middles = _Middles.of(sides, len(mesh.corners))
    places, place_room_m = middles.places(mesh)
    meeting = held.meeting()
    centres = mesh.corners[mesh.triangles[meeting]].mean(axis=1)
    reach = mesh.corners[mesh.triangles[meeting]] - centres[:, None]
    centre_room_m = np.hypot(reach[..., 0], reach[..., 1]).min(axis=1, initial=np.inf)
    segments = np.concatenate(
        [
            *_between_two(mesh.triangles, held, middles),
            *_between_three(mesh.triangles, held, middles, len(mesh.corners) + len(places)),
            *_from_corners(mesh.triangles, held, middles),
            *_along_sides(sides, middles),
            np.insert(mesh.walls, 4, BETWEEN_WALLS, axis=1),
        ]
    )
    corners = np.concatenate([mesh.corners, places, centres])
    room_m = np.concatenate([np.full(len(mesh.corners), np.inf), place_room_m, centre_room_m])
    tail, head, left, right, _ = segments.T
    return Borders(corners, tail, head, left, right, _room(room_m, segments))


def _room(clear_m: Floats, segments: Ints) -> Floats:
    """Tell how far each corner may be left aside by the border that runs through it."""
    ends, lies = segments[:, :2].ravel(), np.repeat(segments[:, 4], 2)
    least = np.full(len(clear_m), np.iinfo(np.int64).max)
    most = np.full(len(clear_m), BETWEEN_WALLS)
    np.minimum.at(least, ends, lies)
    np.maximum.at(most, ends, lies)
    free = (np.bincount(ends, minlength=len(clear_m)) == 2) & (least == most)
    free &= (least > BETWEEN_WALLS) & ~((least == IN_GROUND) & np.isinf(clear_m))
    stray_m = np.minimum(clear_m * _STRAY_SHARE, _STRAY_M)
    return np.where(free, np.where(least == IN_GROUND, stray_m, np.inf), FIXED)


def _between_two(triangles: Ints, held: Held, middles: _Middles) -> Iterator[Ints]:
    """Cut off the corner whose owner differs from that of both others."""
    for corner in range(3):
        after, before = (corner + 1) % 3, (corner + 2) % 3
        owner, following = held.owner[:, corner], held.owner[:, after]
        odd = (following == held.owner[:, before]) & (owner != following) & (held.split < 0)
        own, then, ahead = triangles[odd][:, [corner, after, before]].T
        ends = middles.number(own, then), middles.number(ahead, own)
        yield _segments(*ends, owner[odd], following[odd])


def _between_three(triangles: Ints, held: Held, middles: _Middles, first: int) -> Iterator[Ints]:
    """Lead three borders to the centre of each triangle with three owners."""
    meeting = held.meeting()
    centre = first + np.arange(meeting.sum())
    for corner in range(3):
        after = (corner + 1) % 3
        tail = middles.number(triangles[meeting, corner], triangles[meeting, after])
        yield _segments(tail, centre, held.owner[meeting, corner], held.owner[meeting, after])


def _from_corners(triangles: Ints, held: Held, middles: _Middles) -> Iterator[Ints]:
    """Lead a border from a corner where two footprints touch to the middle of the edge opposite."""
    for corner in range(3):
        here = held.split == corner
        after, before = (corner + 1) % 3, (corner + 2) % 3
        tail = middles.number(triangles[here, after], triangles[here, before])
        owners = held.owner[here, after], held.owner[here, before]
        yield _segments(tail, triangles[here, corner], *owners)


def _segments(tail: Ints, head: Ints, left: Ints, right: Ints) -> Ints:
    return np.column_stack([tail, head, left, right, np.full(len(tail), IN_GROUND)])


def _along_sides(sides: Sides, middles: _Middles) -> Iterator[Ints]:
    """Follow the sides of triangles beyond which another plot lies."""
    tail_differs = sides.at_tail != sides.beyond_tail
    head_differs = sides.at_head != sides.beyond_head
    whole = tail_differs & head_differs & (sides.at_tail == sides.at_head)
    whole &= sides.beyond_tail == sides.beyond_head
    columns = np.column_stack(
        [sides.tail, sides.head, sides.at_tail, sides.beyond_tail, sides.lies]
    )
    yield columns[whole]
    middle = middles.number(sides.tail, sides.head)
    half = np.column_stack([sides.tail, middle, sides.at_tail, sides.beyond_tail, sides.lies])
    yield half[tail_differs & ~whole]
    half = np.column_stack([middle, sides.head, sides.at_head, sides.beyond_head, sides.lies])
    yield half[head_differs & ~whole]
