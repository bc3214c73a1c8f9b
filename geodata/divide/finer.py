"""Finer ground where whole blocks are too coarse: blocks at the borders are opened into plots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.divide.ground import Ground
from geodata.divide.problem import Problem, pose
from geodata.divide.recut import recut_pairs, recut_ways
from geodata.divide.search import anneal
from geodata.divide.solve import Effort
from geodata.divide.starts import fill_empty, mend_pieces
from geodata.divide.watch import GoOn, Watch
from geodata.divide.wishes import TOLERANCE, Size, Variant, Wishes

Ints = NDArray[np.int64]

_TURNS = 5
_NEARLY = 0.9
_WARM, _COLD = 0.3, 0.001


@dataclass
class Opener:
    """What is needed to open more blocks of some ground.

    Attributes
    ----------
    ground : Ground
    size : Size
    variant : Variant
    wishes : Wishes
    opened : ndarray of bool, shape (blocks,)
        Blocks that are open.
    cut : dict
        Plots of blocks that were cut before.
    """

    ground: Ground
    size: Size
    variant: Variant
    wishes: Wishes
    opened: NDArray[np.bool_]
    cut: dict[int, NDArray[np.object_]]

    def finish(
        self, problem: Problem, labels: Ints, rng: np.random.Generator, watch: Watch, until: float
    ) -> tuple[Problem, Ints]:
        """Open blocks and improve, until all cells are inside their limits or nothing is left.

        Parameters
        ----------
        problem : Problem
            On the ground as it is opened now.
        labels : ndarray of int, shape (free atoms,)
        rng : Generator
        watch : Watch
        until : float
            Share of the time by which it must end.

        Returns
        -------
        problem : Problem
            On finer ground.
        labels : ndarray of int, shape (free atoms,)
        """
        for _ in range(_TURNS):
            opened = self.opened | _coarse(self.ground, problem, labels)
            if (opened == self.opened).all():
                break
            self.opened = opened
            with watch.paused():
                finer = pose(self.ground, self.size, self.variant, self.wishes, opened, self.cut)
            labels = _refine(finer, _carried(problem, finer, labels), rng, watch, until)
            problem = finer
        goal = problem.goal.stricter()
        return problem, recut_pairs(problem.graph, goal, labels, rng, watch, until, 1)


def _coarse(ground: Ground, problem: Problem, labels: Ints) -> NDArray[np.bool_]:
    """Find blocks to open: at a border of a cell beyond the tolerance, or of its neighbours."""
    graph, goal = problem.graph, problem.goal
    off = np.abs(goal.load(graph, labels) / goal.mean - 1) > _NEARLY * TOLERANCE
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


def _refine(
    problem: Problem, labels: Ints, rng: np.random.Generator, go_on: GoOn, until: float
) -> Ints:
    """Improve a division on finer ground, most of all cells outside of their limits."""
    graph, goal = problem.graph, problem.goal
    labels = fill_empty(graph, mend_pieces(graph, labels), goal.cells, rng)
    steps = Effort.for_size(graph.atoms).steps // 2
    if go_on(until, until):
        labels, _ = anneal(
            graph, goal, labels, steps=steps, hot_m=_WARM * goal.scale_m,
            cold_m=_COLD * goal.scale_m, seed=int(rng.integers(1 << 30)),
        )  # fmt: skip
    return recut_ways(graph, goal.stricter(), labels, rng, go_on, until)
