"""The problem to be solved: atoms that take part, their graph, and what a division costs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.divide.atoms import Atoms, graph_of, make_atoms
from geodata.divide.goal import Goal
from geodata.divide.graph import Graph, subgraph
from geodata.divide.ground import Ground
from geodata.divide.islands import link_islands
from geodata.divide.least import least_largest_deviation
from geodata.divide.prices import areas_of_atoms, metre_prices, torn_prices
from geodata.divide.starts import fill_empty, mend_pieces
from geodata.divide.wishes import TOLERANCES, Size, Variant, Wishes

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_BAND = 0.8
"""Share of the tolerance inside which a cell costs nothing: what is cut later may yet add some."""
_STEEPNESS = 40.0
"""Price of a household outside the limits: this many typical perimeters for a cell's households."""
_LOYALTY = 16.0
"""Price of a household that changes its cell, in the same measure; below the steepness, so that
balance comes first."""
_EVEN = 0.125
"""Price of the squared deviation of a cell from the mean, in tolerances and the same measure."""
_ROUND = 0.5
"""Price of a cell's shape, in the same measure."""
_MOVED_ATOM_M = 20.0
_FIXED_M = 1e7
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Problem:
    """What is to be divided.

    Attributes
    ----------
    atoms : Atoms
    free : ndarray of int
        Atoms that take part: neither water nor exclusive ground.
    graph : Graph
        Between them, in their order.
    goal : Goal
    estate_of, exclusive_of : ndarray of int, shape (atoms,)
        Compound and exclusive ground of each atom, -1 where in none.
    islands : ndarray of int
        Atoms that were cut off on foot and are joined to a neighbour all the same.
    """

    atoms: Atoms
    free: Ints
    graph: Graph
    goal: Goal
    estate_of: Ints
    exclusive_of: Ints
    islands: Ints

    def beyond(self, labels: Ints) -> float:
        """Give by how much the worst cell is beyond the tolerance, in whole percent of the mean.

        What atoms that stay whole force is not counted: neither the least that they allow, nor one
        that alone is more than a cell may have, but what else lies in its cell.
        """
        weight, goal = self.graph.weight, self.goal
        giant = weight > goal.mean * (1 + goal.tolerance)
        off = np.abs(goal.load(self.graph, labels) - goal.mean)
        off[labels[giant]] = goal.load(self.graph, labels)[labels[giant]] - weight[giant]
        usual = max(1, goal.cells - int(giant.sum()))
        least = least_largest_deviation(weight[~giant], usual) if not giant.all() else 0.0
        beyond = float(off.max()) / goal.mean - max(goal.tolerance, least)
        return max(0.0, math.ceil(100 * beyond - _ROUNDING) / 100)

    def given(self) -> list[Ints]:
        """Give the division that holds today, made whole, to start from; or nothing."""
        if not (self.goal.home >= 0).any():
            return []
        rng = np.random.default_rng(0)
        labels = _spread(self.graph, self.goal.home)
        labels = fill_empty(self.graph, mend_pieces(self.graph, labels), self.goal.cells, rng)
        return [labels]


def pose(
    ground: Ground, size: Size, variant: Variant, wishes: Wishes,
    opened: NDArray[np.bool_], cut: dict[int, NDArray[np.object_]],
) -> Problem:  # fmt: skip
    """Pose the problem of a division.

    Parameters
    ----------
    ground : Ground
    size : Size
    variant : Variant
    wishes : Wishes
    opened : ndarray of bool, shape (blocks,)
        Blocks whose houses may be parted.
    cut : dict
        Plots of blocks that were cut before; new ones are added.

    Returns
    -------
    Problem
    """
    atoms = make_atoms(ground, opened, cut)
    estate_of = areas_of_atoms(atoms, wishes.estates, ground)
    exclusive_of = areas_of_atoms(atoms, wishes.exclusive, ground)
    free = np.flatnonzero(~atoms.wet & (exclusive_of < 0))
    whole = graph_of(atoms, metre_prices(variant), torn_prices(atoms, estate_of))
    graph, islands = link_islands(
        subgraph(whole, free, foot_only=False),
        atoms.pieces[free],
        size.mean / 2,
        size.cells,
    )
    goal = _goal(ground, atoms, free, size, variant, wishes)
    return Problem(atoms, free, graph, goal, estate_of, exclusive_of, free[islands])


def _goal(
    ground: Ground, atoms: Atoms, free: Ints, size: Size, variant: Variant, wishes: Wishes
) -> Goal:
    """Say what a division of some atoms costs."""
    mean = max(size.mean, 1e-9)
    tolerance = TOLERANCES[variant]
    band = _BAND * tolerance
    low, high = max(size.low, mean * (1 - band)), min(size.high, mean * (1 + band))
    if low > high:  # The wished range does not hold the mean: balance alone is left to seek.
        low, high = mean * (1 - band), mean * (1 + band)
    around_m = 4 * float(np.sqrt(ground.boundary.area / size.cells))
    home = areas_of_atoms(atoms, wishes.existing, ground)
    _fix(ground, atoms, wishes.fixed, home)
    fixed = _held(ground, atoms, wishes.fixed)
    home = _kept_homes(home, atoms.households, size.cells)
    loyalty = _LOYALTY if variant is Variant.STABLE else 0.0
    moving_m = loyalty * around_m * atoms.households / mean
    moving_m[home >= 0] += _MOVED_ATOM_M if loyalty else 0.0
    moving_m[fixed] = _FIXED_M
    return Goal(
        size.cells, low, high, _STEEPNESS * around_m / mean,
        _EVEN * around_m / tolerance**2, mean, tolerance, around_m, _ROUND * around_m,
        home[free], moving_m[free],
    )  # fmt: skip


def _kept_homes(home: Ints, households: Floats, cells: int) -> Ints:
    """Keep the cells of today with the most households, if there are to be fewer."""
    if home.max(initial=-1) < cells:
        return home
    load = np.bincount(home[home >= 0], households[home >= 0])
    kept = np.sort(np.argsort(-load, kind="stable")[:cells])
    place = np.full(len(load), -1, np.int64)
    place[kept] = np.arange(len(kept))
    return np.where(home >= 0, place[home], -1)


def _fix(ground: Ground, atoms: Atoms, fixed: Mapping[str, int], home: Ints) -> None:
    """Let buildings belong to the cell of today that was chosen for them."""
    place = {key: number for number, key in enumerate(ground.houses.keys)}
    for key, cell in fixed.items():
        if key in place:
            home[atoms.atom_of[ground.houses.house_of[place[key]]]] = cell


def _held(ground: Ground, atoms: Atoms, fixed: Mapping[str, int]) -> Ints:
    """Give the atoms of buildings that must stay in a chosen cell."""
    buildings = np.flatnonzero(np.isin(ground.houses.keys, list(fixed)))
    return np.unique(atoms.atom_of[ground.houses.house_of[buildings]])


def _spread(graph: Graph, home: Ints) -> Ints:
    """Give atoms without a cell that of a neighbour which has one, ring by ring."""
    labels = home.copy()
    while (labels < 0).any():
        reach = (labels[graph.source] < 0) & (labels[graph.target] >= 0) & graph.foot
        if not reach.any():
            return np.maximum(labels, 0)
        labels[graph.source[reach]] = labels[graph.target[reach]]
    return labels
