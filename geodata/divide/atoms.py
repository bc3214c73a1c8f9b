"""Atoms: the pieces of ground that a division shares out, and the graph between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.divide.barriers import Seam
from geodata.divide.bridges import bridges_between
from geodata.divide.coverage import match_edges
from geodata.divide.graph import Graph, make_graph
from geodata.divide.ground import Ground
from geodata.divide.seams import Borders, find_borders
from geodata.divide.strips import cut_blocks

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Objects = NDArray[np.object_]

_FOOTHOLD_M = 1.0
"""Shared border, closed seams left out, from which two atoms hang together on foot."""


@dataclass(frozen=True)
class Atoms:
    """Blocks, and plots of the blocks that were opened.

    Attributes
    ----------
    pieces : ndarray of Polygon
        A coverage with matched edges, in metres.
    block : ndarray of int
        Block of each atom.
    atom_of : ndarray of int
        Atom of each house.
    households : ndarray of float
    wet : ndarray of bool
    borders : Borders
    foot : ndarray of bool
        One gets across each border on foot.
    bridges : ndarray of int, shape (r, 2)
        Atoms that a way joins across water.
    """

    pieces: Objects
    block: Ints
    atom_of: Ints
    households: Floats
    wet: NDArray[np.bool_]
    borders: Borders
    foot: NDArray[np.bool_]
    bridges: Ints


def make_atoms(ground: Ground, opened: NDArray[np.bool_], cut: dict[int, Objects]) -> Atoms:
    """Make atoms of blocks; those opened are cut into one plot a house.

    Parameters
    ----------
    ground : Ground
    opened : ndarray of bool, shape (blocks,)
        Blocks to cut; one with fewer than two houses stays whole. Long strips and rings are cut
        in any case: they would draw long tails.
    cut : dict
        Pieces of blocks that were cut before, by block; new ones are added.

    Returns
    -------
    Atoms
    """
    houses_in = np.bincount(ground.block_of, minlength=len(ground.blocks))
    opened = (opened & (houses_in > 1)) | ground.thin
    members = _members(ground, opened)
    cut |= cut_blocks(ground, {b: h for b, h in members.items() if b not in cut})
    whole = np.flatnonzero(~opened)
    pieces = np.concatenate([ground.blocks[whole], *(cut[block] for block in members)])
    if members:
        pieces = match_edges(pieces)
    block = np.concatenate([whole, *(np.full(len(cut[b]), b) for b in members)])
    atom_of = _atoms_of_houses(ground, whole, members, cut)
    near = shapely.intersects(ground.barriers.lines, ground.boundary)
    lines, seams = ground.barriers.lines[near], ground.barriers.seams[near]
    borders = find_borders(pieces, lines, seams)
    wet = ground.wet[block]
    foot = borders.total_m - borders.length_m[:, Seam.CLOSED] > _FOOTHOLD_M
    crossed, bridges = bridges_between(pieces, borders, ground.barriers, wet)
    foot = (foot | crossed) & ~wet[borders.first] & ~wet[borders.second]
    households = np.bincount(atom_of, ground.houses.households, len(pieces)).astype(np.float64)
    return Atoms(pieces, block, atom_of, households, wet, borders, foot, bridges)


def _members(ground: Ground, opened: NDArray[np.bool_]) -> Mapping[int, Ints]:
    """Give the houses of each opened block."""
    order = np.argsort(ground.block_of, kind="stable")
    starts = np.searchsorted(ground.block_of[order], np.arange(len(ground.blocks) + 1))
    blocks = np.flatnonzero(opened).tolist()
    return {block: order[starts[block] : starts[block + 1]] for block in blocks}


def _atoms_of_houses(
    ground: Ground, whole: Ints, members: Mapping[int, Ints], cut: Mapping[int, Objects]
) -> Ints:
    """Give the atom of each house: its plot, or its block."""
    place = np.full(len(ground.blocks), -1, np.int64)
    place[whole] = np.arange(len(whole))
    atom_of = place[ground.block_of]
    first = len(whole)
    for block, houses in members.items():
        atom_of[houses] = first + np.arange(len(houses))
        first += len(cut[block])
    return atom_of


def graph_of(atoms: Atoms, price: Floats, torn_m: Floats) -> Graph:
    """Make the graph on which a division is sought.

    Parameters
    ----------
    atoms : Atoms
    price : ndarray of float, shape (len(Seam),)
        Price of a metre of border along each kind of seam.
    torn_m : ndarray of float, shape (borders,)
        Price of a border that tears what should stay together.

    Returns
    -------
    Graph
        Wet atoms have no way out of them on foot.
    """
    borders, bridges = atoms.borders, atoms.bridges
    none = np.zeros(len(bridges))
    return make_graph(
        atoms.households,
        np.concatenate([borders.first, bridges[:, 0]]),
        np.concatenate([borders.second, bridges[:, 1]]),
        np.concatenate([borders.length_m @ price + torn_m, none]),
        np.concatenate([borders.total_m, none]),
        np.concatenate([atoms.foot, np.ones(len(bridges), np.bool_)]),
        shapely.length(atoms.pieces),
        shapely.area(atoms.pieces),
    )
