"""Finding a division: many starts, annealing, then pairs of cells cut anew; the best is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.divide.goal import Goal
from geodata.divide.graph import Graph
from geodata.divide.search import anneal
from geodata.divide.starts import halve, metis_start

Ints = NDArray[np.int64]
GoOn = Callable[[float, float], bool]
"""Is told the share of the work that is done, and the share of the time by which this part of it
must end, so that later parts keep theirs; False asks to end with the best so far."""

_STARTS_END, _LONG_END, _PAIRS_END = 0.25, 0.5, 0.75

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
) -> Ints:
    """Look for the cheapest division.

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
    ndarray of int, shape (n,)
        Cell of each atom; every cell in one piece.
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
    best_cost_m, _, best = _best(pool, 1)[0]
    return recombine(
        graph, goal, best, best_cost_m, rng, go_on, _PAIRS_END, effort.rounds
    )[0]


def _best(pool: list[Found], count: int) -> list[Found]:
    """Give the cheapest divisions, the earlier of equals first."""
    return sorted(pool, key=lambda found: found[:2])[:count]


def recombine(
    graph: Graph, goal: Goal, labels: Ints, cost_m: float, rng: np.random.Generator,
    go_on: GoOn, until: float, rounds: int,
) -> tuple[Ints, float]:  # fmt: skip
    """Cut pairs of neighbouring cells anew, and keep what became cheaper.

    Recombination as in DeFord, Duchin, Solomon: Recombination: a family of Markov chains for
    redistricting, Harvard Data Science Review 3, 2021; here the cut is METIS's, annealed.

    Parameters
    ----------
    graph : Graph
    goal : Goal
    labels : ndarray of int, shape (n,)
    cost_m : float
        Cost of ``labels``.
    rng : Generator
    go_on : callable
    until : float
        Share of the time by which it must end.
    rounds : int
        Most passes over all pairs; it ends early when a pass changes nothing.

    Returns
    -------
    labels : ndarray of int
    cost_m : float
    """
    for turn in range(rounds):
        before = cost_m
        pairs = _pairs(graph, labels, goal.cells)
        rng.shuffle(pairs)
        for place, (a, b) in enumerate(pairs):
            if place % 16 == 0 and not go_on(until * (turn + 1) / (rounds + 1), until):
                return labels, cost_m
            found, cost = _cut_anew(graph, goal, labels, int(a), int(b), rng)
            if cost < cost_m - 1e-6:
                labels, cost_m = found, cost
        if cost_m > before - 1e-6:
            break
    return labels, cost_m


def _pairs(graph: Graph, labels: Ints, cells: int) -> Ints:
    """Give the pairs of cells that meet on foot."""
    low, high = labels[graph.source], labels[graph.target]
    meet = graph.foot & (low < high)
    pairs = np.unique(low[meet] * cells + high[meet])
    return np.column_stack([pairs // cells, pairs % cells])


def _cut_anew(
    graph: Graph, goal: Goal, labels: Ints, a: int, b: int, rng: np.random.Generator
) -> tuple[Ints, float]:
    """Cut two cells anew and anneal between them."""
    atoms = np.flatnonzero((labels == a) | (labels == b))
    if len(atoms) < 3:
        return labels, np.inf
    found = labels.copy()
    found[atoms] = np.where(halve(graph, atoms, rng), b, a)
    swapped = found.copy()
    swapped[atoms] = np.where(found[atoms] == a, b, a)
    found = min(found, swapped, key=lambda some: goal.cost_m(graph, some))
    movable = np.zeros(goal.cells, np.bool_)
    movable[[a, b]] = True
    return anneal(
        graph, goal, found, steps=200 * len(atoms), hot_m=_HOT_M / 2, cold_m=_COLD_M,
        seed=int(rng.integers(1 << 30)), movable=movable,
    )  # fmt: skip
