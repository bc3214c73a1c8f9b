"""Sharing ground out: from blocks to labels, opening blocks where whole ones are too coarse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.divide.ground import Ground
from geodata.divide.problem import Problem, pose
from geodata.divide.search import anneal
from geodata.divide.solve import Effort, GoOn, recombine, solve
from geodata.divide.starts import fill_empty, mend_pieces
from geodata.divide.wishes import Size, Variant, Wishes
from geodata.divide.wet import fill_wet

Ints = NDArray[np.int64]

_OPEN_SHARE = 0.35
"""A block with more than this share of a cell's households is opened from the start."""
_FINER = 5
_WARM_M, _COLD_M = 20.0, 0.3


@dataclass(frozen=True)
class Shared:
    """Ground that was shared out.

    Attributes
    ----------
    problem : Problem
        Atoms, graph and goal at last.
    labels : ndarray of int, shape (atoms,)
        Cell of each atom: below ``problem.goal.cells`` by the search, above that the exclusive
        grounds.
    """

    problem: Problem
    labels: Ints


def share(
    ground: Ground, size: Size, variant: Variant, wishes: Wishes, *, seed: int, go_on: GoOn
) -> Shared:
    """Share ground out among cells.

    Blocks are the atoms at first; those with too many households are opened into plots, and so
    are later those at the borders of cells that stay outside of the tolerance.

    Parameters
    ----------
    ground : Ground
    size : Size
    variant : Variant
    wishes : Wishes
    seed : int
    go_on : callable
        Told the share that is done; False ends the search.

    Returns
    -------
    Shared
    """
    mean = float(ground.houses.households.sum()) / size.cells
    in_block = np.bincount(ground.block_of, ground.houses.households, len(ground.blocks))
    opened = in_block > _OPEN_SHARE * mean
    cut: dict[int, NDArray[np.object_]] = {}
    problem = pose(ground, size, variant, wishes, opened, cut)
    while problem.graph.atoms < size.cells and not opened.all():
        opened |= _next_to_open(ground, in_block, opened, size.cells)
        problem = pose(ground, size, variant, wishes, opened, cut)
    labels = solve(
        problem.graph, problem.goal, seed=seed, go_on=go_on,
        effort=Effort.for_size(problem.graph.atoms), given=problem.given(),
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    for _ in range(_FINER):
        found = opened | _coarse(ground, problem, labels)
        if (found == opened).all():
            break
        opened = found
        finer = pose(ground, size, variant, wishes, opened, cut)
        problem, labels = finer, _refine(finer, _carried(problem, finer, labels), rng, go_on)
    return Shared(problem, fill_wet(problem, labels))


def _next_to_open(
    ground: Ground, in_block: NDArray[np.float64], opened: NDArray[np.bool_], cells: int
) -> NDArray[np.bool_]:
    """Choose the heaviest blocks that are still whole, enough of them for so many cells."""
    chosen = np.zeros_like(opened)
    closed = np.flatnonzero(~opened)
    chosen[closed[np.argsort(-in_block[closed], kind="stable")][:cells]] = True
    return chosen


def _coarse(ground: Ground, problem: Problem, labels: Ints) -> NDArray[np.bool_]:
    """Find blocks to open: at a border of a cell outside of its limits, or of its neighbours."""
    graph, goal = problem.graph, problem.goal
    off = goal.off(graph, labels)
    near = off.copy()
    low, high = labels[graph.source], labels[graph.target]
    near[high[off[low]]] = True
    border = np.zeros(graph.atoms, np.bool_)
    border[graph.source[(low != high) & graph.foot]] = True
    chosen = np.zeros(len(ground.blocks), np.bool_)
    if off.any():
        chosen[problem.atoms.block[problem.free[border & near[labels]]]] = True
    houses_in = np.bincount(ground.block_of, minlength=len(ground.blocks))
    return chosen & (houses_in > 1)


def _carried(old: Problem, new: Problem, labels: Ints) -> Ints:
    """Give the atoms of finer ground the cell of the block that they were part of."""
    of_block = np.full(int(new.atoms.block.max()) + 1, -1, np.int64)
    of_block[old.atoms.block[old.free]] = labels
    carried = of_block[new.atoms.block[new.free]]
    plots = np.flatnonzero(np.bincount(old.atoms.block)[old.atoms.block[old.free]] > 1)
    # Blocks that were open before have one label a plot; both orders of plots are the same.
    for block in np.unique(old.atoms.block[old.free][plots]):
        before = labels[old.atoms.block[old.free] == block]
        carried[new.atoms.block[new.free] == block] = before
    return carried


def _refine(problem: Problem, labels: Ints, rng: np.random.Generator, go_on: GoOn) -> Ints:
    """Improve a division on finer ground, most of all cells outside of their limits."""
    graph, goal = problem.graph, problem.goal.stricter()
    labels = fill_empty(graph, mend_pieces(graph, labels), goal.cells, rng)
    labels, _ = anneal(
        graph, goal, labels, steps=Effort.for_size(graph.atoms).steps, hot_m=_WARM_M,
        cold_m=_COLD_M, seed=int(rng.integers(1 << 30)),
    )  # fmt: skip
    return recombine(graph, goal, labels, rng, go_on, 1.0, 6, goal.off(graph, labels))
