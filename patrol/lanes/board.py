"""Walks as rows of arcs, and what a change of them costs, in machine code.

A walk is a row of arcs (see `patrol.lanes.tasks`). A move rebuilds one walk or two from pieces
of the old ones, each perhaps turned round; since ways cost the same in both directions, sums
along the old walks price a move in a few additions, however long the walks are.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from geodata.machine import compiled

MOST_PIECES = 5

FLIP, SERVE, TAKE = 0, 1, 2
ARC = SIZE = 0
COST, LOAD = 1, 2
ROW, PLACE = 0, 1
WEIGHT, MOST_LOAD, MOST_COST, HEAVY, LATE, SQUARE = 0, 1, 2, 3, 4, 5


class Rules(NamedTuple):
    """What is served, and what counts. Few large arrays: passing one on takes time.

    Attributes
    ----------
    between : (2 t + 1, 2 t + 1) int array
        Cost from arc to arc; the last is where walks begin and end.
    arcs : (3, 2 t) int array
        For each arc: what it becomes when its walk is turned round (`FLIP`), what serving it
        costs (`SERVE`), and what it takes of the capacity (`TAKE`).
    near : (t, k) int array
        Tasks near each task, the nearest first.
    bounds : (6, rows) array
        For each walk: what a unit of its cost counts (`WEIGHT`), its capacity (`MOST_LOAD`) and
        its longest cost (`MOST_COST`), and what a unit above the one (`HEAVY`) or the other
        (`LATE`) counts, and what the square of its cost counts (`SQUARE`).
    worst : float
        What a unit of the costliest walk counts.
    """

    between: np.ndarray
    arcs: np.ndarray
    near: np.ndarray
    bounds: np.ndarray
    worst: float


class Board(NamedTuple):
    """Walks, with sums along them.

    Attributes
    ----------
    walk : (3, rows, t) int array
        For each place of each walk its arc (`ARC`), and cost and load until it is served
        (`COST`, `LOAD`).
    sums : (3, rows) int array
        Arcs, cost and load of each walk (`SIZE`, `COST`, `LOAD`).
    at : (2, t) int array
        Where each task is served (`ROW`, `PLACE`).
    """

    walk: np.ndarray
    sums: np.ndarray
    at: np.ndarray


def empty_board(rows: int, tasks: int) -> Board:
    """Make walks on which nothing is served yet.

    Parameters
    ----------
    rows, tasks : int
        How many.

    Returns
    -------
    Board
    """
    shapes = [(3, rows, tasks), (3, rows), (2, tasks)]
    return Board(*(np.zeros(shape, dtype=np.int64) for shape in shapes))


@compiled
def sum_up(rules: Any, board: Any, row: int) -> None:
    """Sum up a walk whose arcs have changed."""
    depot = len(rules.between) - 1
    cost, load, before = 0, 0, depot
    for k in range(board.sums[SIZE, row]):
        arc = board.walk[ARC, row, k]
        task = arc >> 1
        cost += rules.between[before, arc] + rules.arcs[SERVE, arc]
        load += rules.arcs[TAKE, arc]
        board.walk[COST, row, k] = cost
        board.walk[LOAD, row, k] = load
        board.at[ROW, task] = row
        board.at[PLACE, task] = k
        before = arc
    board.sums[COST, row] = cost + rules.between[before, depot]
    board.sums[LOAD, row] = load


@compiled
def price(rules: Any, board: Any, pieces: Any, count: int) -> tuple[int, int]:
    """Give cost and load of a walk made of pieces: rows of (walk, first, last, turned)."""
    depot = len(rules.between) - 1
    cost, load, before = 0, 0, depot
    for k in range(count):
        row, i, j = pieces[k, 0], pieces[k, 1], pieces[k, 2]
        if i > j:
            continue
        first, last = board.walk[ARC, row, i], board.walk[ARC, row, j]
        cost += board.walk[COST, row, j] - board.walk[COST, row, i] + rules.arcs[SERVE, first]
        load += board.walk[LOAD, row, j] - board.walk[LOAD, row, i] + rules.arcs[TAKE, first]
        if pieces[k, 3]:
            first, last = rules.arcs[FLIP, last], rules.arcs[FLIP, first]
        cost += rules.between[before, first]
        before = last
    return cost + rules.between[before, depot], load


@compiled
def score(rules: Any, row: int, cost: int, load: int) -> float:
    """Weigh cost and load of a walk."""
    heavy = max(0.0, load - rules.bounds[MOST_LOAD, row]) * rules.bounds[HEAVY, row]
    late = max(0.0, cost - rules.bounds[MOST_COST, row]) * rules.bounds[LATE, row]
    plain = (rules.bounds[WEIGHT, row] + rules.bounds[SQUARE, row] * cost) * cost
    return float(plain + heavy + late)


@compiled
def worst_but(board: Any, one: int, other: int) -> int:
    """Give the cost of the costliest walk besides two."""
    most = 0
    for row in range(board.sums.shape[1]):
        if row not in (one, other) and board.sums[COST, row] > most:
            most = board.sums[COST, row]
    return most


@compiled
def rebuild(rules: Any, board: Any, pieces: Any, count: int, buffer: Any) -> int:
    """Write the arcs of a walk made of pieces into a buffer; give how many."""
    size = 0
    for k in range(count):
        row, i, j = pieces[k, 0], pieces[k, 1], pieces[k, 2]
        for step in range(j - i + 1):
            turned = pieces[k, 3]
            arc = board.walk[ARC, row, j - step if turned else i + step]
            buffer[size] = rules.arcs[FLIP, arc] if turned else arc
            size += 1
    return size
