"""Tours from one place, each within what one walker can carry."""

from __future__ import annotations

from patrol.noding import Ints
from patrol.tours.effort import Effort
from patrol.tours.fleet import Fleet
from patrol.tours.search import Manner, search
from patrol.tours.tidy import tidied

_MANNER = Manner(histories=(100, 300), neighbours=20)
"""Found best at 300 to 500 stops in half a minute; the solver's own is 300 and 50."""


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
    fleet = Fleet(
        cost,
        walkers=walkers or max(len(cost) - 1, 1),
        first=depot,
        last=depot,
        capacity=capacity,
        demand=demand,
    )
    if not len(fleet.rows):
        return []
    routes = fleet.routes(search(fleet.data(), effort, manner=_MANNER))
    return tidied(cost, routes, first=depot, last=depot, seed=effort.seed)
