"""Tours whose longest is short: fair shares for several walkers.

The solver minimises the sum of the ways under a cap on each. The cap is lowered step by step
below the longest way found so far, until the solver finds no more way of keeping it. With a
second core, genetic search does the same beside it: of the rounds of the literature it finds the
best known in 20 s where PyVRP alone stays up to 1.8 % above (`bench/routing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from patrol.noding import Ints
from patrol.tours.beside import BEGIN_S, Beside
from patrol.tours.effort import Effort
from patrol.tours.fleet import Fleet
from patrol.tours.genetic import genetic_tours
from patrol.tours.one import tour_order
from patrol.tours.search import Manner, search
from patrol.tours.tidy import tidied

_FIRST_STEP = 0.05
"""Share by which the cap is lowered: half as much after each failure."""

_COARSE, _FINE = 2e-3, 2e-4
"""Steps below which a search ends that may end early, and one begins again that has time."""

_AGAIN = 0.01

_MANNER = Manner(first_found=True)

_ATTEMPTS = 12
"""A failing attempt may take this part of the time."""

_BRED_S_PER_STOP = 0.008
"""Genetic search finds ways under a cap in so short a time, or rarely at all."""

Within = Callable[[Fleet, int, list[Ints], Effort], list[Ints] | None]
"""Looks for ways that keep a cap."""


def balanced_tours(fleet: Fleet, *, effort: Effort, routes: list[Ints] | None = None) -> list[Ints]:
    """Share stops between walkers so that the longest way is short, then all ways together.

    Parameters
    ----------
    fleet : Fleet
        Who walks where; all stops are visited, whatever their prizes.
    effort : Effort
        What may be spent; with an `idle` an attempt is given up after so many steps.
    routes : list of int arrays, optional
        Shares to begin with, that visit all stops within their windows.

    Returns
    -------
    list of int arrays
        Rows visited by each walker who has any, in order, without beginning and end.
    """
    if not len(fleet.rows):
        return []
    fleet = replace(fleet, prize=None)
    routes = _cut(fleet, effort.seed) if routes is None else routes
    if effort.cores < 2 or effort.left_s < 2 * BEGIN_S or not _both_ways(fleet):
        return _last(lowered(fleet, routes, effort, _within))
    theirs = replace(effort.part(effort.left_s - BEGIN_S), cores=1, tell=None)
    with Beside(genetic_shares, fleet, routes, theirs) as other:
        mine = _last(lowered(fleet, routes, replace(effort, cores=effort.cores - 1), _within))
        found = [mine, other.awaited(effort) or mine]
    return min(found, key=lambda shares: longest_way(fleet, shares))


def _last(shares: Iterator[list[Ints]]) -> list[Ints]:
    *_, best = shares
    return [route for route in best if len(route)]


def lowered(
    fleet: Fleet, routes: list[Ints], effort: Effort, within: Within
) -> Iterator[list[Ints]]:
    """Lower a cap on all ways, as long as ways that keep it are found.

    Parameters
    ----------
    fleet : Fleet
        Who walks where.
    routes : list of int arrays
        Shares to begin with.
    effort : Effort
        What may be spent.
    within : callable
        Looks for ways that all keep a cap: takes the fleet, the cap, the ways known so far, and
        what may be spent; gives None where it found none.

    Yields
    ------
    list of int arrays
        Rows visited by each walker: those of the beginning, then each time fairer ones.
    """
    yield routes
    least = least_longest(fleet)
    step, seed = _FIRST_STEP, effort.seed
    while effort.go_on():
        longest = longest_way(fleet, routes)
        if longest <= least or (step < _COARSE and effort.idle is not None):
            break
        step = _AGAIN if step < _FINE else step
        cap = max(int(longest * (1 - step)), int(least))
        seed += 1
        found = within(fleet, cap, routes, effort.part(effort.time_limit_s / _ATTEMPTS, seed=seed))
        if found is None or longest_way(fleet, found) >= longest:
            step /= 2
        else:
            routes = found
            yield routes


def genetic_shares(fleet: Fleet, routes: list[Ints], effort: Effort) -> Iterator[list[Ints]]:
    """Share stops as `balanced_tours` does, by genetic search, for a process of its own.

    Parameters
    ----------
    fleet : Fleet
        Walkers who begin and end at one place; without windows, ways cost the same both ways.
    routes : list of int arrays
        Shares to begin with.
    effort : Effort
        What may be spent.

    Yields
    ------
    list of int arrays
        Rows visited by each walker: those of the beginning, then each time fairer ones.
    """
    yield from lowered(fleet, routes, effort, _bred)


def _bred(fleet: Fleet, cap: int, _known: list[Ints], effort: Effort) -> list[Ints] | None:
    """Look for ways that all keep a cap by genetic search; None where none is found."""
    rows = np.append(fleet.first or 0, fleet.rows).astype(np.int64)
    legs = fleet.legs[np.ix_(rows, rows)]
    found = genetic_tours(
        legs,
        np.ones(len(rows), dtype=np.int64),
        len(rows),
        fleet.walkers,
        longest=cap,
        seed=effort.seed,
        idle=effort.idle,
        time_limit_s=min(effort.left_s, _BRED_S_PER_STOP * len(rows)),
    )
    return [rows[route] for route in found] or None


def _both_ways(fleet: Fleet) -> bool:
    """Tell whether all walk rounds without windows on ways that cost the same both ways."""
    closed = fleet.first is not None and fleet.first == fleet.last
    return closed and fleet.window is None and bool((fleet.cost == fleet.cost.T).all())


def longest_way(fleet: Fleet, routes: list[Ints]) -> float:
    """Give the cost of the longest of several ways.

    Parameters
    ----------
    fleet : Fleet
        Who walks where.
    routes : list of int arrays
        Rows visited by each walker.

    Returns
    -------
    float
    """
    return max((fleet.way(route) for route in routes), default=0.0)


def least_longest(fleet: Fleet) -> float:
    """Give what the longest way costs at least, however the stops are shared.

    Parameters
    ----------
    fleet : Fleet
        Who walks where.

    Returns
    -------
    float
        The way to the farthest stop and back.
    """
    return max((fleet.way(np.array([row])) for row in fleet.rows), default=0.0)


def _within(fleet: Fleet, cap: int, routes: list[Ints], effort: Effort) -> list[Ints] | None:
    """Look for ways that all keep a cap, from ways that do not; None where none is found."""
    capped = replace(fleet, longest=cap)
    data = capped.data()
    best = search(data, effort, known=capped.solution(data, routes), manner=_MANNER)
    return neat(capped, capped.routes(best), effort.seed) if best.is_feasible() else None


def neat(fleet: Fleet, routes: list[Ints], seed: int) -> list[Ints]:
    """Make each way as short as it can be, where its order is free.

    Parameters
    ----------
    fleet : Fleet
        Who walks where.
    routes : list of int arrays
        Rows visited by each walker.
    seed : int
        Of the search.

    Returns
    -------
    list of int arrays
        As they were where there are windows, or legs that cost more one way than the other.
    """
    if fleet.window is not None or not (fleet.cost == fleet.cost.T).all():
        return routes
    return tidied(fleet.legs, routes, first=fleet.first, last=fleet.last, seed=seed)


def _cut(fleet: Fleet, seed: int) -> list[Ints]:
    """Cut one tour through all stops into ways of nearly equal cost: shares to begin with."""
    legs, rows = fleet.legs, fleet.rows
    both = np.minimum(legs, legs.T)[np.ix_(rows, rows)]
    tour = rows[tour_order(both, seed=seed, time_limit_s=0.1)]
    along = np.append(0, np.cumsum(legs[tour[:-1], tour[1:]]))
    owner = (along * fleet.walkers // (int(along[-1]) + 1)).astype(np.int64)
    return [tour[owner == walker] for walker in range(fleet.walkers)]
