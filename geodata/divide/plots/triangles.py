"""Free ground as triangles between sampled walls."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay

from geodata.divide.coverage.segments import number_corners
from geodata.divide.plots.walls import Walls

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_ROUNDS = 6
_SLACK_M2 = 1e-6


def triangulate(walls: Walls) -> tuple[Walls, Floats, Ints]:
    """Triangulate free ground.

    The Delaunay triangulation of all corners holds most walls; a wall that is missing gets a
    corner in its middle, which is done a few times. Blocks where that doesn't suffice have their
    walls kept by force: the result is as exact, but takes the square of the time.

    Parameters
    ----------
    walls : Walls

    Returns
    -------
    walls : Walls
        With the corners that were added.
    xy : ndarray of float, shape (t, 3, 2)
        Triangles, anticlockwise, whose corners are those of the walls.
    block : ndarray of int, shape (t,)
        Block of each.
    """
    for _ in range(_ROUNDS):
        corners, number = number_corners(walls.rings.xy, walls.block_at)
        block = np.empty(len(corners), np.int64)
        block[number] = walls.block_at
        tail, head = number[walls.rings.starts], number[walls.rings.starts + 1]
        triangles, sides, neighbours = _delaunay(_spread(corners, block))
        size = len(corners) + 4
        missing = ~np.isin(np.minimum(tail, head) * size + np.maximum(tail, head), sides)
        if not missing.any():
            break
        walls = walls.halve(np.flatnonzero(missing))
    inside = triangles[_inside(triangles, neighbours, tail * size + head, size)]
    inside = inside[(inside < len(corners)).all(axis=1)]
    xy, of = corners[inside], block[inside[:, 0]]
    forced = _incomplete(walls, xy, of)
    by_force, of_forced = _by_force(walls, forced)
    kept = ~np.isin(of, forced)
    return walls, np.concatenate([xy[kept], by_force]), np.concatenate([of[kept], of_forced])


def _spread(corners: Floats, block: Ints) -> Floats:
    """Lay blocks side by side, in rows, with as much space between them as they take."""
    blocks, first, place = np.unique(block, return_index=True, return_inverse=True)
    low = np.minimum.reduceat(corners, first)
    step = 2 * (np.maximum.reduceat(corners, first) - low).max()
    across = int(np.ceil(np.sqrt(len(blocks))))
    number = np.arange(len(blocks))
    return corners - low[place] + step * np.column_stack([number % across, number // across])[place]


def _delaunay(corners: Floats) -> tuple[Ints, Ints, Ints]:
    """Triangulate corners and a frame far around them, so that no outline is a hull."""
    low, high = corners.min(axis=0), corners.max(axis=0)
    frame = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * 2 * (high - low).max()
    made = Delaunay(np.concatenate([corners, (low + high) / 2 + frame]))
    triangles = made.simplices.astype(np.int64)
    a, b = triangles.ravel(), np.roll(triangles, -1, axis=1).ravel()
    size = len(corners) + 4
    return triangles, np.unique(np.minimum(a, b) * size + np.maximum(a, b)), made.neighbors


def _inside(triangles: Ints, neighbours: Ints, wall: Ints, size: int) -> NDArray[np.bool_]:
    """Tell which triangles are reached from the left of walls without crossing any."""
    tail, head = triangles[:, [1, 2, 0]], triangles[:, [2, 0, 1]]
    left, right = np.isin(tail * size + head, wall), np.isin(head * size + tail, wall)
    triangle = np.repeat(np.arange(len(triangles)), 3).reshape(-1, 3)
    open_side = ~left & ~right & (neighbours >= 0)
    pairs = triangle[open_side], neighbours[open_side]
    count = len(triangles)
    links = coo_array((np.ones(open_side.sum(), np.int8), pairs), shape=(count, count))
    _, piece = connected_components(links, directed=False)
    return np.isin(piece, piece[left.any(axis=1)])


def _incomplete(walls: Walls, xy: Floats, block: Ints) -> Ints:
    """Tell in which blocks triangles do not cover the free ground, neither more nor less."""
    one, other = xy[:, 1] - xy[:, 0], xy[:, 2] - xy[:, 0]
    area_m2 = (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2
    count = walls.block.max() + 1
    wanted_m2 = np.zeros(count)
    wanted_m2[walls.block] = shapely.area(walls.rings.polygons())
    covered_m2 = np.bincount(block, area_m2, count)
    flat = np.bincount(block, area_m2 <= 0, count) > 0
    return np.flatnonzero(flat | (np.abs(covered_m2 - wanted_m2) > _SLACK_M2))


def _by_force(walls: Walls, blocks: Ints) -> tuple[Floats, Ints]:
    """Triangulate the free ground of some blocks with every wall kept."""
    pieces = np.flatnonzero(np.isin(walls.block, blocks))
    ground = walls.rings.polygons()[pieces]
    made = shapely.constrained_delaunay_triangles(ground)
    triangles, place = shapely.get_parts(made, return_index=True)
    xy = shapely.get_coordinates(shapely.orient_polygons(triangles))
    return xy.reshape(-1, 4, 2)[:, :3], walls.block[pieces][place]
