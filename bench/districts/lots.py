"""The lots of a generated district: single blocks, and compounds of two by two with a wall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from bench.districts.streets import Grid

Floats = NDArray[np.float64]

COMPOUND_SHARE = 0.3
"""Of the places where a compound fits, how many have one."""

_WALL_M = 6.0
_GATE_M = 10.0
_RING = np.array([[0, 1, 2, 2, 2, 1, 0, 0], [0, 0, 0, 1, 2, 2, 2, 1]])
"""Nodes around two by two blocks: corners and, between them, where the lanes begin."""
_QUARTERS = np.array([[0, 1, 8, 7], [1, 2, 3, 8], [8, 3, 4, 5], [7, 8, 5, 6]])
_LANES = ([1, 8, 5], [3, 8, 7])
"""Of these nodes and, as the ninth, the middle."""


@dataclass(frozen=True)
class Lots:
    """Where buildings may stand, and what compounds add to the streets.

    Attributes
    ----------
    corners : ndarray of float, shape (n, 4, 2)
        Corners of each lot, counter-clockwise from the south west, metres. A compound has four.
    in_compound : ndarray of bool, shape (n,)
    shapes : list of Polygon or LineString
        Walls, compounds and their lanes.
    kinds : list of str
        ``wall``, ``estate``, ``service`` or ``footway``.
    """

    corners: Floats
    in_compound: NDArray[np.bool_]
    shapes: list[BaseGeometry]
    kinds: list[str]


def share_out(grid: Grid, rng: Generator) -> Lots:
    """Turn blocks into lots. Streets inside compounds are taken from the grid.

    Parameters
    ----------
    grid : Grid
        Its ``upright`` and ``level`` are changed.
    rng : numpy.random.Generator

    Returns
    -------
    Lots
    """
    columns, rows = grid.level.shape[0], grid.upright.shape[1]
    free = np.ones((columns, rows), np.bool_)
    free[:, grid.river] = False
    if grid.railway >= 0:
        free[grid.railway] = False
    compounds = []
    for i, j in np.ndindex(columns - 1, rows - 1):
        if _fits(grid, free, i, j) and rng.random() < COMPOUND_SHARE:
            free[i : i + 2, j : j + 2] = False
            grid.upright[i + 1, j : j + 2] = False
            grid.level[i : i + 2, j + 1] = False
            compounds.append(grid.nodes[i + _RING[0], j + _RING[1]])
    single = [
        grid.nodes[i + _RING[0, ::2] // 2, j + _RING[1, ::2] // 2] for i, j in np.argwhere(free)
    ]
    return _lots(np.array(single).reshape(-1, 4, 2), np.array(compounds).reshape(-1, 8, 2))


def _fits(grid: Grid, free: NDArray[np.bool_], i: int, j: int) -> bool:
    """Tell whether two by two blocks are free and no main road runs between them."""
    small = grid.column_kinds[i + 1] == grid.row_kinds[j + 1] == "residential"
    return small and bool(free[i : i + 2, j : j + 2].all())


def _lots(single: Floats, compounds: Floats) -> Lots:
    """Put single blocks and compounds, given by the eight nodes around them, together."""
    middle = compounds[:, 1::2].mean(axis=1, keepdims=True)
    nodes = np.concatenate([compounds, middle], axis=1)
    shapes: list[BaseGeometry] = []
    kinds: list[str] = []
    for number, ring in enumerate(compounds):
        inside = shapely.Polygon(ring).buffer(-_WALL_M, join_style="mitre")
        shapes += [inside if number % 2 else _wall(ring[1::2], inside)]
        shapes += [shapely.LineString(nodes[number, lane]) for lane in _LANES]
        kinds += ["estate" if number % 2 else "wall", "service", "footway"]
    return Lots(
        corners=np.concatenate([single, nodes[:, _QUARTERS].reshape(-1, 4, 2)]),
        in_compound=np.repeat([False, True], [len(single), 4 * len(compounds)]),
        shapes=shapes,
        kinds=kinds,
    )


def _wall(gates: Floats, inside: BaseGeometry) -> BaseGeometry:
    """Build a wall, open where the lanes meet the street."""
    return shapely.difference(inside.boundary, shapely.MultiPoint(gates).buffer(_GATE_M))


def within(quads: Floats, uv: Floats) -> Floats:
    """Place points inside quadrilaterals by their share of width and height.

    Parameters
    ----------
    quads : ndarray of float, shape (n, 4, 2)
        Corners, counter-clockwise from the south west.
    uv : ndarray of float, shape (n, k, 2)
        Shares from west to east and from south to north, 0 to 1.

    Returns
    -------
    ndarray of float, shape (n, k, 2)
        Bilinear interpolation.
    """
    a, b, c, d = (quads[:, None, corner] for corner in range(4))
    u, v = uv[..., :1], uv[..., 1:]
    return np.asarray((1 - u) * (1 - v) * a + u * (1 - v) * b + u * v * c + (1 - u) * v * d)
