"""Long strips and rings: cut across, so that no cell draws a tail along a street."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.divide.barriers import SNAP_M, Seam
from geodata.divide.ground import Ground
from geodata.divide.plots import plots

Ints = NDArray[np.int64]
Objects = NDArray[np.object_]

_BAND_M = 0.2
_CLEAR_M = 2.0
_CRUMB_M2 = 0.1


def cut_block(ground: Ground, block: int, houses: Ints) -> Objects:
    """Cut a block into plots; a thin one also where its neighbours meet.

    Parameters
    ----------
    ground : Ground
    block : int
    houses : ndarray of int
        Houses of the block.

    Returns
    -------
    ndarray of Polygon
        One plot a house in their order, then the pieces of a thin block along its neighbours.
    """
    shape, footprints = ground.blocks[block], ground.houses.shapes[houses]
    if ground.thin[block]:
        footprints = np.concatenate([footprints, _bands(ground, block, footprints)])
    if not len(footprints):
        return np.array([shape], np.object_)
    pieces = plots(shape, footprints)
    kept = ~shapely.is_empty(pieces)
    kept[: len(houses)] = True
    return pieces[kept]


def _bands(ground: Ground, block: int, footprints: Objects) -> Objects:
    """Give a band inside a block along each neighbour, clear of the houses."""
    shape = ground.blocks[block]
    near = _open_neighbours(ground, block)
    bands = shapely.intersection(shapely.buffer(ground.blocks[near], _BAND_M), shape)
    if len(footprints):
        clear = shapely.union_all(shapely.buffer(footprints, _CLEAR_M))
        bands = shapely.difference(bands, clear)
    return _apart(bands)


def _open_neighbours(ground: Ground, block: int) -> Ints:
    """Give the neighbours across lanes; all of them where there is no such neighbour."""
    borders = ground.borders
    here = (borders.first == block) | (borders.second == block)
    others = np.where(borders.first == block, borders.second, borders.first)[here]
    lengths = borders.length_m[here]
    is_open = lengths[:, : Seam.STREET].sum(axis=1) > 0.5 * lengths.sum(axis=1)
    return others[is_open] if is_open.any() else others


def _apart(bands: Objects) -> Objects:
    """Take from each band what the ones before it cover, and leave out crumbs."""
    kept: list[shapely.Geometry] = []
    for band in bands:
        rest = shapely.difference(band, shapely.union_all(kept)) if kept else band
        parts = shapely.get_parts(shapely.set_precision(rest, SNAP_M))
        parts = parts[shapely.area(parts) > _CRUMB_M2]
        kept.extend(part for part in parts if part.geom_type == "Polygon")
    return np.array(kept, np.object_)
