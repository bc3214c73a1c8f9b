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
_STARTS_END, _LONG_END, PAIRS_END = 0.2, 0.4, 0.5

Found = tuple[float, int, Ints]
"""Cost, order and cells of a division that was found."""

_HOT_M, _WARM_M, _COLD_M = 40.0, 5.0, 0.5
_MANY_ATOMS = 3_000


@dataclass(frozen=True)
class Effort:
    """How hard to look; fixed numbers, so that the same seed gives the same division.

    Attributes
    ----------
    starts : int
        First divisions by METIS.
    kept : int
        Of them, how many are annealed anew from a higher temperature.
    rounds : int
        How often each pair of neighbouring cells is cut anew.
    steps : int
        Moves of one long annealing; one of a start has a quarter.
    """

    starts: int
    kept: int
    rounds: int
    steps: int

    @classmethod
    def for_size(cls, atoms: int) -> Effort:
        """Give the effort for so many atoms: the more, the fewer starts.

        Parameters
        ----------
        atoms : int
        """
        steps = int(np.clip(2_500 * atoms, 500_000, 20_000_000))
        if atoms <= _MANY_ATOMS:
            return cls(starts=12, kept=3, rounds=3, steps=steps)
        return cls(starts=4, kept=1, rounds=2, steps=steps)


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

    def improve(labels: Ints, hot_m: float, steps: int) -> None:
        labels, cost_m = anneal(
            graph, goal, labels, steps=steps, hot_m=hot_m, cold_m=_COLD_M,
            seed=int(rng.integers(1 << 30)),
        )  # fmt: skip
        pool.append((cost_m, len(pool), labels))

    for number in range(effort.starts):
        if pool and not go_on(_STARTS_END * number / effort.starts, _STARTS_END):
            break
        start = given[number] if number < len(given) else None
        if start is None:
            start = goal.aligned(metis_start(graph, goal.cells, int(rng.integers(1 << 30))))
        improve(start, _WARM_M, effort.steps // 4)
    for number, (_, _, labels) in enumerate(_best(pool, effort.kept)):
        if not go_on(_STARTS_END + 0.25 * number / effort.kept, _LONG_END):
            break
        improve(labels, _HOT_M, effort.steps)
    best = [labels for _, _, labels in _best(pool, effort.kept)]
    best[0] = recut_pairs(graph, goal, best[0], rng, go_on, PAIRS_END, effort.rounds)
    return best


def _best(pool: list[Found], count: int) -> list[Found]:
    """Give the cheapest divisions, the earlier of equals first."""
    return sorted(pool, key=lambda found: found[:2])[:count]
