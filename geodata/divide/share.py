"""Sharing ground out: from blocks to labels, opening blocks where whole ones are too coarse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.divide.finer import Opener
from geodata.divide.ground import Ground
from geodata.divide.problem import Problem, pose
from geodata.divide.solve import PAIRS_END, Effort, solve
from geodata.divide.watch import Watch
from geodata.divide.wet import fill_wet
from geodata.divide.wishes import Size, Variant, Wishes
from geodata.errors import N_, InputRefused

Ints = NDArray[np.int64]

_OPEN_SHARE = 0.35
"""A block with more than this share of a cell's households is opened from the start."""


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
    ground: Ground, size: Size, variant: Variant, wishes: Wishes, *, seed: int, watch: Watch
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
    watch : Watch

    Returns
    -------
    Shared
    """
    mean = size.mean
    in_block = np.bincount(ground.block_of, ground.houses.households, len(ground.blocks))
    opened = in_block > _OPEN_SHARE * mean
    cut = dict(ground.cut)
    with watch.paused():
        problem = pose(ground, size, variant, wishes, opened, cut)
        while problem.graph.atoms < size.cells and not opened.all():
            opened |= _next_to_open(np.asarray(in_block, np.float64), opened, size.cells)
            problem = pose(ground, size, variant, wishes, opened, cut)
    if problem.graph.atoms < size.cells:
        raise InputRefused(
            N_("%(cells)s cells are more than the %(houses)s buildings that can be shared out. "
               "Ask for fewer cells."),
            cells=size.cells, houses=problem.graph.atoms,
        )  # fmt: skip
    candidates = solve(
        problem.graph, problem.goal, seed=seed, go_on=watch,
        effort=Effort.for_size(problem.graph.atoms, hurried=watch.hurried), given=problem.given(),
    )  # fmt: skip
    found: list[tuple[float, float, int, Shared]] = []
    for number, coarse in enumerate(candidates):
        until = PAIRS_END + (1 - PAIRS_END) * (number + 1) / len(candidates)
        if found and not watch(until, until):
            break
        rng = np.random.default_rng([seed, number])
        opener = Opener(ground, size, variant, wishes, opened, cut)
        fine, labels = opener.finish(problem, coarse, rng, watch, until)
        cost_m = fine.goal.stricter().cost_m(fine.graph, labels)
        found.append((fine.beyond(labels), cost_m, number, Shared(fine, labels)))
    ground.cut.update({block: made for block, made in cut.items() if block not in ground.cut})
    best = min(found, key=lambda entry: entry[:3])[3]
    return Shared(best.problem, fill_wet(best.problem, best.labels))


def _next_to_open(
    in_block: NDArray[np.float64], opened: NDArray[np.bool_], cells: int
) -> NDArray[np.bool_]:
    """Choose the heaviest blocks that are still whole, enough of them for so many cells."""
    chosen = np.zeros_like(opened)
    closed = np.flatnonzero(~opened)
    chosen[closed[np.argsort(-in_block[closed], kind="stable")][:cells]] = True
    return chosen
