"""Long strips and rings: cut across, so that no cell draws a tail along a street."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.divide.barriers import SNAP_M, Seam
from geodata.divide.ground import Ground
from geodata.divide.plots import plots_of_blocks

Ints = NDArray[np.int64]
Objects = NDArray[np.object_]

_BAND_M = 0.2
_CLEAR_M = 2.0
_CRUMB_M2 = 0.1


def cut_blocks(ground: Ground, members: Mapping[int, Ints]) -> dict[int, Objects]:
    """Cut blocks into plots, all at once; thin ones also where their neighbours meet.

    Parameters
    ----------
    ground : Ground
    members : mapping of int to ndarray of int
        Houses of each block.

    Returns
    -------
    dict of int to ndarray of Polygon
        For each block one plot a house in their order, then, of a thin block, the pieces along
        its neighbours.
    """
    seeds = {block: _seeds(ground, block, houses) for block, houses in members.items()}
    blocks = np.array([block for block, some in seeds.items() if len(some)], np.int64)
    made: dict[int, Objects] = {
        block: ground.blocks[[block]] for block, some in seeds.items() if not len(some)
    }
    if not len(blocks):
        return made
    counts = [len(seeds[block]) for block in blocks]
    pieces = plots_of_blocks(
        ground.blocks[blocks],
        np.concatenate([seeds[block] for block in blocks]),
        np.repeat(np.arange(len(blocks)), counts),
    )
    for block, own in zip(blocks.tolist(), np.split(pieces, np.cumsum(counts)[:-1]), strict=True):
        kept = ~shapely.is_empty(own)
        kept[: len(members[block])] = True
        made[block] = own[kept]
    return made


def _seeds(ground: Ground, block: int, houses: Ints) -> Objects:
    """Give what the pieces of a block grow around: houses, and bands along neighbours."""
    footprints = ground.houses.shapes[houses]
    if not ground.thin[block]:
        return footprints
    return np.concatenate([footprints, _bands(ground, block, footprints)])


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
    return np.asarray(others[is_open] if is_open.any() else others)


def _apart(bands: Objects) -> Objects:
    """Take from each band what the ones before it cover, and leave out crumbs."""
    kept: list[shapely.Geometry] = []
    for band in bands:
        rest = shapely.difference(band, shapely.union_all(kept)) if kept else band
        parts = shapely.get_parts(shapely.set_precision(rest, SNAP_M))
        parts = parts[shapely.area(parts) > _CRUMB_M2]
        kept.extend(part for part in parts if part.geom_type == "Polygon")
    return np.array(kept, np.object_)
