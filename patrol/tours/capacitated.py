"""Tours from one place, each within what one walker can carry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from patrol.noding import Ints
from patrol.tours.beside import BEGIN_S, Beside
from patrol.tours.effort import Effort
from patrol.tours.fleet import Fleet
from patrol.tours.genetic import better_and_better
from patrol.tours.search import Manner, search
from patrol.tours.tidy import tidied

_MANNER = Manner(histories=(100, 300), neighbours=20)
"""Found best at 300 to 500 stops in half a minute; the solver's own is 300 and 50."""

_SHARE = 0.97
"""Of the time that is left: one search reckons in its own CPU time, the other is tidied up."""


def capacitated_tours(
    cost: Ints,
    demand: Ints,
    capacity: int,
    *,
    effort: Effort,
    depot: int = 0,
    walkers: int | None = None,
) -> list[Ints]:
    """Share stops between walkers who can each take so much, so that they walk little in all.

    Two kinds of search, as each is best on other ground: late acceptance where tours are many
    and short; genetic search, where there is a second core, where capacities are tight.

    Parameters
    ----------
    cost : (n, n) int array
        Symmetric, zero on the diagonal.
    demand : (n,) int array
        What each stop asks for: parcels, households, minutes.
    capacity : int
        What one walker can take.
    effort : Effort
        What may be spent.
    depot : int
        Where all begin and end.
    walkers : int, optional
        How many at most; by default as many as suit.

    Returns
    -------
    list of int arrays
        Rows visited by each walker who has any, in order, without the depot. They keep the
        capacity unless no way of keeping it was found.
    """
    stops = np.delete(np.arange(len(cost)), depot)
    if not len(stops):
        return []
    limit = walkers or len(stops)
    fleet = Fleet(cost, walkers=limit, first=depot, last=depot, capacity=capacity, demand=demand)
    if effort.cores < 2 or effort.left_s < 2 * BEGIN_S:
        return _late(fleet, effort)
    rows = np.append(depot, stops)
    task = (cost[np.ix_(rows, rows)], demand[rows], capacity, limit)
    mine, theirs = _both(fleet, task, effort)
    found = [mine, [rows[route] for route in theirs]]
    return min(found, key=lambda routes: _judged(fleet, routes, demand))


def _judged(fleet: Fleet, routes: list[Ints], loads: Ints) -> tuple[int, int, float]:
    """Weigh what is missed first, then what is beyond the capacity, then what is walked."""
    missed = len(fleet.rows) - sum(len(route) for route in routes)
    beyond = sum(max(int(loads[route].sum()) - (fleet.capacity or 0), 0) for route in routes)
    return missed, beyond, sum(fleet.way(route) for route in routes)


def _late(fleet: Fleet, effort: Effort) -> list[Ints]:
    best = search(fleet.data(), effort.part(effort.left_s * _SHARE), manner=_MANNER)
    return tidied(
        fleet.cost, fleet.routes(best), first=fleet.first, last=fleet.last, seed=effort.seed
    )


def _both(
    fleet: Fleet, task: tuple[Ints, Ints, int, int], effort: Effort
) -> tuple[list[Ints], list[Ints]]:
    """Search by late acceptance here and genetically in another process, which may find nothing."""
    limit_s = (effort.left_s - BEGIN_S) * _SHARE
    limits = {"seed": effort.seed, "idle": effort.idle, "time_limit_s": limit_s}
    with Beside(better_and_better, *task, **limits) as other:
        mine = _late(fleet, replace(effort, cores=effort.cores - 1))
        return mine, other.awaited(effort) or []
