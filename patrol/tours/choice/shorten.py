"""Shortening one walk by turning stretches round and moving them, in machine code."""

from __future__ import annotations

from typing import Any

from geodata.machine import compiled
from patrol.tours.choice.board import LENGTH, SIZE

_LONGEST_STRETCH = 3


@compiled
def _turn(line: Any, first: int, last: int) -> None:
    while first < last:
        line[first], line[last] = line[last], line[first]
        first += 1
        last -= 1


@compiled
def _turned(cost: Any, line: Any, size: int) -> int:
    """Turn round the first stretch that gains (2-opt, Croes 1958); give the gain."""
    for i in range(size):
        a, b = line[i], line[i + 1]
        step = cost[a, b]
        for j in range(i + 2, size + 1):
            c, d = line[j], line[j + 1]
            gain = step + cost[c, d] - cost[a, c] - cost[b, d]
            if gain > 0:
                _turn(line, i + 1, j)
                return int(gain)
    return 0


@compiled
def _shift(line: Any, first: int, last: int, place: int) -> None:
    """Move a stretch behind a place outside of it, by turning three stretches round."""
    if place > last:
        _turn(line, first, last)
        _turn(line, last + 1, place)
        _turn(line, first, place)
    else:
        _turn(line, place + 1, first - 1)
        _turn(line, first, last)
        _turn(line, place + 1, last)


@compiled
def _moved(cost: Any, line: Any, size: int) -> int:
    """Move the first stretch that gains elsewhere (Or-opt, Or 1976); give the gain."""
    for run in range(1, _LONGEST_STRETCH + 1):
        for i in range(1, size + 2 - run):
            j = i + run - 1
            a, b = line[i], line[j]
            before, after = line[i - 1], line[j + 1]
            saved = cost[before, a] + cost[b, after] - cost[before, after]
            if saved <= 0:
                continue
            for p in range(size + 1):
                if i - 1 <= p <= j:
                    continue
                u, v = line[p], line[p + 1]
                room = saved + cost[u, v]
                ahead = room - cost[u, a] - cost[b, v]
                astern = room - cost[u, b] - cost[a, v]
                if ahead > 0 or astern > 0:
                    if astern > ahead:
                        _turn(line, i, j)
                    _shift(line, i, j, p)
                    return int(max(ahead, astern))
    return 0


@compiled
def shorten(rules: Any, walks: Any, row: int) -> int:
    """Shorten a walk until no such move does; give by how much."""
    line, size, whole = walks.stop[row], walks.sums[SIZE, row], 0
    while True:
        gain = _turned(rules.cost, line, size)
        if gain == 0:
            gain = _moved(rules.cost, line, size)
        if gain == 0:
            break
        whole += gain
    walks.sums[LENGTH, row] -= whole
    return int(whole)
