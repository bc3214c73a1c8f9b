"""Taking in stops where they lengthen the walks little for what they are worth."""

from __future__ import annotations

from typing import Any

import numpy as np

from geodata.machine import compiled
from patrol.tours.choice.board import LENGTH, OUT, SIZE, put

_FAR = np.iinfo(np.int64).max // 4


@compiled
def _look(cost: Any, line: Any, size: int, from_new: Any) -> tuple[int, int]:
    """Find how little a stop can lengthen a walk, and where."""
    least, place, before = _FAR, 0, from_new[line[0]]
    for k in range(size + 1):
        after = from_new[line[k + 1]]
        longer = before + after - cost[line[k], line[k + 1]]
        if longer < least:
            least, place = longer, k
        before = after
    return least, place


@compiled
def _left(rules: Any, walks: Any, least: Any, where: Any, out: Any) -> int:
    """List the stops that are left out and fit somewhere; give how many."""
    count = 0
    for new in range(len(rules.worth)):
        if walks.row[new] != OUT:
            continue
        fits = False
        for row in range(len(walks.stop)):
            longer, place = _look(
                rules.cost, walks.stop[row], walks.sums[SIZE, row], rules.cost[new]
            )
            near = walks.sums[LENGTH, row] + longer <= rules.limit
            least[row, new], where[row, new] = longer if near else _FAR, place
            fits |= near
        if fits:
            out[count] = new
            count += 1
    return count


@compiled
def _look_anew(
    cost: Any, line: Any, size: int, room: int, least: Any, where: Any, out: Any, place: int
) -> None:
    """Look where stops fit into a walk after another came to stand behind a place of it."""
    a, b, c = line[place], line[place + 1], line[place + 2]
    straight, onward = cost[a, b], cost[b, c]
    for k in range(len(out)):
        new = out[k]
        longer, was = least[new], where[new]
        # As no detour is shorter than the straight way, what does not fit never will again.
        if longer == _FAR:
            continue
        from_new = cost[new]
        if was == place:
            longer, was = _look(cost, line, size, from_new)
        else:
            was += was > place
            one = from_new[a] + from_new[b] - straight
            two = from_new[b] + from_new[c] - onward
            if one < longer:
                longer, was = one, place
            if two < longer:
                longer, was = two, place + 1
        least[new], where[new] = longer if longer <= room else _FAR, was


@compiled
def _choose(least: Any, out: Any, count: int, appeal: Any) -> tuple[int, int, int]:
    """Choose the stop sought most for the length that it adds; forget those that fit nowhere."""
    best, chosen, walk = 0.0, -1, 0
    for k in range(count - 1, -1, -1):
        new, row = out[k], 0
        longer = least[0, new]
        for other in range(1, len(least)):
            if least[other, new] < longer:
                longer, row = least[other, new], other
        if longer == _FAR:
            count -= 1
            out[k] = out[count]
            chosen = k if chosen == count else chosen
        elif appeal[new] > best * (max(longer, 0) + 1):
            best, chosen, walk = appeal[new] / (max(longer, 0) + 1), k, row
    return count, chosen, walk


@compiled
def recreate(rules: Any, walks: Any, least: Any, where: Any, out: Any, appeal: Any) -> None:
    """Take in one stop after the other until none fits any more."""
    count = _left(rules, walks, least, where, out)
    while True:
        count, chosen, row = _choose(least, out, count, appeal)
        if chosen < 0:
            break
        new = out[chosen]
        place = where[row, new]
        put(rules, walks, new, row, place, least[row, new])
        count -= 1
        out[chosen] = out[count]
        _look_anew(
            rules.cost, walks.stop[row], walks.sums[SIZE, row],
            rules.limit - walks.sums[LENGTH, row], least[row], where[row], out[:count], place,
        )  # fmt: skip
