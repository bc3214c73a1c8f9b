"""Sharing places between walkers, by the solver that fits what is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from patrol.noding import Ints
from patrol.places import Places
from patrol.tours.balanced import balanced_tours, least_longest, longest_way, neat
from patrol.tours.bound import tour_gap
from patrol.tours.chains import chains_of, contracted
from patrol.tours.chance import by_chance
from patrol.tours.chosen import chosen_tours
from patrol.tours.effort import Effort
from patrol.tours.fleet import Fleet
from patrol.tours.one import EXACT_S, EXACT_STOPS, SECONDS_PER_STOP, tour_order
from patrol.tours.search import search

_UNITS_PER_S = 20
"""The solvers reckon in twentieths of a second."""


@dataclass(frozen=True, eq=False)
class Task:
    """What is asked of the walkers together.

    Attributes
    ----------
    walkers : int
        How many set out at most.
    closed : bool
        Whether all come back to where they began.
    max_s : float or None
        Longest way of each, seconds, staying and waiting included.
    pairs : tuple of (int, int)
        Places that follow each other, in this order.
    random_share : float
        By how much a way may be longer than the best found for the sake of chance.
    meet : int
        Place at which one round begins that was given no beginning.
    """

    walkers: int
    closed: bool
    max_s: float | None
    pairs: tuple[tuple[int, int], ...]
    random_share: float
    meet: int = 0


@dataclass(frozen=True, eq=False)
class Shares:
    """Who visits what.

    Attributes
    ----------
    routes : list of int arrays
        Places visited by each walker, in order, without given ends.
    gap : float or None
        The longest way is at most this share above what it must be; None where nothing is known.
    """

    routes: list[Ints]
    gap: float | None


def share_out(places: Places, task: Task, effort: Effort) -> Shares:
    """Share places between walkers.

    All are visited and the longest way is made short, if they fit; else those that matter most.

    Parameters
    ----------
    places : Places
        With their times.
    task : Task
        What is asked.
    effort : Effort
        What may be spent.

    Returns
    -------
    Shares
    """
    round_from = task.meet if task.closed and places.first is None else None
    fleet = _fleet(places, task, round_from)
    if task.walkers == 1 and not places.asked.timed and not task.pairs:
        shares = _one(places, fleet, effort)
        if fleet.longest is not None and longest_way(fleet, shares.routes) > fleet.longest:
            shares = _several(places, task, fleet, effort)
    else:
        shares = _several(places, task, fleet, effort)
    routes = [_by_chance(fleet, route, task, effort.seed) for route in shares.routes]
    if round_from is not None:
        routes = [np.append(round_from, route) for route in routes]
    return Shares(routes, None if task.random_share else shares.gap)


def _fleet(places: Places, task: Task, round_from: int | None) -> Fleet:
    """Put what is asked in whole numbers."""
    first = places.first if round_from is None else round_from
    asked = places.asked
    return Fleet(
        cost=_whole(places.walk_s),
        walkers=task.walkers,
        first=first,
        last=first if task.closed and places.last is None else places.last,
        longest=None if task.max_s is None else int(task.max_s * _UNITS_PER_S),
        service=2 * _whole(asked.dwell_s / 2),
        window=_whole(asked.window_s) if asked.timed else None,
    )


def _whole(seconds: np.ndarray) -> Ints:
    return np.asarray(np.rint(seconds * _UNITS_PER_S), dtype=np.int64)


def _one(places: Places, fleet: Fleet, effort: Effort) -> Shares:
    """Order all places for one walker, with how far that may be from the best."""
    effort.go_on()
    seconds = max(SECONDS_PER_STOP * len(places), EXACT_S)
    seconds_given = max(min(seconds, effort.left_s), 0.01)
    closed = fleet.last is not None and fleet.last == fleet.first
    ends = {"first": fleet.first, "last": None if closed else fleet.last}
    order = tour_order(
        places.walk_s,
        closed=closed,
        seed=effort.seed,
        time_limit_s=seconds_given,
        **ends,
    )
    exact = len(places) < EXACT_STOPS and seconds_given >= EXACT_S
    gap = 0.0 if exact else tour_gap(places.walk_s, order, closed=closed, **ends)
    return Shares([order[np.isin(order, fleet.rows)]], gap)


def _several(places: Places, task: Task, fleet: Fleet, effort: Effort) -> Shares:
    """Share all places, or choose among them where not all fit."""
    chains = chains_of(task.pairs, len(places))
    linked = contracted(fleet, chains) if task.pairs else fleet
    routes: list[Ints] | None = None
    if fleet.window is None:
        routes = _all(linked, effort.part(effort.time_limit_s / (1 + (fleet.longest is not None))))
    if routes is None or longest_way(linked, routes) > (fleet.longest or np.inf):
        routes = _most(places, linked, chains, effort)
    everything = sum(map(len, routes)) == len(linked.rows)
    least = least_longest(linked)
    proven = everything and longest_way(linked, routes) <= least
    if task.pairs:
        routes = [np.concatenate([chains[row] for row in route]) for route in routes]
    return Shares(routes, 0.0 if proven else None)


def _all(fleet: Fleet, effort: Effort) -> list[Ints]:
    """Visit everything, whatever it takes."""
    free = replace(fleet, longest=None)
    if fleet.walkers > 1:
        return balanced_tours(free, effort=effort)
    return neat(free, free.routes(search(free.data(), effort)), effort.seed)


def _most(places: Places, fleet: Fleet, chains: list[Ints], effort: Effort) -> list[Ints]:
    """Visit what matters most; with windows all that can be, and then in fair shares."""
    asked = places.asked
    if len(chains) == len(places):
        worth, required = asked.priority, asked.required
    else:
        worth = np.array([asked.priority[chain].sum() for chain in chains])
        required = np.array([asked.required[chain].any() for chain in chains])
    routes = chosen_tours(fleet, worth, required, effort=effort.part(effort.left_s / 2))
    if fleet.walkers > 1 and sum(map(len, routes)) == len(fleet.rows):
        routes = balanced_tours(fleet, effort=effort.part(effort.left_s), routes=routes)
    return routes


def _by_chance(fleet: Fleet, route: Ints, task: Task, seed: int) -> Ints:
    """Give up the best order for one that nobody can foresee, where that was asked for."""
    if not task.random_share or task.pairs:
        return route
    most = min(fleet.way(route) * (1 + task.random_share), fleet.longest or np.inf)
    return by_chance(fleet, route, most=most, seed=seed)
