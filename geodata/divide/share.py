"""Sharing ground out: from blocks to labels, opening blocks where whole ones are too coarse."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
_ATTEMPTS, _AGAIN_END, _SMALL_ATOMS = 3, 0.7, 3_000
"""Small ground on which a cell is still beyond its tolerance is looked at again from the start, as
often and as long as this share of the time has not passed."""


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


Found = tuple[float, float, Shared]
"""By how much a division is beyond its tolerance, its cost, and itself."""


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
    opener = Opener(ground, size, variant, wishes, opened, cut)
    found = _attempt(opener, problem, seed, watch, later=False)
    for again in range(1, _ATTEMPTS):
        small = problem.graph.atoms <= _SMALL_ATOMS and not watch.hurried
        if not (small and _best(found)[0] > 0 and watch(PAIRS_END, _AGAIN_END)):
            break
        # What few whole blocks do not allow, all plots may.
        opener.opened = np.bincount(ground.block_of, minlength=len(ground.blocks)) > 1
        with watch.paused():
            problem = pose(ground, size, variant, wishes, opener.opened, cut)
        found += _attempt(opener, problem, seed + again, watch, later=True)
    ground.cut.update({block: made for block, made in cut.items() if block not in ground.cut})
    best = _best(found)[2]
    return Shared(best.problem, fill_wet(best.problem, best.labels))


def _attempt(
    opener: Opener, problem: Problem, seed: int, watch: Watch, *, later: bool
) -> list[Found]:
    """Look for divisions and finish the best; a later attempt puts balance before all else."""
    goal = problem.goal.stricter() if later else problem.goal
    go_on = (lambda done, _until: watch(done, 1.0)) if later else watch
    candidates = solve(
        problem.graph, goal, seed=seed, go_on=go_on,
        effort=Effort.for_size(problem.graph.atoms, hurried=watch.hurried), given=problem.given(),
    )  # fmt: skip
    found: list[Found] = []
    for number, coarse in enumerate(candidates):
        until = 1.0 if later else PAIRS_END + (1 - PAIRS_END) * (number + 1) / len(candidates)
        if found and not watch(until, until):
            break
        rng = np.random.default_rng([seed, number])
        fine, labels = replace(opener).finish(problem, coarse, rng, watch, until)
        cost_m = fine.goal.stricter().cost_m(fine.graph, labels)
        found.append((fine.beyond(labels), cost_m, Shared(fine, labels)))
    return found


def _best(found: list[Found]) -> Found:
    """Give the division that is least beyond its tolerance, the cheapest of equals."""
    return min(found, key=lambda entry: entry[:2])


def _next_to_open(
    in_block: NDArray[np.float64], opened: NDArray[np.bool_], cells: int
) -> NDArray[np.bool_]:
    """Choose the heaviest blocks that are still whole, enough of them for so many cells."""
    chosen = np.zeros_like(opened)
    closed = np.flatnonzero(~opened)
    chosen[closed[np.argsort(-in_block[closed], kind="stable")][:cells]] = True
    return chosen
