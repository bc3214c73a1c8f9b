"""Ruin and recreation under a falling temperature."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from geodata.machine import compiled
from patrol.lanes.annealing import draw
from patrol.tours.choice.board import LENGTH, OUT, SIZE, WORTH, copy_walks, leave_out
from patrol.tours.choice.recreate import recreate
from patrol.tours.choice.shorten import shorten

_UNIT = 1 << 30

_FIRST = 1e9


@compiled
def _chance(state: Any) -> float:
    """Draw a number above 0 and up to 1."""
    return (1 + draw(state, _UNIT)) / _UNIT


@compiled
def _place(walks: Any, row: int, stop: int) -> int:
    k = 1
    while walks.stop[row, k] != stop:
        k += 1
    return k


@compiled
def _ruin(rules: Any, walks: Any, state: Any, around: int, mean: float, most: float) -> None:
    """Leave out stretches of walks near a stop."""
    n = len(rules.worth)
    taken = 0
    for row in range(len(walks.stop)):
        taken += walks.sums[SIZE, row]
    if taken == 0:
        return
    average = taken / len(walks.stop)
    longest = max(min(most, average), 1.0)
    strings = int(4.0 * mean / (1.0 + longest) * _chance(state)) + 1
    hit = np.zeros(len(walks.stop), dtype=np.bool_)
    for k in range(n):
        near = rules.near[around, k]
        row = walks.row[near]
        if row == OUT or hit[row]:
            continue
        size = walks.sums[SIZE, row]
        count = min(1 + int(min(longest, size) * _chance(state)), size)
        place = _place(walks, row, near)
        first = place - draw(state, count)
        first = max(1, min(first, size - count + 1))
        leave_out(rules, walks, row, first, count)
        hit[row] = True
        strings -= 1
        if strings == 0:
            break


@compiled
def _seek(rules: Any, state: Any, appeal: Any) -> None:
    """Draw how much each stop is sought this time."""
    power = rules.appeal[draw(state, len(rules.appeal))]
    spread = _chance(state)
    spread = 2.0 * spread * spread
    for k in range(len(appeal)):
        appeal[k] = power[k] * math.exp(spread * _chance(state))


@compiled
def _vary(
    rules: Any, walks: Any, state: Any, mean: float, most: float, fits: Any, out: Any, appeal: Any
) -> None:
    """Leave stops out, and take in again what fits."""
    around = draw(state, len(rules.worth))
    off = walks.row[around] == OUT
    _ruin(rules, walks, state, around, mean, most)
    _seek(rules, state, appeal)
    if off:
        # What lies off every walk comes in first, and then what is on the way there.
        appeal[around] *= _FIRST
    least, where = fits
    recreate(rules, walks, least, where, out, appeal)
    gain = 0
    for row in range(len(walks.stop)):
        gain += shorten(rules, walks, row)
    if gain > 0:
        recreate(rules, walks, least, where, out, appeal)


@compiled
def anneal(
    rules: Any,
    now: Any,
    new: Any,
    best: Any,
    state: Any,
    steps: int,
    hot: float,
    cold: float,
    mean: float,
    most: float,
) -> int:
    """Change walks by chance, less and less willing to lose worth.

    Parameters
    ----------
    rules : Rules
    now, new, best : Walks
        Where the search stands, room for what it tries, and the best so far; all are changed.
    state : (1,) uint64 array
        Of the random numbers; changed.
    steps : int
        How many changes are tried.
    hot, cold : float
        Temperatures at the beginning and at the end, in units of worth.
    mean, most : float
        How many stops are left out on average, and from one walk at most.

    Returns
    -------
    int
        The step at which the best was last bettered, from 1 on; 0 where it was not.
    """
    n, rows = len(rules.worth), len(now.stop)
    fits = (np.zeros((rows, n), dtype=np.int64), np.zeros((rows, n), dtype=np.int64))
    out = np.zeros(n, dtype=np.int64)
    appeal = np.zeros(n)
    cooling = (cold / hot) ** (1.0 / steps)
    heat, better = hot, 0
    value = now.sums[WORTH].sum() - rules.per_length * now.sums[LENGTH].sum()
    top, short = best.sums[WORTH].sum(), best.sums[LENGTH].sum()
    for step in range(steps):
        heat *= cooling
        copy_walks(now, new)
        _vary(rules, new, state, mean, most, fits, out, appeal)
        worth, length = new.sums[WORTH].sum(), new.sums[LENGTH].sum()
        will = worth - rules.per_length * length
        if will < value and will < value + heat * math.log(_chance(state)):
            continue
        value = will
        copy_walks(new, now)
        if worth > top or (worth == top and length < short):
            top, short, better = worth, length, step + 1
            copy_walks(now, best)
    return better
