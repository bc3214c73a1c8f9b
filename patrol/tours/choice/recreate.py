"""Taking in stops where they lengthen the walks little for what they are worth."""

from __future__ import annotations

from typing import Any

import numpy as np

from geodata.machine import compiled
from patrol.tours.choice.board import LENGTH, OUT, SIZE, put

_FAR = np.iinfo(np.int64).max // 4


@compiled
def _look(rules: Any, walks: Any, at: Any, new: int, row: int) -> None:
    """Find where a stop lengthens a walk least."""
    cost, line = rules.cost[new], walks.stop[row]
    least, place, before = _FAR, 0, cost[line[0]]
    for k in range(walks.sums[SIZE, row] + 1):
        after = cost[line[k + 1]]
        longer = before + after - rules.cost[line[k], line[k + 1]]
        if longer < least:
            least, place = longer, k
        before = after
    at[0, row, new], at[1, row, new] = least, place


@compiled
def _update(rules: Any, walks: Any, at: Any, out: Any, row: int, place: int) -> None:
    """Look anew after a stop came to stand behind a place of a walk."""
    line = walks.stop[row]
    a, b, c = line[place], line[place + 1], line[place + 2]
    for new in out:
        was = at[1, row, new]
        if was == place:
            _look(rules, walks, at, new, row)
            continue
        if was > place:
            at[1, row, new] = was + 1
        cost = rules.cost[new]
        one = cost[a] + cost[b] - rules.cost[a, b]
        two = cost[b] + cost[c] - rules.cost[b, c]
        if min(one, two) < at[0, row, new]:
            at[0, row, new] = min(one, two)
            at[1, row, new] = place if one <= two else place + 1


@compiled
def _choose(rules: Any, walks: Any, at: Any, out: Any, appeal: Any) -> tuple[int, int]:
    """Choose the stop that fits somewhere and is sought most for the length that it adds."""
    best, chosen, where = 0.0, -1, -1
    for k in range(len(out)):
        new = out[k]
        least, row = _FAR, -1
        for walk in range(len(walks.stop)):
            longer = at[0, walk, new]
            if longer < least and walks.sums[LENGTH, walk] + longer <= rules.limit:
                least, row = longer, walk
        if row >= 0:
            sought = appeal[new] / (max(least, 0) + 1)
            if sought > best:
                best, chosen, where = sought, k, row
    return chosen, where


@compiled
def recreate(rules: Any, walks: Any, at: Any, out: Any, appeal: Any) -> None:
    """Take in stops, one after the other, until none fits any more."""
    count = 0
    for new in range(len(rules.worth)):
        if walks.row[new] == OUT:
            out[count] = new
            count += 1
            for row in range(len(walks.stop)):
                _look(rules, walks, at, new, row)
    while count > 0:
        k, row = _choose(rules, walks, at, out[:count], appeal)
        if k < 0:
            break
        new = out[k]
        count -= 1
        out[k] = out[count]
        place = at[1, row, new]
        put(rules, walks, new, row, place, at[0, row, new])
        _update(rules, walks, at, out[:count], row, place)
