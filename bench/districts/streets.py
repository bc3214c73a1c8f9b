"""The streets of a generated district: an irregular grid with main roads, a river, a railway."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

RIVER_M = 60.0
RAILWAY_M = 45.0
BANK_M = 10.0
"""From a street along the river to the water."""

_RAILWAY_FROM = 24
"""A district of fewer columns of blocks has no railway."""


@dataclass(frozen=True)
class Grid:
    """Corners where lines of streets meet, and which stretches between them are streets.

    Line ``i`` of columns runs from south to north, line ``j`` of rows from west to east.

    Attributes
    ----------
    nodes : ndarray of float, shape (columns + 1, rows + 1, 2)
        Corners, metres.
    column_kinds, row_kinds : list of str
        Class of each line.
    upright : ndarray of bool, shape (columns + 1, rows)
        Stretches of column lines that are streets.
    level : ndarray of bool, shape (columns, rows + 1)
        Stretches of row lines that are streets.
    river, railway : int
        Row of blocks in which the river lies; column with the railway, -1 without.
    """

    nodes: Floats
    column_kinds: list[str]
    row_kinds: list[str]
    upright: Flags
    level: Flags
    river: int
    railway: int

    @property
    def outline(self) -> BaseGeometry:
        """The outer line of streets."""
        n = self.nodes
        ring = [n[:, 0], n[-1, 1:], n[-2::-1, -1], n[0, -2::-1]]
        return shapely.Polygon(np.concatenate(ring))


def lay_grid(columns: int, rows: int, rng: Generator) -> Grid:
    """Lay streets.

    Parameters
    ----------
    columns, rows : int
        Blocks from west to east and from south to north.
    rng : numpy.random.Generator

    Returns
    -------
    Grid
    """
    widths_m = rng.uniform(80.0, 150.0, columns)
    heights_m = rng.uniform(75.0, 125.0, rows)
    river = round(rows * rng.uniform(0.3, 0.7))
    heights_m[river] = RIVER_M
    railway = round(columns * rng.uniform(0.3, 0.7)) if columns >= _RAILWAY_FROM else -1
    if railway >= 0:
        widths_m[railway] = RAILWAY_M
    upright = np.ones((columns + 1, rows), np.bool_)
    level = np.ones((columns, rows + 1), np.bool_)
    column_kinds, row_kinds = _kinds(columns, rng), _kinds(rows, rng)
    upright[:, river] = _bridges(columns + 1, rng)
    if railway >= 0:
        level[railway] = _bridges(rows + 1, rng)
    nodes = _bend(_corners(widths_m, heights_m, rng))
    return Grid(nodes, column_kinds, row_kinds, upright, level, river, railway)


def _kinds(count: int, rng: Generator) -> list[str]:
    """Choose the class of each line: a main road about every fourth, every second of it primary."""
    kinds = ["residential"] * (count + 1)
    line, primary = int(rng.integers(0, 3)), False
    while line <= count:
        kinds[line] = "primary" if primary else "secondary"
        line, primary = line + int(rng.integers(3, 6)), not primary
    return kinds


def _bridges(lines: int, rng: Generator) -> Flags:
    """Let two lines cross, and in a wide district one of every eight."""
    crossing = np.zeros(lines, np.bool_)
    count = max(2, lines // 8)
    spread = (np.arange(count) + rng.uniform(0.3, 0.7, count)) * lines / count
    crossing[spread.astype(int)] = True
    return crossing


def _corners(widths_m: Floats, heights_m: Floats, rng: Generator) -> Floats:
    x = np.concatenate([[0.0], np.cumsum(widths_m)])
    y = np.concatenate([[0.0], np.cumsum(heights_m)])
    corners = np.stack(np.meshgrid(x, y, indexing="ij"), axis=-1)
    return np.asarray(corners + rng.uniform(-5.0, 5.0, corners.shape))


def _bend(xy: Floats) -> Floats:
    """Bend the grid gently, so that no street is straight and no block a rectangle."""
    x, y = xy[..., 0], xy[..., 1]
    shift = [25 * np.sin(y / 260 + 1) + 0.06 * y, 25 * np.sin(x / 310 + 2) + 0.04 * x]
    return np.asarray(xy + np.stack(shift, axis=-1))


def street_lines(grid: Grid) -> tuple[list[BaseGeometry], list[str]]:
    """Give the streets as lines, one from end to end where nothing interrupts.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    lines : list of LineString
        Metres.
    kinds : list of str
    """
    lines: list[BaseGeometry] = []
    kinds: list[str] = []
    upright = zip(grid.nodes, grid.upright, grid.column_kinds, strict=True)
    level = zip(grid.nodes.swapaxes(0, 1), grid.level.T, grid.row_kinds, strict=True)
    for corners, is_street, kind in (*upright, *level):
        runs = _runs(is_street)
        lines += [shapely.LineString(corners[first : last + 1]) for first, last in runs]
        kinds += [kind] * len(runs)
    return lines, kinds


def _runs(flags: Flags) -> list[tuple[int, int]]:
    """Give first and last corner of every unbroken run of stretches."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(int)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def river_and_railway(grid: Grid) -> tuple[list[BaseGeometry], list[str]]:
    """Give the water as a polygon and the railway as a line.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    shapes : list of Polygon or LineString
        Metres.
    kinds : list of str
        ``water``, ``rail``.
    """
    south, north = grid.nodes[:, grid.river], grid.nodes[:, grid.river + 1]
    bank = np.array([0.0, BANK_M])
    shapes: list[BaseGeometry] = [shapely.Polygon([*(south + bank), *(north - bank)[::-1]])]
    if grid.railway < 0:
        return shapes, ["water"]
    middle = (grid.nodes[grid.railway] + grid.nodes[grid.railway + 1]) / 2
    return [*shapes, shapely.LineString(middle)], ["water", "rail"]
