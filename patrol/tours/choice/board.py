"""Walks that take in some of the stops, in machine code."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from geodata.machine import compiled

SIZE, LENGTH, WORTH = 0, 1, 2
OUT = -1


class Rules(NamedTuple):
    """What counts.

    Attributes
    ----------
    cost : (n + 2, n + 2) int array
        Between stops, symmetric; the last two are where walks begin and end, nothing apart.
    worth : (n,) int array
        Of each stop, above zero.
    appeal : (k, n) array
        How much each stop is sought: its worth raised to several powers.
    near : (n, n) int array
        Stops in the order of their distance from each, itself first.
    limit : int
        Longest walk.
    per_length : float
        Worth that a unit of length outweighs while searching.
    """

    cost: np.ndarray
    worth: np.ndarray
    appeal: np.ndarray
    near: np.ndarray
    limit: int
    per_length: float


class Walks(NamedTuple):
    """Stops taken in.

    Attributes
    ----------
    stop : (rows, n + 2) int array
        Stops of each walk in order, between its beginning and its end.
    sums : (3, rows) int array
        How many stops each walk has (`SIZE`), its `LENGTH` and `WORTH`.
    row : (n,) int array
        The walk of each stop, or `OUT`.
    """

    stop: np.ndarray
    sums: np.ndarray
    row: np.ndarray


def no_walks(rows: int, stops: int) -> Walks:
    """Make walks that take in nothing.

    Parameters
    ----------
    rows, stops : int
        How many.

    Returns
    -------
    Walks
    """
    stop = np.full((rows, stops + 2), stops + 1, dtype=np.int64)
    stop[:, 0] = stops
    return Walks(stop, np.zeros((3, rows), dtype=np.int64), np.full(stops, OUT, dtype=np.int64))


@compiled
def copy_walks(walks: Any, to: Any) -> None:
    """Write walks over others."""
    to.row[:] = walks.row
    to.sums[:] = walks.sums
    for row in range(len(walks.stop)):
        for k in range(walks.sums[SIZE, row] + 2):
            to.stop[row, k] = walks.stop[row, k]


@compiled
def put(rules: Any, walks: Any, new: int, row: int, place: int, longer: int) -> None:
    """Take in a stop behind a place of a walk."""
    line = walks.stop[row]
    for k in range(walks.sums[SIZE, row] + 1, place, -1):
        line[k + 1] = line[k]
    line[place + 1] = new
    walks.row[new] = row
    walks.sums[SIZE, row] += 1
    walks.sums[LENGTH, row] += longer
    walks.sums[WORTH, row] += rules.worth[new]


@compiled
def leave_out(rules: Any, walks: Any, row: int, place: int, count: int) -> None:
    """Leave out stops of a walk from a place on."""
    line, size = walks.stop[row], walks.sums[SIZE, row]
    for k in range(place, place + count):
        walks.sums[LENGTH, row] -= rules.cost[line[k - 1], line[k]]
        walks.sums[WORTH, row] -= rules.worth[line[k]]
        walks.row[line[k]] = OUT
    after = place + count
    walks.sums[LENGTH, row] -= rules.cost[line[after - 1], line[after]]
    walks.sums[LENGTH, row] += rules.cost[line[place - 1], line[after]]
    for k in range(after, size + 2):
        line[k - count] = line[k]
    walks.sums[SIZE, row] = size - count
