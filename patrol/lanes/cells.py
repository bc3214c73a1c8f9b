"""Which lane belongs to which cell: a lane on a border to exactly one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from patrol.network import WalkingNetwork
from patrol.noding import Floats, Ints

NO_CELL = -1
"""The cell of a lane that lies outside all cells."""

_BORDER_M = 15.0
"""A lane of which most runs this near to another cell may as well be walked from there."""


def share_lanes(network: WalkingNetwork, cells: Sequence[BaseGeometry]) -> Ints:
    """Give each lane to one cell.

    A lane belongs to the cell in which most of it lies. Lanes along a border, which could be
    walked from either side, are dealt out afterwards, the longest first, each to the cell that
    has the least to walk so far; so neighbours share the streets between them evenly. The same
    network and cells, in any order, always give the same answer.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    cells : sequence of Polygon or MultiPolygon
        In the network's CRS.

    Returns
    -------
    (e,) int array
        Position in `cells` for each edge; `NO_CELL` where no cell is near.
    """
    inside_m = _lengths(network, cells, 0.0)
    near_m = _lengths(network, cells, _BORDER_M)
    half_m = network.edge_length_m / 2
    owner = np.where(inside_m.max(axis=0) > 0, inside_m.argmax(axis=0), NO_CELL)
    may = (near_m > half_m) & (near_m > 0)
    # Lanes near one cell alone, or mostly inside one and near no other, are settled.
    shared = may.sum(axis=0) > 1
    walk_m = np.bincount(
        owner[(owner >= 0) & ~shared],
        network.edge_length_m[(owner >= 0) & ~shared],
        minlength=len(cells),
    )
    for edge in _longest_first(network, np.flatnonzero(shared)):
        able = np.flatnonzero(may[:, edge])
        chosen = able[np.lexsort((_corner(cells, able), np.round(walk_m[able], 3)))[0]]
        owner[edge] = chosen
        walk_m[chosen] += network.edge_length_m[edge]
    lone = (owner == NO_CELL) & (may.sum(axis=0) == 1)
    owner[lone] = may[:, lone].argmax(axis=0)
    return np.asarray(owner, dtype=np.int64)


def _lengths(network: WalkingNetwork, cells: Sequence[BaseGeometry], around_m: float) -> Floats:
    """Measure how much of each lane lies within each cell and its surroundings."""
    tree = shapely.STRtree(network.lines)
    length_m = np.zeros((len(cells), network.edge_count))
    for number, cell in enumerate(cells):
        ground = shapely.buffer(cell, around_m) if around_m else cell
        shapely.prepare(ground)
        edge = tree.query(ground, predicate="intersects")
        length_m[number, edge] = shapely.length(shapely.intersection(network.lines[edge], ground))
    return length_m


def _longest_first(network: WalkingNetwork, edges: Ints) -> list[int]:
    x, y = shapely.get_coordinates(shapely.centroid(network.lines[edges])).reshape(-1, 2).T
    order = np.lexsort((y, x, -np.round(network.edge_length_m[edges], 3)))
    return [int(edge) for edge in edges[order]]


def _corner(cells: Sequence[BaseGeometry], which: Ints) -> Floats:
    """Give a number that tells cells apart whatever their order: the western edge."""
    bounds = shapely.bounds(np.array([cells[k] for k in which], dtype=object))
    return np.asarray(bounds[:, 0] + 1e-3 * bounds[:, 1])
