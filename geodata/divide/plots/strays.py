"""Parts of plots that lie apart from their building, given to the neighbour around them."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.divide.coverage import shared_edges


def give_strays(
    made: NDArray[np.object_], footprints: NDArray[np.object_], block_of: NDArray[np.int64]
) -> NDArray[np.object_]:
    """Give parts that hold nothing of their footprint to the neighbour with the longest border.

    It happens where ground hangs together in one point only, be it the corner of a house.

    Parameters
    ----------
    made : ndarray of Polygon or MultiPolygon
        Plots.
    footprints : ndarray of Polygon, MultiPolygon or Point
    block_of : ndarray of int
        Only plots of one block are neighbours.

    Returns
    -------
    ndarray of Polygon or MultiPolygon
        ``made``, where every part holds some of its footprint unless nobody else borders it.
    """
    split = np.flatnonzero(shapely.get_num_geometries(made) > 1)
    made = made.copy()
    for plot in split:
        parts = shapely.get_parts(made[plot])
        apart = ~_holds(parts, footprints[plot])
        if not apart.any() or apart.all():
            continue
        own = np.flatnonzero(block_of == block_of[plot])
        for stray in parts[apart]:
            others = own[(own != plot) & shapely.intersects(made[own], stray)]
            first, second, length_m = shared_edges(np.append(made[others], stray))
            beside = second == len(others)
            if beside.any():
                near = others[first[beside][length_m[beside].argmax()]]
                made[near] = shapely.coverage_union(made[near], stray)
                made[plot] = shapely.coverage_union_all(
                    [part for part in shapely.get_parts(made[plot]) if not part.equals(stray)]
                )
    return made


def _holds(parts: NDArray[np.object_], footprint: BaseGeometry) -> NDArray[np.bool_]:
    """Tell which parts hold ground of a footprint, or its point."""
    if shapely.get_dimensions(footprint) < 2:
        return np.asarray(shapely.intersects(parts, footprint))
    return np.asarray(shapely.area(shapely.intersection(parts, footprint)) > 0.0)
