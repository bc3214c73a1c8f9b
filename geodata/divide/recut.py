"""Cutting some cells anew while all others stay: pairs of neighbours, and ways to a lighter cell.

Recombination as in DeFord, Duchin, Solomon: Recombination: a family of Markov chains for
redistricting, Harvard Data Science Review 3, 2021; here the cut is METIS's, then annealed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from geodata.divide.goal import Goal
from geodata.divide.graph import Graph, subgraph
from geodata.divide.search import anneal
from geodata.divide.starts import metis_start
from geodata.divide.watch import GoOn

Ints = NDArray[np.int64]

_COLD = 0.001
_LITTLE_M, _LITTLE = 1.0, 0.5
_LONGEST_WAY = 6
_TURNS, _STUBBORN = 12, 4
"""A cell is left as it is after so many turns in vain; after fewer, all around it is heated."""
_FEWEST_AROUND, _MOST_AROUND = 3, 7


class _Heat(NamedTuple):
    """How hot cells are annealed, in outlines of a typical cell, and moves for each atom."""

    hot: float
    steps: int


_WARM, _HOT = _Heat(0.2, 1_000), _Heat(0.6, 4_000)


def recut_pairs(
    graph: Graph, goal: Goal, labels: Ints, rng: np.random.Generator, go_on: GoOn, until: float,
    rounds: int,
) -> Ints:  # fmt: skip
    """Cut pairs of neighbouring cells anew, and keep what became cheaper.

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

    Returns
    -------
    ndarray of int, shape (n,)
    """
    labels = labels.copy()
    for turn in range(rounds):
        gain_m = 0.0
        pairs = _pairs(graph, labels, goal.cells)
        rng.shuffle(pairs)
        for place, pair in enumerate(pairs):
            if place % 8 == 0 and not go_on(until * (turn + 1) / (rounds + 1), until):
                return labels
            gain_m += _recut(graph, goal, labels, pair, rng, _WARM)
        if gain_m < _LITTLE_M:
            break
    return labels


def recut_ways(
    graph: Graph, goal: Goal, labels: Ints, rng: np.random.Generator, go_on: GoOn, until: float
) -> Ints:
    """Let cells outside of their limits pass households on, cell by cell, to where room is.

    For the cell that is farthest off, the cells on a way to one that is off the other way, or has
    room, are cut anew together; where that was in vain some times, the cells around it, hotter.

    Parameters
    ----------
    graph : Graph
    goal : Goal
    labels : ndarray of int, shape (n,)
    rng : Generator
    go_on : callable
    until : float
        Share of the time by which it must end.

    Returns
    -------
    ndarray of int, shape (n,)
    """
    labels = labels.copy()
    tired = np.zeros(goal.cells, np.int64)
    while go_on(until, until):
        excess = goal.excess_of(graph, labels)
        worst = int(np.argmax(np.where(tired < _TURNS, np.abs(excess), 0.0)))
        if not excess[worst] or tired[worst] >= _TURNS:
            break
        stubborn = tired[worst] >= _STUBBORN
        chosen = (_around if stubborn else _way)(graph, goal, labels, worst, rng)
        _recut(graph, goal, labels, chosen, rng, _HOT if stubborn else _WARM)
        tired[worst] += 1
        if goal.excess(graph, labels) < np.abs(excess).sum() - _LITTLE:
            tired[chosen] = 0
    return labels


def _pairs(graph: Graph, labels: Ints, cells: int) -> Ints:
    """Give the pairs of cells that meet on foot."""
    low, high = labels[graph.source], labels[graph.target]
    meet = graph.foot & (low < high)
    pairs = np.unique(low[meet] * cells + high[meet])
    return np.column_stack([pairs // cells, pairs % cells])


def _outwards(graph: Graph, goal: Goal, labels: Ints, cell: int) -> tuple[Ints, Ints]:
    """Give the cells from one outwards, and for each cell the one before it."""
    low, high = _pairs(graph, labels, goal.cells).T
    meet = csr_array((np.ones(len(low)), (low, high)), shape=(goal.cells, goal.cells))
    order, before = breadth_first_order(meet, cell, directed=False)
    return order.astype(np.int64), before.astype(np.int64)


def _around(graph: Graph, goal: Goal, labels: Ints, cell: int, rng: np.random.Generator) -> Ints:
    """Choose some of the cells around one."""
    order, _ = _outwards(graph, goal, labels, cell)
    return order[: int(rng.integers(_FEWEST_AROUND, _MOST_AROUND + 1))]


def _way(graph: Graph, goal: Goal, labels: Ints, cell: int, rng: np.random.Generator) -> Ints:
    """Choose cells on a way from one with too much (or too little) to one with room."""
    order, before = _outwards(graph, goal, labels, cell)
    off = goal.load(graph, labels) - goal.mean
    room = -np.sign(off[cell]) * off[order]
    steps = np.zeros(goal.cells, np.int64)
    for other in order[1:]:
        steps[other] = steps[before[other]] + 1
    worth = np.where(room > 0, room, 0.0) / np.maximum(steps[order], 1) ** 2
    worth[(steps[order] >= _LONGEST_WAY) | (order == cell)] = 0.0
    if not worth.sum():
        return order[:3]
    here = int(rng.choice(order, p=worth / worth.sum()))
    way = [here]
    while way[-1] != cell:
        way.append(int(before[way[-1]]))
    return np.array(way, np.int64)


def _recut(
    graph: Graph, goal: Goal, labels: Ints, cells: Ints, rng: np.random.Generator, heat: _Heat
) -> float:
    """Cut some cells anew; ``labels`` change if that was cheaper. Gives by how much it was.

    What lies around these cells does not change, so they alone are looked at.
    """
    atoms = np.flatnonzero(np.isin(labels, cells))
    if len(atoms) <= len(cells):
        return 0.0
    place = np.full(goal.cells, -1, np.int64)
    place[cells] = np.arange(len(cells))
    here, small = place[labels[atoms]], subgraph(graph, atoms, foot_only=False)
    part = goal.among(cells, atoms)
    before = part.cost_m(small, here)
    seed = int(rng.integers(1 << 30))
    fresh = part.aligned(metis_start(small, len(cells), seed, noise=1.0))
    # Long ways have many cuts, of which a fresh one is seldom better: those start as they are.
    start = fresh if len(cells) == 2 or rng.random() < 0.5 else here
    found, cost_m = anneal(
        small, part, start, steps=heat.steps * len(atoms), hot_m=heat.hot * goal.scale_m,
        cold_m=_COLD * goal.scale_m, seed=seed, exchange=True,
    )  # fmt: skip
    if cost_m >= before - 1e-6:
        return 0.0
    labels[atoms] = cells[found]
    return before - cost_m
