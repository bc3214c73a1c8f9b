"""Finding a division: many starts, annealing, then pairs of cells cut anew; the best is kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.divide.goal import Goal
from geodata.divide.graph import Graph
from geodata.divide.recut import recut_pairs
from geodata.divide.search import anneal
from geodata.divide.starts import metis_start
from geodata.divide.watch import GoOn

Ints = NDArray[np.int64]
_STARTS_END, _LONG_END, PAIRS_END = 0.15, 0.45, 0.6

Found = tuple[float, int, Ints]
"""Cost, order and cells of a division that was found."""

_HOT, _WARM, _COLD = 0.7, 0.02, 0.001
"""Temperatures, in outlines of a typical cell."""
_MANY_ATOMS = 3_000


@dataclass(frozen=True)
class Effort:
    """How hard to look; fixed numbers, so that the same seed gives the same division.

    Attributes
    ----------
    starts : int
        First divisions by METIS.
    long : int
        Long annealings from so hot that the start is forgotten.
    kept : int
        How many of all that were found are improved further.
    rounds : int
        How often each pair of neighbouring cells is cut anew.
    steps : int
        Moves of one long annealing; one of a start has a quarter.
    """

    starts: int
    long: int
    kept: int
    rounds: int
    steps: int

    @classmethod
    def for_size(cls, atoms: int, *, hurried: bool = False) -> Effort:
        """Give the effort for so many atoms: the more, the fewer starts.

        Parameters
        ----------
        atoms : int
        hurried : bool
            There are only seconds: one good division is enough.
        """
        if hurried:
            return cls(starts=2, long=1, kept=1, rounds=1, steps=1_000 * atoms)
        steps = int(np.clip(4_000 * atoms, 500_000, 30_000_000))
        if atoms <= _MANY_ATOMS:
            return cls(starts=12, long=6, kept=3, rounds=3, steps=steps)
        return cls(starts=3, long=1, kept=1, rounds=2, steps=steps)


def solve(
    graph: Graph, goal: Goal, *, seed: int, go_on: GoOn, effort: Effort, given: list[Ints]
) -> list[Ints]:
    """Look for the cheapest divisions.

    Parameters
    ----------
    graph : Graph
    goal : Goal
    seed : int
    go_on : callable
        Told the share that is done; once False, the best so far is given back.
    effort : Effort
    given : list of ndarray of int
        Divisions to start from besides METIS's, such as the one that holds; whole cells.

    Returns
    -------
    list of ndarray of int, shape (n,)
        Cell of each atom, every cell in one piece: at most ``effort.kept`` divisions, the
        cheapest first.
    """
    rng = np.random.default_rng(seed)
    pool: list[Found] = []

    def improve(labels: Ints, hot: float, steps: int) -> None:
        labels, cost_m = anneal(
            graph, goal, labels, steps=steps, hot_m=hot * goal.scale_m,
            cold_m=_COLD * goal.scale_m, seed=int(rng.integers(1 << 30)),
        )  # fmt: skip
        pool.append((cost_m, len(pool), labels))

    for number in range(effort.starts):
        if pool and not go_on(_STARTS_END * number / effort.starts, _STARTS_END):
            break
        start = given[number] if number < len(given) else None
        if start is None:
            start = goal.aligned(metis_start(graph, goal.cells, int(rng.integers(1 << 30))))
        improve(start, _WARM, effort.steps // 4)
    best_start = _best(pool, 1)[0][2]
    for number in range(effort.long):
        if not go_on(_STARTS_END + 0.2 * number / effort.long, _LONG_END):
            break
        improve(best_start, _HOT, effort.steps)
    best = [labels for _, _, labels in _best(pool, effort.kept)]
    best[0] = recut_pairs(graph, goal, best[0], rng, go_on, PAIRS_END, effort.rounds)
    return best


def _best(pool: list[Found], count: int) -> list[Found]:
    """Give the cheapest divisions, the earlier of equals first."""
    return sorted(pool, key=lambda found: found[:2])[:count]
