"""Whose plot has which corner of each triangle, and what lies beyond its sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.divide.plots.mesh import Mesh

Ints = NDArray[np.int64]

IN_GROUND, BETWEEN_WALLS = -1, -2
"""What a segment of a border lies on, where it is not the number of a straight wall."""


@dataclass(frozen=True)
class Held:
    """Owners of the corners of triangles.

    Attributes
    ----------
    owner : ndarray of int, shape (t, 3)
        Footprint.
    split : ndarray of int, shape (t,)
        Corner (0 to 2) where the footprints of both others touch: the border starts there; else -1.
    """

    owner: Ints
    split: Ints

    def meeting(self) -> NDArray[np.bool_]:
        """Tell in which triangles three plots meet."""
        a, b, c = self.owner.T
        return np.asarray((a != b) & (b != c) & (c != a) & (self.split < 0), np.bool_)


@dataclass(frozen=True)
class Sides:
    """Sides of triangles, half by half; both halves' owners on this side and beyond.

    Attributes
    ----------
    tail, head : ndarray of int, shape (s,)
    at_tail, at_head, beyond_tail, beyond_head : ndarray of int, shape (s,)
        Footprint or ``OUTSIDE``.
    lies : ndarray of int, shape (s,)
        The straight wall on which it lies, or ``IN_GROUND``.
    """

    tail: Ints
    head: Ints
    at_tail: Ints
    at_head: Ints
    beyond_tail: Ints
    beyond_head: Ints
    lies: Ints


def hold_corners(mesh: Mesh) -> Held:
    """Tell who holds the corners of each triangle.

    A corner where footprints touch has several owners: in each triangle the one whose wall is a
    side, else one that holds another corner.

    Parameters
    ----------
    mesh : Mesh

    Returns
    -------
    Held
    """
    owner = mesh.owner[mesh.triangles]
    claims = np.bincount(mesh.claims[:, 0], minlength=len(mesh.corners))
    shared = claims[mesh.triangles] > 1
    split = np.full(len(owner), -1)
    some = np.flatnonzero(shared.any(axis=1))
    for corner in range(3):
        after = (corner + 1) % 3
        wall = _wall_beyond(mesh, mesh.triangles[some, corner], mesh.triangles[some, after])
        owner[some[wall >= 0], corner] = owner[some[wall >= 0], after] = wall[wall >= 0]
    for corner in range(3):
        after, before = (corner + 1) % 3, (corner + 2) % 3
        here = some[shared[some, corner]]
        own = mesh.triangles[here, corner]
        one, other = owner[here, after], owner[here, before]
        touch_one, touch_other = _touches(mesh, own, one), _touches(mesh, own, other)
        starts = touch_one & touch_other & (one != other) & (split[here] < 0)
        split[here[starts]] = corner
        owner[here[touch_one], corner] = one[touch_one]
        owner[here[touch_other & ~touch_one], corner] = other[touch_other & ~touch_one]
    return Held(owner, split)


def _wall_beyond(mesh: Mesh, tail: Ints, head: Ints) -> Ints:
    """Give the footprint beyond sides of triangles; ``OUTSIDE`` also where free ground goes on."""
    size = len(mesh.corners)
    if not len(mesh.rim):
        return np.full(len(tail), -1)
    own = mesh.rim[:, 0] * size + mesh.rim[:, 1]
    order = np.argsort(own)
    place = np.minimum(np.searchsorted(own[order], tail * size + head), len(own) - 1)
    found = order[place]
    return np.where(own[found] == tail * size + head, mesh.rim[found, 2], -1)


def _touches(mesh: Mesh, corner: Ints, footprint: Ints) -> NDArray[np.bool_]:
    """Tell whether corners lie on the walls of footprints."""
    count = mesh.claims[:, 1].max() + 1
    own = mesh.claims[:, 0] * count + mesh.claims[:, 1]
    return np.asarray(np.isin(corner * count + footprint, own), np.bool_)


def sides_of(mesh: Mesh, held: Held) -> Sides:
    """Match the sides of triangles with each other and with the walls around.

    Parameters
    ----------
    mesh : Mesh
    held : Held

    Returns
    -------
    Sides
        Each side between two triangles once, as one of them sees it; sides on walls as the free
        ground sees them.
    """
    size = len(mesh.corners)
    tail, head = mesh.triangles.ravel(), np.roll(mesh.triangles, -1, axis=1).ravel()
    at_tail, at_head = _halves(held)
    own = np.append(mesh.rim[:, 1] * size + mesh.rim[:, 0], tail * size + head)
    beyond = np.column_stack(
        [
            np.concatenate([mesh.rim[:, 2], at_tail]),
            np.concatenate([mesh.rim[:, 2], at_head]),
            np.concatenate([mesh.rim[:, 3], np.full(len(tail), IN_GROUND)]),
        ]
    )
    order = np.argsort(own)
    found = order[np.searchsorted(own[order], head * size + tail)]
    once = (found < len(mesh.rim)) | (tail < head)
    beyond_head, beyond_tail, lies = beyond[found[once]].T
    ends = tail[once], head[once], at_tail[once], at_head[once]
    return Sides(*ends, beyond_tail, beyond_head, lies)


def _halves(held: Held) -> tuple[Ints, Ints]:
    """Give the owners of both halves of each side, shape (3 t,) each."""
    at_tail, at_head = held.owner.copy(), np.roll(held.owner, -1, axis=1)
    for corner in range(3):
        here = held.split == corner
        after, before = (corner + 1) % 3, (corner + 2) % 3
        at_tail[here, corner] = held.owner[here, after]
        at_head[here, before] = held.owner[here, before]
    return at_tail.ravel(), at_head.ravel()
