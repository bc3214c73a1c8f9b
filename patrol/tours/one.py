"""The order of stops: shortest closed or open tours on a matrix of costs."""

from __future__ import annotations

import time

import fast_tsp
import numpy as np
from numpy.typing import NDArray

from patrol.noding import Floats, Ints
from patrol.tours.polish import polish

Costs = NDArray[np.floating] | NDArray[np.integer]

_FAST_TSP_MAX = 65_535
EXACT_STOPS = 20
"""fast-tsp solves this many exactly, whatever the time."""

_QUICK_STOPS = 15
"""So many take it some milliseconds, each one more twice as long."""

EXACT_S = 0.3
"""Who gives less time wants no exact solution of more than that."""

_LARGE = 200
"""Larger tours that were solved in their own numbers are not polished, others not for long."""

_POLISHED_STOPS = 3_000
"""A round of polishing compares all pairs: it takes too much memory beyond."""

_SEARCH_SHARE = 0.85
"""Of the time, where a large tour is polished afterwards."""

_CLIPPED = 4
"""How many times the longest leg of the shortest tree count as far, whatever they are."""

SECONDS_PER_STOP = 0.003
"""Enough for less than 0.1 % above the shortest tour."""


def tour_order(
    cost: Costs,
    *,
    closed: bool = True,
    first: int | None = None,
    last: int | None = None,
    seed: int = 0,
    time_limit_s: float | None = None,
) -> Ints:
    """Order stops so that the walk through all of them is short.

    Parameters
    ----------
    cost : (n, n) array
        Symmetric, finite, not negative, zero on the diagonal.
    closed : bool
        Whether the walk ends where it began.
    first : int, optional
        Where it begins. Without it an open walk begins at the better end and a closed one at
        stop 0.
    last : int, optional
        Where an open walk ends, not `first`.
    seed : int
        Order in which the solver meets the stops. Up to 19 stops the result is exact (to one
        part in 65,535 of the largest cost) and reproducible. Beyond, the solver draws random
        numbers of its own against the clock: repeated calls agree in length to rounding, and
        mostly, but not always, in the order of stops that are equally good either way.
    time_limit_s : float, optional
        Seconds for more than 20 stops, which are used up; by default 0.003 for each stop, at
        least 0.3. With less than 0.3 up to 15 stops are solved exactly, not 19.

    Returns
    -------
    (n,) int array
        Rows of `cost` in order of walking.
    """
    n = len(cost)
    if n < 2:
        return np.arange(n)
    ring = cost if closed else with_end(cost, first, last)
    seconds = max(SECONDS_PER_STOP * n, 0.3) if time_limit_s is None else time_limit_s
    until_s = time.perf_counter() + seconds
    whole, exact = _whole(ring, clip=closed and n > EXACT_STOPS)
    polished = n <= _LARGE or (not exact and n <= _POLISHED_STOPS)
    share = _SEARCH_SHARE if polished and n > _LARGE else 1.0
    order = _cycle(whole, seed, share * (until_s - time.perf_counter()))
    if polished:
        order = polish(
            np.asarray(ring, dtype=float), order, until_s=until_s if n > _LARGE else None
        )
    return _turned(order, first or 0) if closed else _opened(order, n, first, last)


def with_end(cost: Costs, first: int | None, last: int | None) -> Floats:
    """Add a stop through which an open walk closes: free from its beginning and its end.

    With a given beginning or end the new stop is free from there only; from anywhere else it
    costs more than any leg, as often whatever the order.

    Parameters
    ----------
    cost : (n, n) array
        Symmetric.
    first, last : int, optional
        Where the walk begins and ends.

    Returns
    -------
    (n + 1, n + 1) array
    """
    n = len(cost)
    padded = np.zeros((n + 1, n + 1))
    padded[:n, :n] = cost
    given = [end for end in (first, last) if end is not None]
    if given:
        top = float(cost.max())
        least = 1.0 if top == 0 or _is_whole(cost) else 1e-3 * top
        padded[n, :n] = padded[:n, n] = (1 if len(given) == 1 else 3) * top + least
        padded[n, given] = padded[given, n] = 0.0
    return padded


def _is_whole(cost: Costs) -> bool:
    return np.issubdtype(cost.dtype, np.integer) or bool((cost == np.rint(cost)).all())


def _whole(cost: Costs, *, clip: bool) -> tuple[NDArray[np.uint16], bool]:
    """Give the integers that the solver takes, and whether they are the costs themselves.

    Costs too large are scaled. Short tours have no use for legs much longer than the longest of
    the shortest tree; where these are clipped, the scale can be finer.
    """
    top = float(cost.max())
    if top > _FAST_TSP_MAX and clip:
        top = min(top, _CLIPPED * _longest_of_tree(cost))
    if top <= _FAST_TSP_MAX and _is_whole(cost):
        return np.minimum(cost, _FAST_TSP_MAX).astype(np.uint16), True
    scaled = np.rint(np.minimum(cost, top) * (_FAST_TSP_MAX / top))
    return np.asarray(scaled, dtype=np.uint16), False


def _longest_of_tree(cost: Costs) -> float:
    """Give the longest leg of the shortest spanning tree (Prim, 1957)."""
    near = np.array(cost[0], dtype=float)
    longest = 0.0
    near[0] = np.inf
    out = np.ones(len(cost), dtype=bool)
    out[0] = False
    for _ in range(len(cost) - 1):
        row = int(np.where(out, near, np.inf).argmin())
        longest = max(longest, float(near[row]))
        out[row] = False
        np.minimum(near, cost[row], out=near)
    return longest


def _cycle(cost: NDArray[np.uint16], seed: int, seconds: float) -> Ints:
    """Find a short cycle through all stops, met in an order drawn from the seed."""
    n = len(cost)
    met = np.random.default_rng(seed).permutation(n)
    if seconds < EXACT_S and _QUICK_STOPS < n <= EXACT_STOPS:
        # Copies of a stop, nothing apart, make it too large for the exact method.
        met = np.append(met, np.full(EXACT_STOPS + 1 - n, met[-1]))
    tour = met[fast_tsp.find_tour(cost[np.ix_(met, met)], duration_seconds=max(seconds, 0.01))]
    _, where = np.unique(tour, return_index=True)
    return np.asarray(tour[np.sort(where)], dtype=np.int64)


def _opened(order: Ints, end: int, first: int | None, last: int | None) -> Ints:
    """Cut the cycle at the added stop and begin where asked."""
    path = _turned(order, end)[1:]
    if first is None and last is None:
        return path if path[0] < path[-1] else path[::-1]
    if path[-1] == first or path[0] == last:
        path = path[::-1]
    # Should the search have left an end inside, it is moved to where it belongs.
    ends = [
        np.array([row for row in (end,) if row is not None], dtype=int) for end in (first, last)
    ]
    inner = path[~np.isin(path, np.concatenate(ends))]
    return np.concatenate([ends[0], inner, ends[1]])


def _turned(order: Ints, first: int) -> Ints:
    """Begin a cycle at a stop, in the direction of its lower-numbered neighbour."""
    turned = np.roll(order, -int(np.flatnonzero(order == first)[0]))
    if len(turned) > 2 and turned[1] > turned[-1]:
        turned[1:] = turned[:0:-1].copy()
    return turned
