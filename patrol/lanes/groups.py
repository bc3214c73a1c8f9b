"""Serving lanes as a problem of the solver PyVRP: each lane a group of two clients."""

from __future__ import annotations

import numpy as np
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, VehicleType

from patrol.lanes.tasks import LaneTasks
from patrol.noding import Ints
from patrol.tours.effort import Effort
from patrol.tours.search import search


def solve_groups(
    tasks: LaneTasks, capacity: int, walkers: int, effort: Effort
) -> list[Ints] | None:
    """Share tasks out between walkers of a capacity.

    Of the two directions of a task exactly one is to be visited; serving it is part of the way
    that leads to it.

    Parameters
    ----------
    tasks : LaneTasks
        What is to be served.
    capacity : int
        Load of each walker, at most.
    walkers : int
        How many at most.
    effort : Effort
        What may be spent.

    Returns
    -------
    list of int arrays or None
        Arcs of each walk, in order; None if the solver found no walks that keep the capacity.
    """
    data = _data(tasks, capacity, walkers)
    solution = search(data, effort)
    if not solution.is_feasible():
        return None
    return [
        np.array([visit.idx for visit in route if visit.is_client()], dtype=np.int64)
        for route in solution.routes()
    ]


def _data(tasks: LaneTasks, capacity: int, walkers: int) -> ProblemData:
    arcs = 2 * len(tasks)
    way = tasks.between.astype(np.int64) + np.append(np.repeat(tasks.serve, 2), 0)
    np.fill_diagonal(way, 0)
    return ProblemData(
        locations=[Location(0, 0) for _ in range(arcs + 1)],
        clients=[
            Client(arc, delivery=[int(tasks.load[arc // 2])], required=False, group=arc // 2)
            for arc in range(arcs)
        ],
        depots=[Depot(arcs)],
        vehicle_types=[VehicleType(walkers, [capacity])],
        distance_matrices=[way],
        duration_matrices=[np.zeros_like(way)],
        groups=[ClientGroup([2 * task, 2 * task + 1]) for task in range(len(tasks))],
    )
