"""Tours of limited capacity by genetic search: widest where capacities are tight.

Several hundred searches are crossed with each other, as Vidal describes in "Hybrid genetic search
for the CVRP: Open-source implementation and SWAP* neighborhood", Computers & Operations Research
140 (2022). The package hygese carries his implementation.
"""

from __future__ import annotations

import hygese
import numpy as np
from scipy.linalg import eigh

from patrol.noding import Floats, Ints

_WITHOUT_END = 10**9


def genetic_tours(
    cost: Ints,
    demand: Ints,
    capacity: int,
    walkers: int,
    *,
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
    seed : int
        Of the search.
    idle : int, optional
        Ends the search after so many steps without improvement, and only then.
    time_limit_s : float
        CPU seconds of this process, where `idle` is None.

    Returns
    -------
    list of int arrays
        Rows visited by each walker who has any, in order, without the first place.
    """
    limits = {"timeLimit": time_limit_s, "nbIter": _WITHOUT_END}
    if idle is not None:
        limits = {"timeLimit": 0.0, "nbIter": idle}
    spots = drawn(cost)
    problem = {
        "x_coordinates": spots[:, 0],
        "y_coordinates": spots[:, 1],
        "distance_matrix": cost.astype(np.float64),
        "demands": np.append(0.0, demand[1:]),
        "vehicle_capacity": float(capacity),
        "num_vehicles": walkers,
    }
    solver = hygese.Solver(hygese.AlgorithmParameters(seed=seed, **limits), verbose=False)
    found = solver.solve_cvrp(problem)
    return [np.array(route, dtype=np.int64) for route in found.routes if route]


def drawn(cost: Ints) -> Floats:
    """Draw places in the plane so that they lie about as far apart as the ways between them.

    The search sees by this which tours lie side by side; costs are always those of the matrix.

    Parameters
    ----------
    cost : (n, n) int array
        Symmetric.

    Returns
    -------
    (n, 2) float array
        Not negative. Classical scaling: Torgerson, "Multidimensional scaling", Psychometrika
        17 (1952).
    """
    count = len(cost)
    middle = np.eye(count) - 1 / count
    inner = -0.5 * middle @ (cost.astype(np.float64) ** 2) @ middle
    sizes, axes = eigh(inner, subset_by_index=[max(count - 2, 0), count - 1])
    spots = np.zeros((count, 2))
    spots[:, : len(sizes)] = axes * np.sqrt(sizes.clip(0))
    return np.asarray(spots - spots.min(axis=0))
