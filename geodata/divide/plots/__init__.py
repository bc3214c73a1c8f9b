"""Blocks cut into one plot a building: no gap, no overlap, no building cut."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.divide.plots.borders import find_borders
from geodata.divide.plots.clumps import clumps as clumps
from geodata.divide.plots.mesh import mesh
from geodata.divide.plots.noding import node
from geodata.divide.plots.outlines import outlines
from geodata.divide.plots.smooth import smooth


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
    if not len(footprints):
        return np.empty(0, np.object_)
    return outlines(smooth(find_borders(mesh(node(block, footprints)))), len(footprints))
