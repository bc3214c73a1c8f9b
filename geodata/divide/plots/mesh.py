"""The free ground of blocks as triangles whose corners belong to the nearest footprint."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from geodata.divide.coverage.rings import Rings
from geodata.divide.coverage.segments import Edges, number_corners
from geodata.divide.plots.noding import FREE, Noded
from geodata.divide.plots.triangles import triangulate
from geodata.divide.plots.walls import sample_walls

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

OUTSIDE = -1


@dataclass(frozen=True)
class Mesh:
    """Free ground as triangles, and the walls around it.

    Attributes
    ----------
    corners : ndarray of float, shape (c, 2)
    owner : ndarray of int, shape (c,)
        Footprint that is nearest on the way through free ground.
    far_m : ndarray of float, shape (c,)
        How long that way is.
    claims : ndarray of int, shape (n, 2)
        Corner and footprint, ordered, of every corner on a wall; where footprints touch, several.
    triangles : ndarray of int, shape (t, 3)
        Corners, anticlockwise.
    rim : ndarray of int, shape (r, 4)
        Edges between free ground (on the left) and a footprint or the outside: tail, head,
        footprint or ``OUTSIDE``, and the straight wall of which it is a part.
    walls : ndarray of int, shape (w, 4)
        Edges of footprints that touch another one or the outside: tail, head, footprint on the
        left, footprint or ``OUTSIDE`` on the right.
    """

    corners: Floats
    owner: Ints
    far_m: Floats
    claims: Ints
    triangles: Ints
    rim: Ints
    walls: Ints


def mesh(noded: Noded) -> Mesh:
    """Triangulate the free ground of blocks.

    Parameters
    ----------
    noded : Noded

    Returns
    -------
    Mesh
        Blocks have no corner in common.
    """
    rings = Rings.of(noded.shapes)
    shape_at = rings.piece[rings.part[rings.ring]]
    known, number = number_corners(rings.xy, noded.block[shape_at])
    shape = shape_at[rings.starts]
    edges = Edges(shape, number[rings.starts], number[rings.starts + 1], known)
    twin = edges.twins()
    left = noded.owner[shape]
    right = np.where(twin >= 0, left[twin], OUTSIDE)
    own = left != FREE
    free = noded.owner == FREE
    around, triangles_xy, block = triangulate(
        sample_walls(Rings.of(noded.shapes[free]), noded.block[free], right[~own])
    )
    starts = around.rings.starts
    corners, place = number_corners(
        np.concatenate([rings.xy, around.rings.xy, triangles_xy.reshape(-1, 2)]),
        np.concatenate([noded.block[shape_at], around.block_at, np.repeat(block, 3)]),
    )
    old, sample, corner = np.split(place, np.cumsum([len(rings.xy), len(around.rings.xy)]))
    triangles = corner.reshape(-1, 3)
    rim = np.column_stack([sample[starts], sample[starts + 1], around.beyond, around.wall])
    ends = np.column_stack([old[rings.starts], old[rings.starts + 1], left, right])
    walls = ends[own & (right != FREE) & ((right == OUTSIDE) | (left < right))]
    claims = _claims(np.concatenate([ends[own][:, [0, 2]], rim[:, [0, 2]], rim[:, [1, 2]]]))
    owner, far_m = _owners(corners, triangles, claims)
    return Mesh(corners, owner, far_m, claims, triangles, rim, walls)


def _claims(pairs: Ints) -> Ints:
    """List corners and the footprints on whose walls they lie, each pair once, in order."""
    pairs = pairs[pairs[:, 1] >= 0]
    count = pairs[:, 1].max() + 1
    key = np.unique(pairs[:, 0] * count + pairs[:, 1])
    return np.column_stack([key // count, key % count])


def _owners(corners: Floats, triangles: Ints, claims: Ints) -> tuple[Ints, Floats]:
    """Give corners to the footprint that is nearest along the edges of the triangles; and how far.

    The way to it runs through corners of the same footprint, so no plot falls apart.
    """
    none = -1
    owner, far_m = np.full(len(corners), none), np.zeros(len(corners))
    owner[claims[::-1, 0]] = claims[::-1, 1]
    size = len(corners)
    a, b = triangles.ravel(), np.roll(triangles, -1, axis=1).ravel()
    open_way = (owner[a] == none) | (owner[b] == none)
    key = np.unique((np.minimum(a, b) * size + np.maximum(a, b))[open_way])
    a, b = key // size, key % size
    length_m = np.hypot(*(corners[a] - corners[b]).T)
    ways = coo_array((length_m, (a, b)), shape=(size, size)).tocsr()
    sources = np.unique(np.append(a, b)[owner[np.append(a, b)] != none])
    if len(sources):
        way_m, _, source = dijkstra(
            ways, directed=False, indices=sources, min_only=True, return_predecessors=True
        )
        reached = (owner == none) & (source >= 0)
        owner[reached], far_m[reached] = owner[source[reached]], way_m[reached]
    return owner, far_m
