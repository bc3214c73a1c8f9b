"""Local search over divisions: single buildings or blocks change cells, cells stay in one piece.

Simulated annealing with a contiguity check on every accepted move (Kirkpatrick, Gelatt, Vecchi:
Optimization by Simulated Annealing, Science 220, 1983), compiled by Numba. The best division seen
is what is given back, so a hot start never makes a good division worse.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.divide.goal import Goal
from geodata.divide.graph import Graph, make_graph
from geodata.machine import compiled

_TRIES = 6
"""How often an exchange is looked for; between two cells it is found soon, among all hardly."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Board(NamedTuple):
    """What does not change during a search: the graph, and what was wished."""

    start: Ints
    source: Ints
    target: Ints
    cost_m: Floats
    length_m: Floats
    foot: Flags
    weight: Floats
    around_m: Floats
    area_m2: Floats
    home: Ints
    moving_m: Floats
    low: float
    high: float
    slope_m: float
    round_m: float
    mean: float
    even_m: float


class Cells(NamedTuple):
    """What moves change: the cell of each atom, and the sums of each cell."""

    labels: Ints
    load: Floats
    around_m: Floats
    area_m2: Floats


def anneal(
    graph: Graph,
    goal: Goal,
    labels: Ints,
    *,
    steps: int,
    hot_m: float,
    cold_m: float,
    seed: int,
    exchange: bool = False,
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
    exchange : bool
        Try to exchange two atoms where a move alone is too dear; worth its time between two cells.

    Returns
    -------
    labels : ndarray of int
        The best division seen.
    cost_m : float
        Its cost, as :meth:`Goal.cost_m` computes it.
    """
    edges = np.flatnonzero(graph.foot)
    if not len(edges):
        return labels, goal.cost_m(graph, labels)
    board = Board(
        graph.start, graph.source, graph.target, graph.cost_m, graph.length_m, graph.foot,
        graph.weight, graph.around_m, graph.area_m2, goal.home, goal.moving_m,
        float(goal.low), float(goal.high), float(goal.slope_m), float(goal.round_m),
        float(goal.mean), float(goal.even_m),
    )  # fmt: skip
    cells = Cells(labels.copy(), goal.load(graph, labels), *graph.outlines(labels, goal.cells))
    best = labels.copy()
    tries = _TRIES if exchange else 0
    _anneal(board, cells, best, edges, steps, float(hot_m), float(cold_m), tries, seed)
    return best, goal.cost_m(graph, best)


def warm_up() -> None:
    """Let Numba compile, or load what it compiled before, so that no search pays for it."""
    one, none = np.ones(2), np.zeros(2, np.int64)
    graph = make_graph(one, none[:1], none[:1] + 1, one[:1], one[:1], np.ones(1, np.bool_))
    goal = Goal(2, 0.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, none - 1, np.zeros(2))
    anneal(graph, goal, np.arange(2), steps=1, hot_m=1.0, cold_m=0.5, seed=0)


@compiled
def _price_m(board: Board, load: float, around_m: float, area_m2: float) -> float:
    """Price a cell: what it has too much or too little of, and how far from round it is."""
    excess = max(0.0, board.low - load, load - board.high)
    off = load / board.mean - 1
    balance_m = board.slope_m * excess + board.even_m * off * off
    return balance_m + board.round_m * around_m * around_m / (4 * np.pi * area_m2)


@compiled
def _shared_m(board: Board, labels: Ints, atom: int, cell: int) -> tuple[float, float]:
    """Give cost and length of the border between an atom and a cell."""
    cost_m, length_m = 0.0, 0.0
    for edge in range(board.start[atom], board.start[atom + 1]):
        if labels[board.target[edge]] == cell:
            cost_m += board.cost_m[edge]
            length_m += board.length_m[edge]
    return cost_m, length_m


@compiled
def _change_m(board: Board, cells: Cells, atom: int, to: int) -> float:
    """Give by how much a move changes the cost."""
    own = cells.labels[atom]
    left_cost_m, left_m = _shared_m(board, cells.labels, atom, own)
    new_cost_m, new_m = _shared_m(board, cells.labels, atom, to)
    weight, around_m, area_m2 = board.weight[atom], board.around_m[atom], board.area_m2[atom]
    change = left_cost_m - new_cost_m
    change -= _price_m(board, cells.load[own], cells.around_m[own], cells.area_m2[own])
    change -= _price_m(board, cells.load[to], cells.around_m[to], cells.area_m2[to])
    change += _price_m(
        board, cells.load[own] - weight, cells.around_m[own] - around_m + 2 * left_m,
        max(cells.area_m2[own] - area_m2, 1e-3),
    )  # fmt: skip
    change += _price_m(
        board, cells.load[to] + weight, cells.around_m[to] + around_m - 2 * new_m,
        cells.area_m2[to] + area_m2,
    )  # fmt: skip
    if own == board.home[atom]:
        change += board.moving_m[atom]
    elif to == board.home[atom]:
        change -= board.moving_m[atom]
    return change


@compiled
def _put(board: Board, cells: Cells, atom: int, to: int) -> None:
    """Move an atom."""
    own = cells.labels[atom]
    left_m = _shared_m(board, cells.labels, atom, own)[1]
    new_m = _shared_m(board, cells.labels, atom, to)[1]
    cells.load[own] -= board.weight[atom]
    cells.load[to] += board.weight[atom]
    cells.around_m[own] += 2 * left_m - board.around_m[atom]
    cells.around_m[to] += board.around_m[atom] - 2 * new_m
    cells.area_m2[own] -= board.area_m2[atom]
    cells.area_m2[to] += board.area_m2[atom]
    cells.labels[atom] = to


@compiled
def _stays_whole(
    board: Board, labels: Ints, atom: int, seen: Ints, stack: Ints, stamp: int
) -> bool:
    """Tell whether a cell is still in one piece, and not empty, without one of its atoms.

    ``seen`` marks neighbours with ``stamp`` and what was visited with one more; the search ends
    when all neighbours were met.
    """
    own = labels[atom]
    first, wanted = -1, 0
    for edge in range(board.start[atom], board.start[atom + 1]):
        other = board.target[edge]
        if board.foot[edge] and labels[other] == own and seen[other] != stamp:
            seen[other] = stamp
            first = other if first < 0 else first
            wanted += 1
    if wanted <= 1:
        return wanted == 1
    stack[0], depth, met = first, 1, 1
    seen[first] = stamp + 1
    while depth:
        depth -= 1
        here = stack[depth]
        for edge in range(board.start[here], board.start[here + 1]):
            other = board.target[edge]
            if other == atom or not board.foot[edge] or labels[other] != own:
                continue
            if seen[other] == stamp + 1:
                continue
            if seen[other] == stamp:
                met += 1
                if met == wanted:
                    return True
            seen[other] = stamp + 1
            stack[depth] = other
            depth += 1
    return False


@compiled
def _touches(board: Board, labels: Ints, atom: int, cell: int) -> bool:
    """Tell whether an atom meets a cell on foot."""
    for edge in range(board.start[atom], board.start[atom + 1]):
        if board.foot[edge] and labels[board.target[edge]] == cell:
            return True
    return False


@compiled
def _way_back(
    board: Board, labels: Ints, edges: Ints, atom: int, own: int, to: int, tries: int
) -> int:
    """Find an atom of ``to`` that could come to ``own`` in exchange, or -1."""
    for _ in range(tries):
        edge = edges[np.random.randint(len(edges))]
        other = board.source[edge]
        if labels[other] == to and labels[board.target[edge]] == own and other != atom:
            return int(other)
    return -1


@compiled
def _anneal(
    board: Board, cells: Cells, best: Ints, edges: Ints, steps: int, hot_m: float, cold_m: float,
    tries: int, seed: int,
) -> None:  # fmt: skip
    """Run the annealing; the best labels are left in ``best``.

    A move that is too dear on its own is tried as an exchange: between cells at the limit of
    their households nothing else can move. Longer than forty lines: Numba's functions can't
    share a state other than by arguments.
    """
    np.random.seed(seed)
    labels = cells.labels
    seen = np.zeros(len(labels), np.int64)
    stack = np.empty(len(labels), np.int64)
    stamp, now, least = 1, 0.0, 0.0
    cooling = (cold_m / hot_m) ** (1.0 / max(steps, 1))
    heat = hot_m
    for _ in range(steps):
        heat *= cooling
        edge = edges[np.random.randint(len(edges))]
        atom, to = board.source[edge], labels[board.target[edge]]
        own = labels[atom]
        if own == to:
            continue
        change = _change_m(board, cells, atom, to)
        bound = -heat * np.log(max(np.random.random(), 1e-300))
        back = -1
        if change > bound:
            back = _way_back(board, labels, edges, atom, own, to, tries)
            if back < 0:
                continue
        stamp += 2
        if not _stays_whole(board, labels, atom, seen, stack, stamp):
            continue
        _put(board, cells, atom, to)
        if back >= 0:
            change += _change_m(board, cells, back, own)
            stamp += 2
            if change > bound or not (
                _touches(board, labels, back, own)
                and _stays_whole(board, labels, back, seen, stack, stamp)
            ):
                _put(board, cells, atom, own)
                continue
            _put(board, cells, back, own)
        now += change
        if now < least - 1e-9:
            least = now
            best[:] = labels
