"""TSPLIB's points shared by several walkers, by `patrol.tours.balanced.balanced_tours`.

All begin and end at the first point; the longest way counts, of distances that are not rounded.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.routing.keywords import read_sections
from bench.routing.weights import between_points
from patrol.noding import Floats, Ints
from patrol.tours.balanced import balanced_tours
from patrol.tours.effort import Effort
from patrol.tours.fleet import Fleet

CORES = 2

_FINE = 1_000


def solve_file(path: Path, time_limit_s: float, walkers: int) -> dict[str, Any]:
    """Share out the points of a ``.tsp`` file.

    Parameters
    ----------
    path : Path
    time_limit_s : float
        For the solver, on two cores; reading the file comes on top.
    walkers : int
        How many.

    Returns
    -------
    dict
        ``name, kind, cost, seconds``; the cost is the longest way.

    Raises
    ------
    Unreadable
        If the file is not what it promises, or has no points.
    """
    apart = between_points(read_sections(path))
    fleet = Fleet(np.rint(apart * _FINE).astype(np.int64), walkers=walkers, first=0, last=0)
    start = time.perf_counter()
    routes = balanced_tours(fleet, effort=Effort(time_limit_s, cores=CORES))
    seconds = time.perf_counter() - start
    longest = longest_of(apart, routes, walkers)
    name = f"{path.stem}-m{walkers}"
    return {"name": name, "kind": "minmax", "cost": round(longest, 3), "seconds": seconds}


def longest_of(apart: Floats, routes: list[Ints], walkers: int) -> float:
    """Measure the longest way, after checking that every point is met once.

    Parameters
    ----------
    apart : (n, n) array
        Distances.
    routes : list of int arrays
        Points visited by each walker, without the first.
    walkers : int
        How many there are at most.

    Returns
    -------
    float
    """
    visited = sorted(int(row) for route in routes for row in route)
    assert visited == list(range(1, len(apart))), "a point is missed or met twice"
    assert len(routes) <= walkers, "too many walkers"
    ways = [np.concatenate([[0], route, [0]]) for route in routes]
    return max(float(apart[way[:-1], way[1:]].sum()) for way in ways)
