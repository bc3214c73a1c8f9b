"""Finer ground where whole blocks are too coarse: blocks at the borders are opened into plots."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geodata.divide.goal import Goal
from geodata.divide.graph import Graph
from geodata.divide.ground import Ground
from geodata.divide.problem import Problem, pose
from geodata.divide.recut import recut_pairs, recut_ways
from geodata.divide.regions import mend_around
from geodata.divide.search import anneal
from geodata.divide.solve import Effort
from geodata.divide.starts import fill_empty, mend_pieces
from geodata.divide.watch import Watch
from geodata.divide.wishes import Size, Variant, Wishes

Ints = NDArray[np.int64]

_TURNS = 9
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
        """Open blocks and improve, until all cells are inside their limits or time is up.

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
        goal = problem.goal
        for _ in range(_TURNS):
            more = _coarse(self.ground, problem, labels, self.opened)
            if not more.any() or not watch(until, until):
                break
            self.opened = self.opened | more
            with watch.paused():
                finer = pose(
                    self.ground, self.size, self.variant, self.wishes, self.opened, self.cut
                )
            labels = _carried(problem, finer, labels)
            # Turn by turn fewer cells are beyond, and more is paid to bring them back.
            goal = replace(finer.goal, slope_m=goal.slope_m).stricter()
            labels = _refine(finer.graph, goal, labels, rng, watch, until)
            problem = finer
        goal = problem.goal.stricter()
        labels = recut_pairs(problem.graph, goal, labels, rng, watch, until, 1)
        return problem, _mend_last(problem, goal.stricter(), labels, rng, watch, until)


def _coarse(
    ground: Ground, problem: Problem, labels: Ints, opened: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Find blocks to open: of each border of a cell beyond the tolerance the longest closed one.

    It is sought on the side that has more households, where somebody has to give; on the other
    side if there is none. Plots take their time, so no more are made than may be needed.
    """
    graph, goal = problem.graph, problem.goal
    load = goal.load(graph, labels)
    off = np.abs(load / goal.mean - 1) > _NEARLY * goal.tolerance
    houses_in = np.bincount(ground.block_of, minlength=len(ground.blocks))
    closed = (houses_in > 1) & ~opened & ~ground.thin
    giver, taker = labels[graph.source], labels[graph.target]
    block = problem.atoms.block[problem.free[graph.source]]
    edges = np.flatnonzero(
        graph.foot & (giver != taker) & (off[giver] | off[taker]) & closed[block]
    )
    giver, taker, block = giver[edges], taker[edges], block[edges]
    pair = np.minimum(giver, taker) * goal.cells + np.maximum(giver, taker)
    order = np.lexsort((block, -graph.length_m[edges], load[giver] < load[taker], pair))
    first = order[np.diff(pair[order], prepend=-1) > 0]
    chosen = np.zeros(len(ground.blocks), np.bool_)
    chosen[block[first]] = True
    return chosen


def _carried(old: Problem, new: Problem, labels: Ints) -> Ints:
    """Give the atoms of finer ground the cell of the block that they were part of."""
    of_block = np.full(int(new.atoms.block.max()) + 1, -1, np.int64)
    block, finer = old.atoms.block[old.free], new.atoms.block[new.free]
    of_block[block] = labels
    carried = of_block[finer]
    # Blocks that were open before have one label a plot; both orders of plots are the same.
    was_open = np.bincount(block, minlength=len(of_block)) > 1
    before, after = np.flatnonzero(was_open[block]), np.flatnonzero(was_open[finer])
    before = before[np.argsort(block[before], kind="stable")]
    after = after[np.argsort(finer[after], kind="stable")]
    carried[after] = labels[before]
    return carried


def _refine(
    graph: Graph, goal: Goal, labels: Ints, rng: np.random.Generator, watch: Watch, until: float
) -> Ints:
    """Improve a division on finer ground, around the cells beyond the tolerance."""
    labels = fill_empty(graph, mend_pieces(graph, labels), goal.cells, rng)

    def mend(small: Graph, part: Goal, here: Ints) -> Ints:
        effort = Effort.for_size(small.atoms, hurried=watch.hurried)
        found, _ = anneal(
            small, part, here, steps=effort.steps // 2,
            hot_m=_WARM * goal.scale_m, cold_m=_COLD * goal.scale_m,
            seed=int(rng.integers(1 << 30)),
        )  # fmt: skip
        return found

    def pass_on(small: Graph, part: Goal, here: Ints) -> Ints:
        return recut_ways(small, part, here, rng, watch, until)

    for improve in (mend, pass_on):
        if watch(until, until):
            labels = mend_around(graph, goal, labels, _beyond(goal, graph, labels), improve)
    return labels


def _mend_last(
    problem: Problem, goal: Goal, labels: Ints, rng: np.random.Generator, watch: Watch, until: float
) -> Ints:
    """Look once more only around cells that are still beyond the tolerance."""

    def pass_on(small: Graph, part: Goal, here: Ints) -> Ints:
        return recut_ways(small, part, here, rng, watch, until)

    if not problem.beyond(labels) or not watch(until, until):
        return labels
    return mend_around(problem.graph, goal, labels, _beyond(goal, problem.graph, labels), pass_on)


def _beyond(goal: Goal, graph: Graph, labels: Ints) -> NDArray[np.bool_]:
    """Tell which cells are beyond what is nearly the tolerance."""
    off = np.abs(goal.load(graph, labels) / goal.mean - 1) > _NEARLY * goal.tolerance
    return off & goal.off(graph, labels)
