"""Local search over divisions: single buildings or blocks change cells, cells stay in one piece.

Simulated annealing with a contiguity check on every accepted move (Kirkpatrick, Gelatt, Vecchi:
Optimization by Simulated Annealing, Science 220, 1983), compiled by Numba. The best division seen
is what is given back, so a hot start never makes a good division worse.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geodata.divide.goal import Goal
from geodata.divide.graph import Graph

_TRIES = 6
"""How often an exchange is looked for; between two cells it is found soon, among all hardly."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def anneal(
    graph: Graph,
    goal: Goal,
    labels: Ints,
    *,
    steps: int,
    hot_m: float,
    cold_m: float,
    seed: int,
    movable: NDArray[np.bool_] | None = None,
) -> tuple[Ints, float]:
    """Improve a division by moving atoms between neighbouring cells.

    Parameters
    ----------
    graph : Graph
    goal : Goal
        What a division costs.
    labels : ndarray of int
        Cell of each atom, 0 to ``goal.cells - 1``; every cell in one piece.
    steps : int
        Moves to try.
    hot_m, cold_m : float
        First and last temperature, in metres of cost.
    seed : int
    movable : ndarray of bool, optional
        Cells that take part; by default all.

    Returns
    -------
    labels : ndarray of int
        The best division seen.
    cost_m : float
        Its cost, as :meth:`Goal.cost_m` computes it.
    """
    part = np.ones(goal.cells, np.bool_) if movable is None else movable
    edges = np.flatnonzero(part[labels[graph.source]] & part[labels[graph.target]] & graph.foot)
    if not len(edges):
        return labels, goal.cost_m(graph, labels)
    best = labels.copy()
    _anneal(
        graph.start, graph.target, graph.source, graph.cost_m, graph.foot, edges,
        graph.weight, goal.home, goal.moving_m, goal.load(graph, labels), labels.copy(), best,
        part, float(goal.low), float(goal.high), float(goal.slope_m), steps, float(hot_m),
        float(cold_m), seed, 0 if movable is None else _TRIES,
    )  # fmt: skip
    return best, goal.cost_m(graph, best)


@njit(cache=True)
def _excess_m(load: float, low: float, high: float, slope_m: float) -> float:
    """Price what a cell has too much or too little of."""
    return slope_m * max(0.0, low - load, load - high)


@njit(cache=True)
def _stays_whole(
    atom: int, start: Ints, target: Ints, foot: NDArray[np.bool_], labels: Ints, seen: Ints,
    stack: Ints, stamp: int,
) -> bool:  # fmt: skip
    """Tell whether a cell is still in one piece, and not empty, without one of its atoms.

    ``seen`` marks with ``stamp`` what was reached; the search ends when all neighbours were met.
    """
    own = labels[atom]
    first, wanted = -1, 0
    for edge in range(start[atom], start[atom + 1]):
        other = target[edge]
        if foot[edge] and labels[other] == own and seen[other] != stamp:
            seen[other] = stamp
            first = other if first < 0 else first
            wanted += 1
    if wanted <= 1:
        return wanted == 1
    # Neighbours carry the stamp; what was visited carries the stamp and one.
    stack[0], depth, met = first, 1, 1
    seen[first] = stamp + 1
    while depth:
        depth -= 1
        here = stack[depth]
        for edge in range(start[here], start[here + 1]):
            other = target[edge]
            if other == atom or not foot[edge] or labels[other] != own or seen[other] == stamp + 1:
                continue
            if seen[other] == stamp:
                met += 1
                if met == wanted:
                    return True
            seen[other] = stamp + 1
            stack[depth] = other
            depth += 1
    return False


@njit(cache=True)
def _change_m(
    atom: int, to: int, start: Ints, target: Ints, cost_m: Floats, weight: Floats, home: Ints,
    moving_m: Floats, load: Floats, labels: Ints, low: float, high: float, slope_m: float,
) -> float:  # fmt: skip
    """Give by how much a move changes the cost."""
    own = labels[atom]
    change = 0.0
    for edge in range(start[atom], start[atom + 1]):
        cell = labels[target[edge]]
        if cell == own:
            change += cost_m[edge]
        elif cell == to:
            change -= cost_m[edge]
    mass = weight[atom]
    change += _excess_m(load[own] - mass, low, high, slope_m)
    change += _excess_m(load[to] + mass, low, high, slope_m)
    change -= _excess_m(load[own], low, high, slope_m) + _excess_m(load[to], low, high, slope_m)
    if own == home[atom]:
        change += moving_m[atom]
    elif to == home[atom]:
        change -= moving_m[atom]
    return change


@njit(cache=True)
def _put(atom: int, to: int, weight: Floats, load: Floats, labels: Ints) -> None:
    """Move an atom."""
    load[labels[atom]] -= weight[atom]
    load[to] += weight[atom]
    labels[atom] = to


@njit(cache=True)
def _way_back(
    source: Ints, target: Ints, edges: Ints, labels: Ints, atom: int, own: int, to: int,
    tries: int,
) -> int:  # fmt: skip
    """Find an atom of ``to`` that could come to ``own`` in exchange, or -1."""
    for _ in range(tries):
        edge = edges[np.random.randint(len(edges))]
        if labels[source[edge]] == to and labels[target[edge]] == own and source[edge] != atom:
            return int(source[edge])
    return -1


@njit(cache=True)
def _anneal(
    start: Ints, target: Ints, source: Ints, cost_m: Floats, foot: NDArray[np.bool_], edges: Ints,
    weight: Floats, home: Ints, moving_m: Floats, load: Floats, labels: Ints, best: Ints,
    part: NDArray[np.bool_], low: float, high: float, slope_m: float, steps: int, hot_m: float,
    cold_m: float, seed: int, tries: int,
) -> None:  # fmt: skip
    """Run the annealing; the best labels are left in ``best``.

    A move that is too dear on its own is tried as an exchange: between cells at the limit of
    their households nothing else can move. Longer than forty lines because Numba pays for calls
    with so many arguments.
    """
    np.random.seed(seed)
    seen = np.zeros(len(labels), np.int64)
    stack = np.empty(len(labels), np.int64)
    stamp, now, least = 1, 0.0, 0.0
    cooling = (cold_m / hot_m) ** (1.0 / max(steps, 1))
    heat = hot_m
    for _ in range(steps):
        heat *= cooling
        edge = edges[np.random.randint(len(edges))]
        atom, to = source[edge], labels[target[edge]]
        own = labels[atom]
        if own == to or not (part[own] and part[to]):
            continue
        change = _change_m(
            atom, to, start, target, cost_m, weight, home, moving_m, load, labels, low, high,
            slope_m,
        )  # fmt: skip
        bound = -heat * np.log(max(np.random.random(), 1e-300))
        back = -1
        if change > bound:
            back = _way_back(source, target, edges, labels, atom, own, to, tries)
            if back < 0:
                continue
        stamp += 2
        if not _stays_whole(atom, start, target, foot, labels, seen, stack, stamp):
            continue
        _put(atom, to, weight, load, labels)
        if back >= 0:
            change += _change_m(
                back, own, start, target, cost_m, weight, home, moving_m, load, labels, low, high,
                slope_m,
            )  # fmt: skip
            stamp += 2
            if change > bound or not (
                _stays_whole(back, start, target, foot, labels, seen, stack, stamp)
                and _touches(back, own, start, target, foot, labels)
            ):
                _put(atom, own, weight, load, labels)
                continue
            _put(back, own, weight, load, labels)
        now += change
        if now < least - 1e-9:
            least = now
            best[:] = labels


@njit(cache=True)
def _touches(
    atom: int, cell: int, start: Ints, target: Ints, foot: NDArray[np.bool_], labels: Ints
) -> bool:
    """Tell whether an atom meets a cell on foot."""
    for edge in range(start[atom], start[atom + 1]):
        if foot[edge] and labels[target[edge]] == cell:
            return True
    return False
