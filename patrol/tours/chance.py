"""An order that nobody can foresee, at a price within bounds."""

from __future__ import annotations

import numpy as np

from patrol.noding import Ints
from patrol.tours.fleet import Fleet

_TRIES_PER_STOP = 30
_MOST_TRIES = 3_000


def by_chance(fleet: Fleet, route: Ints, *, most: float, seed: int) -> Ints:
    """Change the order of a way at random, again and again, while it stays within bounds.

    Parameters
    ----------
    fleet : Fleet
        Who walks where.
    route : int array
        Rows visited, in order, without beginning and end.
    most : float
        What the way may cost. A way that costs more already is left as it is.
    seed : int
        Of the changes: the same seed gives the same order.

    Returns
    -------
    int array
        The same rows.
    """
    chance = np.random.default_rng(seed)
    n = len(route)
    if n < 2:
        return route
    for _ in range(min(_TRIES_PER_STOP * n, _MOST_TRIES)):
        low, high = np.sort(chance.integers(0, n, 2))
        changed = route.copy()
        changed[low : high + 1] = route[low : high + 1][::-1]
        if chance.random() < 0.5:
            changed[low : high + 1] = np.roll(route[low : high + 1], 1)
        if fleet.way(changed) <= most:
            route = changed
    return route
