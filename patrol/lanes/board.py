"""Walks as rows of arcs, and what a change of them costs, in machine code.

A walk is a row of arcs (see `patrol.lanes.tasks`). A move rebuilds one walk or two from pieces
of the old ones, each perhaps turned round; since ways cost the same in both directions, sums
along the old walks price a move in a few additions, however long the walks are.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

MOST_PIECES = 5


class Rules(NamedTuple):
    """What is served, and what counts.

    Attributes
    ----------
    between : (2 t + 1, 2 t + 1) int array
        Cost from arc to arc; the last is where walks begin and end.
    flip : (2 t,) int array
        The arc that an arc becomes when its walk is turned round.
    serve, load : (t,) int arrays
        Cost and load of serving each task.
    near : (t, k) int array
        Tasks near each task, the nearest first.
    row_weight, row_load, row_cost, heavy, late : (rows,) float arrays
        What a unit of a walk's cost counts; its capacity and its longest cost; what a unit of
        load above the one, or of cost above the other, counts.
    worst_weight : float
        What a unit of the costliest walk counts.
    """

    between: np.ndarray
    flip: np.ndarray
    serve: np.ndarray
    load: np.ndarray
    near: np.ndarray
    row_weight: np.ndarray
    row_load: np.ndarray
    row_cost: np.ndarray
    heavy: np.ndarray
    late: np.ndarray
    worst_weight: float


class Board(NamedTuple):
    """Walks, with sums along them.

    Attributes
    ----------
    walk : (rows, t) int array
        Arcs of each walk, in order.
    size, cost, load : (rows,) int arrays
        Arcs, cost and load of each walk.
    cost_to, load_to : (rows, t) int arrays
        Cost and load until each arc is served.
    row, place : (t,) int arrays
        Where each task is served.
    """

    walk: np.ndarray
    size: np.ndarray
    cost: np.ndarray
    load: np.ndarray
    cost_to: np.ndarray
    load_to: np.ndarray
    row: np.ndarray
    place: np.ndarray


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
    wide = [np.zeros((rows, tasks), dtype=np.int64) for _ in range(3)]
    short = [np.zeros(rows, dtype=np.int64) for _ in range(3)]
    each = [np.zeros(tasks, dtype=np.int64) for _ in range(2)]
    return Board(wide[0], *short, wide[1], wide[2], *each)


@njit(cache=True, nogil=True, forceinline=True)
def sum_up(rules: Any, board: Any, row: int) -> None:
    """Sum up a walk whose arcs have changed."""
    depot = len(rules.between) - 1
    cost, load, before = 0, 0, depot
    for k in range(board.size[row]):
        arc = board.walk[row, k]
        task = arc >> 1
        cost += rules.between[before, arc] + rules.serve[task]
        load += rules.load[task]
        board.cost_to[row, k] = cost
        board.load_to[row, k] = load
        board.row[task] = row
        board.place[task] = k
        before = arc
    board.cost[row] = cost + rules.between[before, depot]
    board.load[row] = load


@njit(cache=True, nogil=True, forceinline=True)
def price(rules: Any, board: Any, pieces: Any, count: int) -> tuple[int, int]:
    """Give cost and load of a walk made of pieces: rows of (walk, first, last, turned)."""
    depot = len(rules.between) - 1
    cost, load, before = 0, 0, depot
    for k in range(count):
        row, i, j = pieces[k, 0], pieces[k, 1], pieces[k, 2]
        if i > j:
            continue
        first, last = board.walk[row, i], board.walk[row, j]
        task = first >> 1
        cost += board.cost_to[row, j] - board.cost_to[row, i] + rules.serve[task]
        load += board.load_to[row, j] - board.load_to[row, i] + rules.load[task]
        if pieces[k, 3]:
            first, last = rules.flip[last], rules.flip[first]
        cost += rules.between[before, first]
        before = last
    return cost + rules.between[before, depot], load


@njit(cache=True, nogil=True, forceinline=True)
def score(rules: Any, row: int, cost: int, load: int) -> float:
    """Weigh cost and load of a walk."""
    heavy = max(0.0, load - rules.row_load[row]) * rules.heavy[row]
    late = max(0.0, cost - rules.row_cost[row]) * rules.late[row]
    return rules.row_weight[row] * cost + heavy + late


@njit(cache=True, nogil=True, forceinline=True)
def worst_but(board: Any, one: int, other: int) -> int:
    """Give the cost of the costliest walk besides two."""
    most = 0
    for row in range(len(board.cost)):
        if row not in (one, other) and board.cost[row] > most:
            most = board.cost[row]
    return most


@njit(cache=True, nogil=True, forceinline=True)
def rebuild(rules: Any, board: Any, pieces: Any, count: int, buffer: Any) -> int:
    """Write the arcs of a walk made of pieces into a buffer; give how many."""
    size = 0
    for k in range(count):
        row, i, j = pieces[k, 0], pieces[k, 1], pieces[k, 2]
        for step in range(j - i + 1):
            turned = pieces[k, 3]
            arc = board.walk[row, j - step if turned else i + step]
            buffer[size] = rules.flip[arc] if turned else arc
            size += 1
    return size
