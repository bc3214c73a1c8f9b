"""Each of several tours made as short as it can be, for itself."""

from __future__ import annotations

import numpy as np

from patrol.noding import Floats, Ints
from patrol.tours.one import tour_order

SEARCH_S = 0.05
"""Tours of up to 14 stops are solved exactly, longer ones get so long each."""


def way_cost(
    cost: Floats | Ints, route: Ints, first: int | None = None, last: int | None = None
) -> float:
    """Add up the legs of one walker's way.

    Parameters
    ----------
    cost : (n, n) array
        Between places.
    route : int array
        Rows visited, in order.
    first, last : int, optional
        Where the way begins and ends; nothing is walked where nothing is visited.

    Returns
    -------
    float
    """
    if not len(route):
        return 0.0
    way = np.concatenate([[first] * (first is not None), route, [last] * (last is not None)])
    way = way.astype(np.int64)
    return float(cost[way[:-1], way[1:]].sum())


def tidied(
    cost: Floats | Ints,
    routes: list[Ints],
    *,
    first: int | None = None,
    last: int | None = None,
    seed: int = 0,
    seconds: float = SEARCH_S,
) -> list[Ints]:
    """Order the stops of each route anew, where that is shorter.

    Parameters
    ----------
    cost : (n, n) array
        Symmetric.
    routes : list of int arrays
        Rows visited by each walker, without beginning and end.
    first, last : int, optional
        Where all begin and end.
    seed : int
        Of the search.
    seconds : float
        For each route that is too long to be solved exactly.

    Returns
    -------
    list of int arrays
        No route is longer than it was.
    """
    return [_shorter(cost, route, first, last, seed, seconds) for route in routes]


def _shorter(
    cost: Floats | Ints,
    route: Ints,
    first: int | None,
    last: int | None,
    seed: int,
    seconds: float,
) -> Ints:
    if len(route) < 2:
        return route
    ends = [row for row in dict.fromkeys((first, last)) if row is not None]
    rows = np.concatenate([ends, route]).astype(np.int64)
    closed = first is not None and first == last
    order = tour_order(
        cost[np.ix_(rows, rows)],
        closed=closed,
        first=None if first is None else 0,
        last=None if closed or last is None else len(ends) - 1,
        seed=seed,
        time_limit_s=seconds,
    )
    walked = rows[order]
    better = walked[~np.isin(walked, ends)]
    gain = way_cost(cost, route, first, last) - way_cost(cost, better, first, last)
    return better if gain > 0 else route
