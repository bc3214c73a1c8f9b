"""Small problems for tours, and their answers by trying everything."""

from __future__ import annotations

from itertools import permutations

import numpy as np


def apart(points, scale=1) -> np.ndarray:
    """Whole distances between points."""
    xy = np.array(points, dtype=float)
    return np.rint(scale * np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))).astype(np.int64)


def least_ways(cost, first, last, stays=None) -> np.ndarray:
    """Cost of the shortest way through each set of rows (as bits), by dynamic programming."""
    n = len(cost)
    stays = np.zeros(n) if stays is None else stays
    ends = {first, last} - {None}
    reach = np.full((1 << n, n), np.inf)
    for row in set(range(n)) - ends:
        reach[1 << row, row] = stays[row] + (0 if first is None else cost[first, row])
    for bits in range(1, 1 << n):
        for row in np.flatnonzero(np.isfinite(reach[bits])):
            for after in set(range(n)) - ends:
                if not bits >> after & 1:
                    to = bits | 1 << after
                    way = reach[bits, row] + cost[row, after] + stays[after]
                    reach[to, after] = min(reach[to, after], way)
    back = np.zeros(n) if last is None else cost[:, last]
    least = (reach + back).min(axis=1)
    least[0] = 0.0
    return least


def least_longest(ways, rows, walkers) -> float:
    """Longest way of the fairest shares."""
    everything = sum(1 << row for row in rows)
    best = {0: 0.0}
    for _ in range(walkers):
        found = {}
        for done, longest in best.items():
            rest = everything & ~done
            part = rest
            while True:
                longer = max(longest, ways[part])
                found[done | part] = min(found.get(done | part, np.inf), longer)
                if not part:
                    break
                part = (part - 1) & rest
        best = found
    return best[everything]


def most_worth(ways, worth, rows, walkers, limit) -> float:
    """Largest worth of what several walkers can visit within a limit each."""
    everything = sum(1 << row for row in rows)
    fits = [
        bits for bits in range(1, everything + 1) if not bits & ~everything and ways[bits] <= limit
    ]
    best = {0}
    for _ in range(walkers):
        best |= {done | part for done in best for part in fits if not done & part}
    return max(sum(worth[row] for row in rows if bits >> row & 1) for bits in best)


def shortest_round(cost) -> float:
    """Length of the shortest round through all rows."""
    others = permutations(range(1, len(cost)))
    return min(cost[[0, *order], [*order, 0]].sum() for order in others)
