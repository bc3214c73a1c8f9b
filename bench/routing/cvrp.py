"""VRPLIB: rounds of limited capacity, by `patrol.tours.capacitated.capacitated_tours`."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.routing.keywords import Sections, Unreadable, read_sections
from bench.routing.weights import weights
from patrol.noding import Ints
from patrol.tours.capacitated import capacitated_tours
from patrol.tours.effort import Effort

CORES = 2


@dataclass(frozen=True, eq=False)
class Deliveries:
    """A capacitated problem.

    Attributes
    ----------
    matrix : (n, n) int array
        Distances.
    demand : (n,) int array
    capacity : int
    depot : int
        Row where all begin and end.
    vehicles : int or None
        How many there are, where the file limits them.
    optimum : float or None
        Where the comment tells it.
    """

    matrix: Ints
    demand: Ints
    capacity: int
    depot: int
    vehicles: int | None
    optimum: float | None


def read_deliveries(path: Path) -> Deliveries:
    """Read a ``.vrp`` file.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Deliveries

    Raises
    ------
    Unreadable
        If the file is not what it promises, or asks for more than capacities.
    """
    sections = read_sections(path)
    if sections.words.get("TYPE", "CVRP") not in ("CVRP", "VRP"):
        raise Unreadable(f"TYPE {sections.words['TYPE']} is not solved, only CVRP is")
    if sections.words.get("DISTANCE") or sections.words.get("SERVICE_TIME"):
        raise Unreadable("limits of distance are not solved, only capacities are")
    matrix = weights(sections)
    depot = _depot(sections, len(matrix))
    vehicles = sections.words.get("VEHICLES")
    deliveries = Deliveries(
        matrix=matrix,
        demand=_demand(sections, len(matrix), depot),
        capacity=sections.whole("CAPACITY"),
        depot=depot,
        vehicles=None if vehicles is None else sections.whole("VEHICLES"),
        optimum=sections.optimum,
    )
    if deliveries.demand.max() > deliveries.capacity:
        raise Unreadable("a demand is larger than the CAPACITY")
    return deliveries


def _depot(sections: Sections, n: int) -> int:
    # By habit the depot is the first place, also where nothing is said.
    given = [int(row) for row in sections.flat("DEPOT_SECTION") if row > 0] or [1]
    if len(given) != 1 or given[0] > n:
        raise Unreadable("DEPOT_SECTION does not name one depot of the file")
    return given[0] - 1


def _demand(sections: Sections, n: int, depot: int) -> Ints:
    lines = sections.numbers.get("DEMAND_SECTION", [])
    if len(lines) != n or {line[0] for line in lines} != set(range(1, n + 1)):
        raise Unreadable(f"DEMAND_SECTION does not name the stops 1 to {n} once each")
    demand = np.zeros(n, dtype=np.int64)
    for line in lines:
        demand[int(line[0]) - 1] = int(line[1])
    if (demand < 0).any() or demand[depot]:
        raise Unreadable("a demand is below zero, or the depot has one")
    return demand


def solve_file(path: Path, time_limit_s: float) -> dict[str, Any]:
    """Solve a ``.vrp`` file.

    Parameters
    ----------
    path : Path
    time_limit_s : float
        For the solver; reading the file comes on top.

    Returns
    -------
    dict
        ``name, kind, cost, optimum, seconds``; ``optimum`` only where the comment tells it.

    Raises
    ------
    Unreadable
        If the file is not what it promises.
    """
    problem = read_deliveries(path)
    start = time.perf_counter()
    routes = capacitated_tours(
        problem.matrix,
        problem.demand,
        problem.capacity,
        depot=problem.depot,
        walkers=problem.vehicles,
        effort=Effort(time_limit_s, cores=CORES),
    )
    seconds = time.perf_counter() - start
    return {
        "name": path.stem,
        "kind": "cvrp",
        "cost": deliveries_cost(problem, routes),
        "optimum": problem.optimum,
        "seconds": seconds,
    }


def deliveries_cost(problem: Deliveries, routes: list[Ints]) -> int:
    """Add up all rounds, after checking stops, capacities and vehicles.

    Parameters
    ----------
    problem : Deliveries
    routes : list of int arrays
        Rows visited by each vehicle, without the depot.

    Returns
    -------
    int
    """
    visited = sorted(int(row) for route in routes for row in route)
    assert visited == [row for row in range(len(problem.matrix)) if row != problem.depot], (
        "a stop is missed or met twice"
    )
    assert all(problem.demand[route].sum() <= problem.capacity for route in routes), (
        "a round takes more than its capacity"
    )
    assert problem.vehicles is None or len(routes) <= problem.vehicles, "too many rounds"
    ways = [np.concatenate([[problem.depot], route, [problem.depot]]) for route in routes]
    return int(sum(problem.matrix[way[:-1], way[1:]].sum() for way in ways))
