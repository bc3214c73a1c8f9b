"""Tours of limited capacity by genetic search: widest where capacities are tight.

Several hundred searches are crossed with each other, as Vidal describes in "Hybrid genetic search
for the CVRP: Open-source implementation and SWAP* neighborhood", Computers & Operations Research
140 (2022). The package hygese carries his implementation.
"""

from __future__ import annotations

from collections.abc import Iterator

import hygese
import numpy as np
from scipy.linalg import eigh

from patrol.noding import Floats, Ints

_WITHOUT_END = 10**9

_MOMENT = 0.1

_LONGEST = 1e4
"""The search wants ways of some size, not of millions; it reckons in fractions as well."""


def genetic_tours(
    cost: Ints,
    demand: Ints,
    capacity: int,
    walkers: int,
    *,
    longest: int | None = None,
    seed: int = 0,
    idle: int | None = None,
    time_limit_s: float,
) -> list[Ints]:
    """Share stops between walkers who begin and end in the first place.

    The search can't be told to stop: let it run in a process of its own.

    Parameters
    ----------
    cost : (n, n) int array
        Symmetric, zero on the diagonal.
    demand : (n,) int array
        What each stop asks for; the first is where all begin and end, and does not count.
    capacity : int
        What one walker can take.
    walkers : int
        How many at most.
    longest : int, optional
        Largest cost of one walker's way.
    seed : int
        Of the search.
    idle : int, optional
        Ends the search after so many steps without improvement, and only then.
    time_limit_s : float
        CPU seconds of this process, where `idle` is None.

    Returns
    -------
    list of int arrays
        Rows visited by each walker who has any, in order, without the first place; none where no
        way of keeping the limits was found.
    """
    limits = {"timeLimit": time_limit_s, "nbIter": _WITHOUT_END}
    if idle is not None:
        limits = {"timeLimit": 0.0, "nbIter": idle}
    unit = _LONGEST / max(int(cost.max()), 1)
    scaled = np.asarray(cost * unit, dtype=np.float64)
    spots = drawn(scaled)
    problem = {
        "x_coordinates": spots[:, 0],
        "y_coordinates": spots[:, 1],
        "distance_matrix": scaled,
        "demands": np.append(0.0, demand[1:]),
        "vehicle_capacity": float(capacity),
        "num_vehicles": walkers,
        "duration_limit": None if longest is None else longest * unit,
    }
    solver = hygese.Solver(hygese.AlgorithmParameters(seed=seed, **limits), verbose=False)
    found = solver.solve_cvrp(problem)
    return [np.array(route, dtype=np.int64) for route in found.routes if route]


def better_and_better(
    cost: Ints,
    demand: Ints,
    capacity: int,
    walkers: int,
    *,
    seed: int = 0,
    idle: int | None = None,
    time_limit_s: float,
) -> Iterator[list[Ints]]:
    """Search twice, first for a moment, so that there is something if time runs out.

    Parameters
    ----------
    cost, demand, capacity, walkers, seed, idle, time_limit_s
        As for `genetic_tours`.

    Yields
    ------
    list of int arrays
        Rows visited by each walker.
    """
    if idle is None:
        moment_s = _MOMENT * time_limit_s
        time_limit_s -= moment_s
        yield genetic_tours(cost, demand, capacity, walkers, seed=seed, time_limit_s=moment_s)
    yield genetic_tours(
        cost, demand, capacity, walkers, seed=seed + 1, idle=idle, time_limit_s=time_limit_s
    )


def drawn(cost: Floats) -> Floats:
    """Draw places in the plane so that they lie about as far apart as the ways between them.

    The search sees by this which tours lie side by side; costs are always those of the matrix.

    Parameters
    ----------
    cost : (n, n) array
        Symmetric.

    Returns
    -------
    (n, 2) float array
        Not negative. Classical scaling: Torgerson, "Multidimensional scaling", Psychometrika
        17 (1952).
    """
    count = len(cost)
    middle = np.eye(count) - 1 / count
    inner = -0.5 * middle @ cost**2 @ middle
    sizes, axes = eigh(inner, subset_by_index=[max(count - 2, 0), count - 1])
    spots = np.zeros((count, 2))
    spots[:, : len(sizes)] = axes * np.sqrt(sizes.clip(0))
    return np.asarray(spots - spots.min(axis=0))
