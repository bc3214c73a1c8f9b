"""Whether straightened borders kept their promises."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.divide.plots.borders import Borders
from geodata.divide.plots.noding import FREE, Noded

Ints = NDArray[np.int64]

_TOUCH_M = 0.001


def broken_blocks(made: NDArray[np.object_], borders: Borders, noded: Noded) -> Ints:
    """Find blocks whose plots are no coverage, or whose borders run through a footprint.

    Parameters
    ----------
    made : ndarray of Polygon or MultiPolygon
        Plots, by number of their footprint.
    borders : Borders
        The borders of which they were made.
    noded : Noded

    Returns
    -------
    ndarray of int
        Rows of blocks, each once.
    """
    house = noded.owner != FREE
    owner, block = noded.owner[house], noded.block[house]
    broken = block[~shapely.is_valid(made[owner])].tolist()
    for plots in np.split(np.arange(len(owner)), np.flatnonzero(np.diff(block)) + 1):
        if not shapely.coverage_is_valid(made[owner[plots]]):
            broken.append(block[plots[0]])
    crossed = _crossed(borders, noded.shapes[house])
    return np.unique(np.append(broken, block[crossed])).astype(np.int64)


def _crossed(borders: Borders, footprints: NDArray[np.object_]) -> Ints:
    """Find footprints through which a border runs, by more than rounding."""
    ends = np.stack([borders.corners[borders.tail], borders.corners[borders.head]], axis=1)
    lines: Any = shapely.linestrings(ends)
    line, house = shapely.STRtree(footprints).query(lines, predicate="crosses")
    deep = shapely.intersects(lines[line], shapely.buffer(footprints[house], -_TOUCH_M))
    return np.asarray(house[deep], np.int64)
