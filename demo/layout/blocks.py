"""Blocks between the streets of a grid."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from shapely import LineString

from demo.layout.shapes import Rect, line


def blocks(xs: Iterable[float], ys: Iterable[float]) -> list[Rect]:
    """Give the blocks of a street grid, from west to east and then from north to south.

    Parameters
    ----------
    xs, ys : Iterable of float
        Positions of the streets that run north and of those that run east, local metres.

    Returns
    -------
    list of Rect
    """
    across, up = sorted(xs), sorted(ys)
    return [
        Rect(x0, y0, x1, y1)
        for y0, y1 in reversed(list(pairwise(up)))
        for x0, x1 in pairwise(across)
    ]


def grid_cuts(xs: Iterable[float], ys: Iterable[float]) -> list[LineString]:
    """Give the inner streets of a grid as cuts between cells.

    Parameters
    ----------
    xs, ys : Iterable of float
        As for :func:`blocks`.

    Returns
    -------
    list of LineString
    """
    across, up = sorted(xs), sorted(ys)
    upright = [line((x, up[0]), (x, up[-1])) for x in across[1:-1]]
    return upright + [line((across[0], y), (across[-1], y)) for y in up[1:-1]]
