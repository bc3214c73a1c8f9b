"""Moves of lanes within and between walks, in machine code.

Each move writes, for one walk or two, the pieces of which it will be made; of the ways to turn
pieces round, the cheapest.
"""

from __future__ import annotations

from typing import Any

from geodata.machine import compiled
from patrol.lanes.board import SIZE, price


@compiled
def put(pieces: Any, k: int, row: int, first: int, last: int, turned: int) -> None:
    """Write down a piece."""
    pieces[k, 0], pieces[k, 1], pieces[k, 2], pieces[k, 3] = row, first, last, turned


@compiled
def turn_best(rules: Any, board: Any, pieces: Any, count: int, k: int) -> tuple[int, int]:
    """Turn a piece round where that is cheaper; give cost and load of the walk."""
    pieces[k, 3] = 0
    cost, load = price(rules, board, pieces, count)
    pieces[k, 3] = 1
    turned, load = price(rules, board, pieces, count)
    if turned < cost:
        return turned, load
    pieces[k, 3] = 0
    return cost, load


@compiled
def move_within(rules: Any, board: Any, pieces: Any, row: int, i: int, run: int, p: int) -> Any:
    """Move the run of arcs from ``i`` behind place ``p`` of the same walk."""
    end = board.sums[SIZE, row] - 1
    if p < i:
        put(pieces, 0, row, 0, p, 0)
        put(pieces, 1, row, i, i + run - 1, 0)
        put(pieces, 2, row, p + 1, i - 1, 0)
        put(pieces, 3, row, i + run, end, 0)
        return turn_best(rules, board, pieces, 4, 1)
    put(pieces, 0, row, 0, i - 1, 0)
    put(pieces, 1, row, i + run, p, 0)
    put(pieces, 2, row, i, i + run - 1, 0)
    put(pieces, 3, row, p + 1, end, 0)
    return turn_best(rules, board, pieces, 4, 2)


@compiled
def move_across(
    rules: Any, board: Any, one: Any, two: Any, a: int, i: int, run: int, b: int, p: int
) -> Any:
    """Move the run of arcs from ``i`` of walk ``a`` behind place ``p`` of walk ``b``."""
    put(one, 0, a, 0, i - 1, 0)
    put(one, 1, a, i + run, board.sums[SIZE, a] - 1, 0)
    cost_a, load_a = price(rules, board, one, 2)
    put(two, 0, b, 0, p, 0)
    put(two, 1, a, i, i + run - 1, 0)
    put(two, 2, b, p + 1, board.sums[SIZE, b] - 1, 0)
    cost_b, load_b = turn_best(rules, board, two, 3, 1)
    return cost_a, load_a, cost_b, load_b


@compiled
def swap_across(
    rules: Any, board: Any, one: Any, two: Any, a: int, i: int, run: int, b: int, j: int, other: int
) -> Any:
    """Swap a run of walk ``a`` with a run of ``other`` arcs from ``j`` of walk ``b``."""
    put(one, 0, a, 0, i - 1, 0)
    put(one, 1, b, j, j + other - 1, 0)
    put(one, 2, a, i + run, board.sums[SIZE, a] - 1, 0)
    cost_a, load_a = turn_best(rules, board, one, 3, 1)
    put(two, 0, b, 0, j - 1, 0)
    put(two, 1, a, i, i + run - 1, 0)
    put(two, 2, b, j + other, board.sums[SIZE, b] - 1, 0)
    cost_b, load_b = turn_best(rules, board, two, 3, 1)
    return cost_a, load_a, cost_b, load_b


@compiled
def swap_within(rules: Any, board: Any, pieces: Any, row: int, i: int, j: int) -> Any:
    """Swap the arcs at places ``i < j`` of a walk."""
    put(pieces, 0, row, 0, i - 1, 0)
    put(pieces, 1, row, j, j, 0)
    put(pieces, 2, row, i + 1, j - 1, 0)
    put(pieces, 3, row, i, i, 0)
    put(pieces, 4, row, j + 1, board.sums[SIZE, row] - 1, 0)
    turn_best(rules, board, pieces, 5, 1)
    return turn_best(rules, board, pieces, 5, 3)


@compiled
def reverse(rules: Any, board: Any, pieces: Any, row: int, i: int, j: int) -> Any:
    """Turn the stretch from ``i`` to ``j`` of a walk round."""
    put(pieces, 0, row, 0, i - 1, 0)
    put(pieces, 1, row, i, j, 1)
    put(pieces, 2, row, j + 1, board.sums[SIZE, row] - 1, 0)
    return price(rules, board, pieces, 3)


@compiled
def exchange(
    rules: Any, board: Any, one: Any, two: Any, a: int, i: int, b: int, j: int, crossed: int
) -> Any:
    """Part walks behind ``i`` and ``j``: swap the ends, or join beginning to beginning."""
    put(one, 0, a, 0, i, 0)
    if crossed:
        put(one, 1, b, 0, j, 1)
        put(two, 0, a, i + 1, board.sums[SIZE, a] - 1, 1)
    else:
        put(one, 1, b, j + 1, board.sums[SIZE, b] - 1, 0)
        put(two, 0, b, 0, j, 0)
    put(two, 1, b if crossed else a, (j if crossed else i) + 1,
        board.sums[SIZE, b if crossed else a] - 1, 0)  # fmt: skip
    cost_a, load_a = price(rules, board, one, 2)
    cost_b, load_b = price(rules, board, two, 2)
    return cost_a, load_a, cost_b, load_b
