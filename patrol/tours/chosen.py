"""Tours of limited length that take in what matters most: team orienteering."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from pyvrp import Solution

from patrol.noding import Floats, Ints
from patrol.tours.balanced import neat
from patrol.tours.effort import Effort
from patrol.tours.fleet import Fleet
from patrol.tours.search import Manner, search

_LEVELS = 1_000
"""Into so many levels the worth of stops is rounded."""

_MANNER = Manner(penalty_steps=50)


def chosen_tours(
    fleet: Fleet, worth: Floats, required: np.ndarray, *, effort: Effort
) -> list[Ints]:
    """Choose what to visit where not all fits: most worth first, then short ways.

    Parameters
    ----------
    fleet : Fleet
        Who walks where, within which longest way, in which windows.
    worth : (n,) array
        Of a visit to each place, not negative; only what is worth more than nothing counts.
    required : (n,) bool array
        Worth more than all others together. Where not even these fit, as many as can be.
    effort : Effort
        What may be spent.

    Returns
    -------
    list of int arrays
        Rows visited by each walker who has any; they keep all limits.
    """
    alone = np.array([fleet.way(np.array([row])) for row in fleet.rows])
    limit = np.inf if fleet.longest is None else fleet.longest
    within = fleet.rows[alone <= limit]
    if not len(within):
        return []
    ends = [row for row in dict.fromkeys((fleet.first, fleet.last)) if row is not None]
    kept = np.concatenate([np.array(ends, dtype=np.int64), within])
    small = _part(fleet, kept, len(ends))
    level = _levels(worth[kept], np.asarray(required)[kept])
    plain = small.window is None and small.longest is not None
    if plain and (small.cost == small.cost.T).all():
        routes = _ruined(small, level, np.asarray(required)[kept], effort)
    else:
        routes = _iterated(small, level, effort)
    return [kept[route] for route in neat(small, routes, effort.seed) if len(route)]


def _iterated(fleet: Fleet, level: Ints, effort: Effort) -> list[Ints]:
    """Choose by a solver that knows of windows and of ways that differ in their direction."""
    longest = fleet.longest or int(fleet.legs.sum(axis=1).max())
    # The least worth outweighs any way.
    fleet = replace(fleet, prize=level * (fleet.walkers * longest + 1))
    data = fleet.data()
    # Nobody walking keeps all limits: from there on the best is always one that does.
    best = search(data, effort, known=Solution(data, []), manner=_MANNER)
    return fleet.routes(best)


def _ruined(fleet: Fleet, level: Ints, required: np.ndarray, effort: Effort) -> list[Ints]:
    """Choose by our own search, which is better where nothing but the length is limited."""
    from patrol.tours.choice.run import choose  # Late: its compiler takes a second to load.

    rows = fleet.rows
    free = fleet.stays[rows] // 2
    ends = [free if row is None else fleet.legs[row, rows] for row in (fleet.first, fleet.last)]
    cost = np.pad(fleet.legs[np.ix_(rows, rows)], (0, 2))
    cost[-2, :-2], cost[-1, :-2] = ends
    cost[:-2, -2], cost[:-2, -1] = ends
    common = level[rows][~required[rows]]
    scale = float(common.mean()) if len(common) else float(level[rows].mean())
    _, _, routes = choose(cost, level[rows], scale, fleet.walkers, fleet.longest or 0, effort)
    return [rows[route] for route in routes]


def _part(fleet: Fleet, kept: Ints, ends: int) -> Fleet:
    """Leave out what no walker could visit even alone; the ends come first."""
    first = None if fleet.first is None else 0
    last = None if fleet.last is None else ends - 1
    return replace(
        fleet,
        cost=fleet.cost[np.ix_(kept, kept)],
        first=first,
        last=last,
        service=None if fleet.service is None else fleet.service[kept],
        window=None if fleet.window is None else fleet.window[kept],
    )


def _levels(worth: Floats, required: np.ndarray) -> Ints:
    """Turn worth into small whole numbers; what is required outweighs all else."""
    top = float(worth.max())
    level = np.rint(worth * (_LEVELS / top if top > 0 else 0.0)).astype(np.int64).clip(1)
    level //= np.gcd.reduce(level)
    level[required] += level[~required].sum() + 1
    return np.asarray(level)
