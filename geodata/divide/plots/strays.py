"""Parts of plots that lie apart from their building, given to the neighbour around them."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.divide.coverage import shared_edges


def give_strays(
    made: NDArray[np.object_], footprints: NDArray[np.object_], block_of: NDArray[np.int64]
) -> NDArray[np.object_]:
    """Give parts that touch no part of their footprint to the neighbour with the longest border.

    It happens where ground hangs together in one point only.

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
        ``made``, where every part reaches its footprint unless nobody else borders it.
    """
    split = np.flatnonzero(shapely.get_num_geometries(made) > 1)
    made = made.copy()
    for plot in split:
        parts = shapely.get_parts(made[plot])
        apart = shapely.distance(parts, footprints[plot]) > 0
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
