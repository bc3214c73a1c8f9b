"""The free ground of a block as triangles whose corners belong to the nearest footprint."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from geodata.divide.coverage.rings import Rings
from geodata.divide.coverage.segments import Edges, number_corners

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

OUTSIDE = -1
_SPACING_M = 5.0
"""Walls are sampled so often that the line midway between two of them is seen."""


@dataclass(frozen=True)
class Mesh:
    """Free ground as triangles, and the walls around it.

    Attributes
    ----------
    corners : ndarray of float, shape (c, 2)
    owner : ndarray of int, shape (c,)
        Footprint that is nearest on the way through free ground.
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
    claims: Ints
    triangles: Ints
    rim: Ints
    walls: Ints


def mesh(noded: NDArray[np.object_]) -> Mesh:
    """Triangulate the free ground of a block.

    Parameters
    ----------
    noded : ndarray of Polygon or MultiPolygon
        Footprints, and last the free ground: a valid coverage (:func:`noding.node`).

    Returns
    -------
    Mesh
    """
    free = len(noded) - 1
    rings = Rings.of(noded)
    known, number = number_corners(rings.xy)
    edges = Edges(rings.piece_of_edge, number[rings.starts], number[rings.starts + 1], known)
    twin = edges.twins()
    other = np.where(twin >= 0, edges.piece[twin], OUTSIDE)
    sampled, samples = _sample(rings, edges, free)
    triangles_xy = _triangulate(sampled)
    corners, place = number_corners(np.concatenate([known, sampled.xy, triangles_xy]))
    old, sample, corner = np.split(place, np.cumsum([len(known), len(sampled.xy)]))
    own = edges.piece < free
    wall = own & (other != free) & ((other == OUTSIDE) | (edges.piece < other))
    walls = np.column_stack([old[edges.tail], old[edges.head], edges.piece, other])[wall]
    rim_starts = sampled.starts
    rim = np.column_stack([sample[rim_starts], sample[rim_starts + 1], other[samples], samples])
    triangles = corner.reshape(-1, 3)
    on_rim = rim[rim[:, 2] >= 0]
    claims = np.concatenate(
        [
            np.column_stack([old[edges.tail[own]], edges.piece[own]]),
            on_rim[:, [0, 2]],
            on_rim[:, [1, 2]],
        ]
    )
    claims = np.unique(claims[:, 0] * free + claims[:, 1])
    claims = np.column_stack([claims // free, claims % free])
    return Mesh(corners, _owners(corners, triangles, claims), claims, triangles, rim, walls)


def _sample(rings: Rings, edges: Edges, free: int) -> tuple[Rings, Ints]:
    """Cut the walls of the free ground into short edges; also tell the wall of each."""
    wall = np.flatnonzero(edges.piece == free)
    tail, head = edges.corners[edges.tail[wall]], edges.corners[edges.head[wall]]
    count = np.maximum(np.ceil(np.hypot(*(head - tail).T) / _SPACING_M), 1).astype(np.int64)
    edge = np.repeat(np.arange(len(wall)), count)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    xy = tail[edge] + (step / count[edge])[:, None] * (head - tail)[edge]
    ring = rings.ring[rings.starts[wall]][edge]
    starts = np.flatnonzero(np.append(True, ring[1:] != ring[:-1]))
    ends = np.append(starts[1:], len(ring))
    xy = np.insert(xy, ends, xy[starts], axis=0)
    ring = np.insert(ring, ends, ring[starts])
    _, ring = np.unique(ring, return_inverse=True)
    part = rings.part[rings.ring[rings.starts[wall]][edge][starts]]
    parts, part = np.unique(part, return_inverse=True)
    return Rings(xy, ring, part, np.arange(len(parts)), len(parts)), wall[edge]


def _triangulate(sampled: Rings) -> Floats:
    """Triangulate between the walls: three anticlockwise corners a triangle."""
    triangles = shapely.get_parts(shapely.constrained_delaunay_triangles(sampled.polygons()))
    triangles = shapely.get_parts(triangles)
    xy = shapely.get_coordinates(shapely.orient_polygons(triangles))
    return xy.reshape(-1, 4, 2)[:, :3].reshape(-1, 2)


def _owners(corners: Floats, triangles: Ints, claims: Ints) -> Ints:
    """Give each corner to the footprint that is nearest along the edges of the triangles.

    The way to it runs through corners of the same footprint, so no plot falls apart.
    """
    none = -1
    owner = np.full(len(corners), none)
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
        _, _, source = dijkstra(
            ways, directed=False, indices=sources, min_only=True, return_predecessors=True
        )
        reached = (owner == none) & (source >= 0)
        owner[reached] = owner[source[reached]]
    return owner
