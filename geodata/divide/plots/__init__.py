"""Blocks cut into one plot a building: no gap, no overlap, no building cut."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.divide.plots.borders import find_borders
from geodata.divide.plots.clumps import clumps as clumps
from geodata.divide.plots.mesh import mesh
from geodata.divide.plots.noding import node_blocks
from geodata.divide.plots.outlines import outlines
from geodata.divide.plots.proof import broken_blocks
from geodata.divide.plots.smooth import smooth
from geodata.divide.plots.strays import give_strays

_BATCH = 1000
"""Footprints cut together: enough to be fast, few enough to keep coordinates small."""


def plots(block: BaseGeometry, footprints: NDArray[np.object_]) -> NDArray[np.object_]:
    """Cut a block into one plot a footprint.

    Parameters
    ----------
    block : Polygon
        In metres, on the millimetre grid.
    footprints : ndarray of Polygon, MultiPolygon or Point
        They may touch but not overlap (:func:`clumps`); only what lies inside the block counts.

    Returns
    -------
    ndarray of Polygon or MultiPolygon, shape (footprints,)
        A valid coverage of the block. Each holds its footprint; borders run midway between
        footprints, and along the wall where two touch.
    """
    return plots_of_blocks(
        np.array([block], np.object_), footprints, np.zeros(len(footprints), np.int64)
    )


def plots_of_blocks(
    blocks: NDArray[np.object_], footprints: NDArray[np.object_], block_of: NDArray[np.int64]
) -> NDArray[np.object_]:
    """Cut many blocks at once, which is several times faster than one by one.

    Parameters
    ----------
    blocks : ndarray of Polygon
        In metres, on the millimetre grid.
    footprints : ndarray of Polygon, MultiPolygon or Point
    block_of : ndarray of int, shape (footprints,)
        Block of each footprint.

    Returns
    -------
    ndarray of Polygon or MultiPolygon, shape (footprints,)
        As :func:`plots`, in the order of the footprints; those of one block tile it.
    """
    made = np.full(len(footprints), shapely.Polygon(), np.object_)
    order = np.argsort(block_of, kind="stable")
    count = np.bincount(block_of, minlength=len(blocks))
    members = np.split(order, np.cumsum(count)[:-1])
    alone = np.flatnonzero(count == 1)
    made[[members[block][0] for block in alone]] = blocks[alone]
    several = np.flatnonzero(count > 1)
    batch = np.cumsum(count[several]) // _BATCH
    for some in np.split(several, np.flatnonzero(np.diff(batch)) + 1):
        if len(some):
            own = np.concatenate([members[block] for block in some])
            made[own] = _cut(blocks[some], footprints, [members[block] for block in some])[own]
    return give_strays(made, footprints, block_of)


def _cut(
    blocks: NDArray[np.object_], footprints: NDArray[np.object_], members: list[NDArray[np.int64]]
) -> NDArray[np.object_]:
    """Cut some blocks with several footprints each."""
    noded = node_blocks(blocks, footprints, members)
    borders = find_borders(mesh(noded))
    straight = smooth(borders)
    made = outlines(straight, len(footprints))
    broken = broken_blocks(made, straight, noded)
    if len(broken):
        # Straightening looks at each border by itself; where two got in each other's way, none is.
        again = np.concatenate([members[block] for block in broken])
        made[again] = outlines(borders, len(footprints))[again]
    return made
