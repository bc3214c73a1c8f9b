"""Annealing of walks, in machine code (Kirkpatrick, Gelatt and Vecchi 1983)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from geodata.machine import compiled
from patrol.lanes.board import (
    ARC,
    COST,
    LOAD,
    MOST_COST,
    MOST_LOAD,
    MOST_PIECES,
    PLACE,
    ROW,
    SIZE,
    WEIGHT,
    rebuild,
    score,
    sum_up,
    worst_but,
)
from patrol.lanes.moves import (
    exchange,
    move_across,
    move_within,
    reverse,
    swap_across,
    swap_within,
)


@compiled
def draw(state: Any, below: int) -> int:
    """Draw a whole number from 0 (xorshift64*: Marsaglia 2003, Vigna 2016)."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    drawn = (x * np.uint64(2685821657736338717)) >> np.uint64(33)
    return int(np.int64((drawn * np.uint64(below)) >> np.uint64(31)))


@compiled
def total(rules: Any, board: Any) -> float:
    """Weigh all walks."""
    whole = rules.worst * worst_but(board, -1, -1)
    for row in range(board.sums.shape[1]):
        whole += score(rules, row, board.sums[COST, row], board.sums[LOAD, row])
    return float(whole)


@compiled
def _breaks(rules: Any, row: int, cost: int, load: int) -> int:
    """Give 1 for a walk with too much load or cost, where that counts, else 0."""
    # What is left out has no capacity, and is no walk.
    if rules.bounds[WEIGHT, row] == 0:
        return 0
    return 1 if load > rules.bounds[MOST_LOAD, row] or cost > rules.bounds[MOST_COST, row] else 0


@compiled
def _broken(rules: Any, board: Any) -> int:
    """Count the walks with too much load or cost."""
    count = 0
    for row in range(board.sums.shape[1]):
        count += _breaks(rules, row, board.sums[COST, row], board.sums[LOAD, row])
    return count


@compiled
def _change(rules: Any, board: Any, buffer: Any, row: int, size: int) -> int:
    """Put new arcs into a walk; give by how much the number of broken walks rises."""
    was = _breaks(rules, row, board.sums[COST, row], board.sums[LOAD, row])
    for k in range(size):
        board.walk[ARC, row, k] = buffer[k]
    board.sums[SIZE, row] = size
    sum_up(rules, board, row)
    return _breaks(rules, row, board.sums[COST, row], board.sums[LOAD, row]) - was


@compiled
def _keep(board: Any, best: Any) -> None:
    """Write the walks down."""
    for row in range(board.sums.shape[1]):
        best[row, 0] = board.sums[SIZE, row]
        for k in range(board.sums[SIZE, row]):
            best[row, k + 1] = board.walk[ARC, row, k]


@compiled
def _target(rules: Any, board: Any, state: Any, task: int) -> tuple[int, int]:
    """Choose where a task might go: beside a task near it, or at the beginning of a walk."""
    if draw(state, 20) == 0:
        return draw(state, board.sums.shape[1]), -1
    near = rules.near[task, draw(state, rules.near.shape[1])]
    return board.at[ROW, near], board.at[PLACE, near]


@compiled
def _within(rules: Any, board: Any, state: Any, one: Any, a: int, i: int, p: int) -> Any:
    """Propose a change of one walk; give pieces, cost and load, none where there is no change."""
    kind = draw(state, 4)
    if kind == 0 and p >= 0 and p != i:
        cost, load = swap_within(rules, board, one, a, min(i, p), max(i, p))
        return 5, cost, load
    if kind == 1:
        first, last = (i + 1, p) if p > i else (p + 1, i)
        if last <= first:
            return 0, 0, 0
        cost, load = reverse(rules, board, one, a, first, last)
        return 3, cost, load
    run = min(1 + draw(state, 3), board.sums[SIZE, a] - i)
    p -= draw(state, 2)
    if p < -1 or i - 1 <= p < i + run:
        # Where it stands, a single arc may still be turned round.
        cost, load = reverse(rules, board, one, a, i, i + run - 1)
        return 3, cost, load
    cost, load = move_within(rules, board, one, a, i, run, p)
    return 4, cost, load


@compiled
def _across(
    rules: Any, board: Any, state: Any, one: Any, two: Any, a: int, i: int, b: int, p: int
) -> Any:
    """Propose a change of two walks; give pieces, cost and load of both."""
    kind = draw(state, 4)
    if kind == 0 or (kind == 1 and p < 0):
        crossed, early = draw(state, 2), draw(state, 2)
        # Either way the task and the one near it come to stand side by side.
        to = p if crossed != early or p < 0 else p - 1
        found = exchange(rules, board, one, two, a, i - early, b, to, crossed)
        return 2, 2, found
    run = min(1 + draw(state, 3), board.sums[SIZE, a] - i)
    if kind == 1:
        other = min(1 + draw(state, 3), board.sums[SIZE, b] - p)
        return 3, 3, swap_across(rules, board, one, two, a, i, run, b, p, other)
    p = max(p - draw(state, 2), -1)
    return 2, 3, move_across(rules, board, one, two, a, i, run, b, p)


@compiled
def _propose(
    rules: Any, board: Any, state: Any, one: Any, two: Any, a: int, i: int, b: int, p: int
) -> Any:
    """Propose a change: pieces of both walks, and their costs and loads."""
    if a == b:
        count, cost, load = _within(rules, board, state, one, a, i, p)
        return count, 0, (cost, load, 0, 0)
    return _across(rules, board, state, one, two, a, i, b, p)


@compiled
def _gain(rules: Any, board: Any, a: int, b: int, new: Any) -> float:
    """Give by how much the weight of all walks rises when two change."""
    rise = score(rules, a, new[0], new[1]) - score(
        rules, a, board.sums[COST, a], board.sums[LOAD, a]
    )
    if b != a:
        rise += score(rules, b, new[2], new[3]) - score(
            rules, b, board.sums[COST, b], board.sums[LOAD, b]
        )
    if rules.worst > 0:
        rest = worst_but(board, a, b)
        was = max(rest, board.sums[COST, a], board.sums[COST, b])
        will = max(rest, new[0], new[2]) if b != a else max(rest, new[0])
        rise += rules.worst * (will - was)
    return rise


@compiled
def anneal(
    rules: Any, board: Any, best: Any, state: Any, steps: int, hot: float, cold: float
) -> Any:
    """Change walks by chance, less and less willing to make them worse.

    Parameters
    ----------
    rules, board : Rules, Board
        What counts, and the walks; they are changed.
    best : (rows, t + 1) int array
        The best allowed walks so far, sizes first; it is changed.
    state : (2,) arrays of uint64 and float64
        Of the random numbers, and the weight of the best walks.
    steps : int
        How many changes are tried.
    hot, cold : float
        The temperature at the beginning and at the end.

    Returns
    -------
    float
        Share of the steps that ended at allowed walks.
    """
    random, least = state
    one = np.zeros((MOST_PIECES, 4), dtype=np.int64)
    two = np.zeros((MOST_PIECES, 4), dtype=np.int64)
    buffers = np.zeros((2, board.walk.shape[2]), dtype=np.int64)
    weight, broken, allowed = total(rules, board), _broken(rules, board), 0
    cooling = (cold / hot) ** (1.0 / steps)
    heat = hot
    if broken == 0 and weight < least[0]:
        least[0] = weight
        _keep(board, best)
    for _ in range(steps):
        heat *= cooling
        allowed += broken == 0
        task = draw(random, board.at.shape[1])
        a, i = board.at[ROW, task], board.at[PLACE, task]
        b, p = _target(rules, board, random, task)
        n_one, n_two, new = _propose(rules, board, random, one, two, a, i, b, p)
        if n_one == 0:
            continue
        rise = _gain(rules, board, a, b, new)
        if rise > 0 and rise > -heat * math.log((1 + draw(random, 1 << 30)) / (1 << 30)):
            continue
        size_one = rebuild(rules, board, one, n_one, buffers[0])
        size_two = rebuild(rules, board, two, n_two, buffers[1])
        broken += _change(rules, board, buffers[0], a, size_one)
        if b != a:
            broken += _change(rules, board, buffers[1], b, size_two)
        weight += rise
        if broken == 0 and weight < least[0] - 1e-6:
            least[0] = weight
            _keep(board, best)
    return allowed / steps
