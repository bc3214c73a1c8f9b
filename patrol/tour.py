"""The order of stops: shortest closed or open tours on a matrix of costs."""

from __future__ import annotations

import fast_tsp
import numpy as np

from patrol.noding import Floats, Ints
from patrol.polish import polish

_FAST_TSP_MAX = 65_535
_EXACT_STOPS = 20
"""fast-tsp solves this many exactly."""

SECONDS_PER_STOP = 0.01


def tour_order(
    cost: Floats, *, closed: bool = True, first: int | None = None, seed: int = 0
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
    seed : int
        Order in which the solver meets the stops. Up to 19 stops the result is exact (to one
        part in 65,535 of the largest cost) and reproducible. Beyond, the solver draws random
        numbers of its own against the clock: repeated calls agree in length to rounding, and
        mostly, but not always, in the order of stops that are equally good either way.

    Returns
    -------
    (n,) int array
        Rows of `cost` in order of walking.
    """
    n = len(cost)
    if n < 2:
        return np.arange(n)
    ring = cost if closed else _with_end(cost, first)
    order = polish(ring, _cycle(_scaled(ring), seed))
    return _turned(order, first or 0) if closed else _opened(order, n, first)


def _with_end(cost: Floats, first: int | None) -> Floats:
    """Add a stop through which an open walk closes: free from its beginning and its end.

    With a given beginning the new stop is free from there only; from anywhere else it costs
    as much as the largest cost, once, whatever the end.
    """
    n = len(cost)
    padded = np.zeros((n + 1, n + 1))
    padded[:n, :n] = cost
    if first is not None:
        padded[n, :n] = padded[:n, n] = cost.max() * 1.01 + 1e-9
        padded[n, first] = padded[first, n] = 0.0
    return padded


def _scaled(cost: Floats) -> np.ndarray:
    """Scale to the integers that the solver takes."""
    top = cost.max()
    return np.rint(cost * (_FAST_TSP_MAX / top if top > 0 else 0.0)).astype(np.uint16)


def _cycle(cost: np.ndarray, seed: int) -> Ints:
    """Find a short cycle through all stops, met in an order drawn from the seed."""
    n = len(cost)
    met = np.random.default_rng(seed).permutation(n)
    seconds = max(SECONDS_PER_STOP * n, 0.3) if n > _EXACT_STOPS else 1.0
    tour = fast_tsp.find_tour(cost[np.ix_(met, met)], duration_seconds=seconds)
    return np.asarray(met[tour], dtype=np.int64)


def _opened(order: Ints, end: int, first: int | None) -> Ints:
    """Cut the cycle at the added stop and begin where asked."""
    path = _turned(order, end)[1:]
    if first is None:
        return path if path[0] < path[-1] else path[::-1]
    # The beginning stands at one end; should the search have left it inside, what precedes it
    # is walked last.
    place = int(np.flatnonzero(path == first)[0])
    return np.concatenate([path[place:], path[:place][::-1]])


def _turned(order: Ints, first: int) -> Ints:
    """Begin a cycle at a stop, in the direction of its lower-numbered neighbour."""
    turned = np.roll(order, -int(np.flatnonzero(order == first)[0]))
    if len(turned) > 2 and turned[1] > turned[-1]:
        turned[1:] = turned[:0:-1].copy()
    return turned
