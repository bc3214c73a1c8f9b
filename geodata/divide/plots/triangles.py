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

_ROUNDS = 5
_SLACK_M2 = 1e-6


def triangulate(walls: Walls) -> tuple[Walls, Floats, Ints]:
    """Triangulate free ground.

    The Delaunay triangulation of all corners holds nearly all walls; a wall that is missing gets
    a corner in its middle, a few times over. In blocks where that doesn't suffice walls are kept
    by force: as exact, but it takes up to the square of the time.

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
    made, made_of = [np.empty((0, 3, 2))], [np.empty(0, np.int64)]
    todo = np.unique(walls.block_at)
    for _ in range(_ROUNDS if len(todo) else 0):
        xy, of, missing = _hold_walls(walls, todo)
        lacking = walls.block_at[walls.rings.starts[missing]]
        done = ~np.isin(of, lacking)
        made.append(xy[done])
        made_of.append(of[done])
        todo = np.unique(lacking)
        if not len(todo):
            break
        walls = walls.halve(missing)
    xy, of = np.concatenate(made), np.concatenate(made_of)
    forced = _incomplete(walls, xy, of)
    by_force, of_forced = _by_force(walls, forced)
    kept = ~np.isin(of, forced)
    return walls, np.concatenate([xy[kept], by_force]), np.concatenate([of[kept], of_forced])


def _hold_walls(walls: Walls, blocks: Ints) -> tuple[Floats, Ints, Ints]:
    """Triangulate some blocks; also list the edges of their walls that no triangle has."""
    here = np.flatnonzero(np.isin(walls.block_at, blocks))
    corners, place = number_corners(walls.rings.xy[here], walls.block_at[here])
    block = np.empty(len(corners), np.int64)
    block[place] = walls.block_at[here]
    number = np.full(len(walls.rings.xy), -1)
    number[here] = place
    tail, head = number[walls.rings.starts], number[walls.rings.starts + 1]
    triangles, neighbours = _delaunay(_spread(corners, block))
    size = len(corners) + 4
    a, b = triangles[:, [1, 2, 0]], triangles[:, [2, 0, 1]]
    sides = np.minimum(a, b) * size + np.maximum(a, b)
    missing = (tail >= 0) & ~_among(np.minimum(tail, head) * size + np.maximum(tail, head), sides)
    wall = (tail * size + head)[tail >= 0]
    left, right = _among(a * size + b, wall), _among(b * size + a, wall)
    inside = triangles[_reached(left, right, neighbours)]
    inside = inside[(inside < len(corners)).all(axis=1)]
    return corners[inside], block[inside[:, 0]], np.flatnonzero(missing)


def _among(wanted: Ints, known: Ints) -> NDArray[np.bool_]:
    """Tell which numbers are known."""
    ordered = np.sort(known, axis=None)
    place = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.asarray(ordered[place] == wanted, np.bool_)


def _spread(corners: Floats, block: Ints) -> Floats:
    """Lay blocks side by side, in rows, with as much space between them as they take."""
    blocks, first, place = np.unique(block, return_index=True, return_inverse=True)
    low = np.minimum.reduceat(corners, first)
    step = 2 * (np.maximum.reduceat(corners, first) - low).max()
    across = int(np.ceil(np.sqrt(len(blocks))))
    number = np.arange(len(blocks))
    row = np.column_stack([number % across, number // across])
    return np.asarray(corners - low[place] + step * row[place], np.float64)


def _delaunay(corners: Floats) -> tuple[Ints, Ints]:
    """Triangulate corners and a frame far around them, so that no outline is a hull."""
    low, high = corners.min(axis=0), corners.max(axis=0)
    frame = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * 2 * (high - low).max()
    made = Delaunay(np.concatenate([corners, (low + high) / 2 + frame]))
    return made.simplices.astype(np.int64), made.neighbors.astype(np.int64)


def _reached(
    left: NDArray[np.bool_], right: NDArray[np.bool_], neighbours: Ints
) -> NDArray[np.bool_]:
    """Tell which triangles are reached from the left of walls without crossing any."""
    count = len(neighbours)
    triangle = np.repeat(np.arange(count), 3).reshape(-1, 3)
    through = ~left & ~right & (neighbours >= 0)
    ones = np.ones(int(through.sum()), np.int8)
    links = coo_array((ones, (triangle[through], neighbours[through])), shape=(count, count))
    pieces, piece = connected_components(links, directed=False)
    seen = np.zeros(pieces, np.bool_)
    seen[piece[left.any(axis=1)]] = True
    return seen[piece]


def _incomplete(walls: Walls, xy: Floats, block: Ints) -> Ints:
    """Tell in which blocks triangles do not cover the free ground, neither more nor less."""
    area_m2 = _area_m2(xy)
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
    xy = shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3]
    clockwise = _area_m2(xy) < 0
    xy[clockwise] = xy[clockwise, ::-1]
    return xy, walls.block[pieces][place]


def _area_m2(xy: Floats) -> Floats:
    """Measure triangles; negative where they run clockwise."""
    one, other = xy[:, 1] - xy[:, 0], xy[:, 2] - xy[:, 0]
    return np.asarray((one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2, np.float64)
