"""Finding a division: many starts, annealing, then pairs of cells cut anew; the best is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.divide.goal import Goal
from geodata.divide.graph import Graph, subgraph
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
_PAIR_STEPS = 800
_LITTLE_M = 1.0
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
    best = _best(pool, 1)[0][2]
    return recombine(graph, goal, best, rng, go_on, _PAIRS_END, effort.rounds)


def _best(pool: list[Found], count: int) -> list[Found]:
    """Give the cheapest divisions, the earlier of equals first."""
    return sorted(pool, key=lambda found: found[:2])[:count]


def recombine(
    graph: Graph, goal: Goal, labels: Ints, rng: np.random.Generator, go_on: GoOn, until: float,
    rounds: int, only: NDArray[np.bool_] | None = None,
) -> Ints:  # fmt: skip
    """Cut pairs of neighbouring cells anew, and keep what became cheaper.

    Recombination as in DeFord, Duchin, Solomon: Recombination: a family of Markov chains for
    redistricting, Harvard Data Science Review 3, 2021; here the cut is METIS's, annealed.

    Parameters
    ----------
    graph : Graph
    goal : Goal
    labels : ndarray of int, shape (n,)
    rng : Generator
    go_on : callable
    until : float
        Share of the time by which it must end.
    rounds : int
        Most passes over all pairs; it ends early when a pass changes little.
    only : ndarray of bool, shape (cells,), optional
        One cell of each pair must be among these.

    Returns
    -------
    ndarray of int, shape (n,)
    """
    labels = labels.copy()
    for turn in range(rounds):
        gain_m = 0.0
        pairs = _pairs(graph, labels, goal.cells)
        if only is not None:
            pairs = pairs[only[pairs].any(axis=1)]
        rng.shuffle(pairs)
        for place, (a, b) in enumerate(pairs):
            if place % 8 == 0 and not go_on(until * (turn + 1) / (rounds + 1), until):
                return labels
            gain_m += _cut_anew(graph, goal, labels, int(a), int(b), rng)
        if gain_m < _LITTLE_M:
            break
    return labels


def _pairs(graph: Graph, labels: Ints, cells: int) -> Ints:
    """Give the pairs of cells that meet on foot."""
    low, high = labels[graph.source], labels[graph.target]
    meet = graph.foot & (low < high)
    pairs = np.unique(low[meet] * cells + high[meet])
    return np.column_stack([pairs // cells, pairs % cells])


def _cut_anew(
    graph: Graph, goal: Goal, labels: Ints, a: int, b: int, rng: np.random.Generator
) -> float:
    """Cut two cells anew and anneal between them; ``labels`` change if that was cheaper.

    Gives by how much it was. What lies around the two cells does not change, so the two alone are
    looked at.
    """
    atoms = np.flatnonzero((labels == a) | (labels == b))
    if len(atoms) < 3:
        return 0.0
    small = subgraph(graph, atoms, foot_only=False)
    two = goal.between(a, b, atoms)
    before = two.cost_m(small, (labels[atoms] == b).astype(np.int64))
    half = halve(graph, atoms, rng).astype(np.int64)
    found = min((half, 1 - half), key=lambda some: two.cost_m(small, some))
    found, cost_m = anneal(
        small, two, found, steps=_PAIR_STEPS * len(atoms), hot_m=_HOT_M / 2, cold_m=_COLD_M,
        seed=int(rng.integers(1 << 30)), exchange=True,
    )  # fmt: skip
    if cost_m < before - 1e-6:
        labels[atoms] = np.where(found == 1, b, a)
    return max(0.0, before - cost_m)
