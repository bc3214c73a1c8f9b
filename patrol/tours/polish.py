"""The last touch on a tour: moves that shorten it, until none does.

The solver works on whole numbers and against the clock, and leaves open which of several equal
tours it gives. These moves (2-opt, Croes 1958; Or-opt, Or 1976) work on the exact costs and
always the same way, so that tours which differ only by such chances come out alike.
"""

from __future__ import annotations

import time

import numpy as np

from patrol.noding import Floats, Ints

_LONGEST_SEGMENT = 3


def polish(cost: Floats, tour: Ints, *, until_s: float | None = None) -> Ints:
    """Apply the best of all 2-opt and Or-opt moves again and again, while one gains.

    Parameters
    ----------
    cost : (n, n) array
        Symmetric.
    tour : (n,) int array
        A cycle through all rows of `cost`.
    until_s : float, optional
        Reading of the stop watch at which to end with what is reached.

    Returns
    -------
    (n,) int array
        A cycle that is no longer than `tour`.
    """
    least = 1e-9 * max(float(cost.max()), 1.0)
    while len(tour) > _LONGEST_SEGMENT + 2:
        if until_s is not None and time.perf_counter() > until_s:
            break
        moves = [_reversal(cost, tour)]
        moves += [_transfer(cost, tour, size) for size in range(1, _LONGEST_SEGMENT + 1)]
        gain, better = max(moves, key=lambda move: move[0])
        if gain <= least:
            break
        tour = better
    return tour


def _reversal(cost: Floats, tour: Ints) -> tuple[float, Ints]:
    """Find the stretch that gains most when walked backwards."""
    after = np.roll(tour, -1)
    step = cost[tour, after]
    gain = np.triu(
        step[:, None] + step - cost[np.ix_(tour, tour)] - cost[np.ix_(after, after)], k=1
    )
    i, j = np.unravel_index(gain.argmax(), gain.shape)
    better = tour.copy()
    better[i + 1 : j + 1] = tour[i + 1 : j + 1][::-1]
    return float(gain[i, j]), better


def _transfer(cost: Floats, tour: Ints, size: int) -> tuple[float, Ints]:
    """Find the run of so many stops that gains most when moved elsewhere, perhaps reversed."""
    n = len(tour)
    before, after = np.roll(tour, 1), np.roll(tour, -1)
    last, following = np.roll(tour, 1 - size), np.roll(tour, -size)
    closing = cost[before, tour] + cost[last, following] - cost[before, following]
    ahead = cost[np.ix_(tour, tour)] + cost[np.ix_(last, after)]
    astern = cost[np.ix_(last, tour)] + cost[np.ix_(tour, after)]
    gain = closing[:, None] + cost[tour, after] - np.minimum(ahead, astern)
    run = np.arange(n)
    for offset in range(-1, size):
        gain[run, (run + offset) % n] = 0.0  # Into itself or where it already is.
    i, k = np.unravel_index(gain.argmax(), gain.shape)
    turned = np.roll(tour, -int(i))
    moved, rest = turned[:size], turned[size:]
    if astern[i, k] < ahead[i, k]:
        moved = moved[::-1]
    place = (int(k) - int(i) - size) % n + 1
    return float(gain[i, k]), np.concatenate([rest[:place], moved, rest[place:]])
