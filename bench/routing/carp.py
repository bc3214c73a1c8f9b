"""Capacitated arc routing: reads the .dat form of the sets gdb, val and egl, and solves it.

Belenguer and Benavent (2003), "A cutting plane algorithm for the capacitated arc routing
problem", describe the sets. As is usual with them, the number of vehicles is not limited.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.routing.keywords import Unreadable
from patrol.lanes.capacitated import share_capacitated
from patrol.lanes.graph import LaneGraph
from patrol.lanes.search import ready
from patrol.noding import Ints
from patrol.tours.effort import Effort

CORES = 2

_FIELD = re.compile(r"^\s*([A-Z_]+)\s*:\s*(.*?)\s*$", re.MULTILINE)
_EDGE = re.compile(
    r"\(\s*(\d+)\s*,\s*(\d+)\s*\)\s*coste\s*:?\s*(\d+)(?:\s+demanda\s*:?\s*(\d+))?", re.IGNORECASE
)


@dataclass(frozen=True, eq=False)
class Instance:
    """A capacitated arc routing problem.

    Attributes
    ----------
    name : str
    graph : LaneGraph
        Nodes as numbered in the file; edges with a demand are required.
    demand : (m,) int array
    capacity, depot : int
    vehicles : int or None
        As the file says; it limits nothing.
    """

    name: str
    graph: LaneGraph
    demand: Ints
    capacity: int
    depot: int
    vehicles: int | None


def read_carp(path: Path) -> Instance:
    """Read a file.

    Parameters
    ----------
    path : Path
        Of the gdb/val/egl text form, in any 8-bit encoding.

    Returns
    -------
    Instance

    Raises
    ------
    Unreadable
        If something that is needed is missing or makes no sense.
    """
    text = path.read_text(encoding="latin-1").replace("\r", "\n")
    fields = {name: value for name, value in _FIELD.findall(text) if value}
    edges = np.array(
        [[int(part or 0) for part in edge] for edge in _EDGE.findall(text)], dtype=np.int64
    ).reshape(-1, 4)
    demand = edges[:, 3]
    told = _number(fields, "ARISTAS_REQ", path)
    if not len(edges) or int((demand > 0).sum()) != told:
        raise Unreadable(f"{path.name}: {told} required edges promised, {(demand > 0).sum()} found")
    capacity, depot = (_number(fields, name, path) for name in ("CAPACIDAD", "DEPOSITO"))
    if demand.max() > capacity:
        raise Unreadable(f"{path.name}: an edge asks for more than one vehicle can take")
    count = max(int(edges[:, :2].max()), depot) + 1
    graph = LaneGraph(count, edges[:, 0], edges[:, 1], edges[:, 2], (demand > 0).astype(np.int64))
    vehicles = _number(fields, "VEHICULOS", path) if "VEHICULOS" in fields else None
    return Instance(fields.get("NOMBRE", path.stem), graph, demand, capacity, depot, vehicles)


def _number(fields: dict[str, str], name: str, path: Path) -> int:
    found = re.match(r"\d+", fields.get(name, ""))
    if found is None:
        raise Unreadable(f"{path.name}: no {name}")
    return int(found[0])


def solve_file(path: Path | str, time_limit_s: float, *, seed: int = 0) -> dict[str, Any]:
    """Solve a file and check the solution.

    Parameters
    ----------
    path : Path or str
        The file.
    time_limit_s : float
        Seconds for the search, on two cores.
    seed : int
        Of the search.

    Returns
    -------
    dict
        ``name``, ``kind`` (``carp``), ``cost`` (of the whole walks, each required edge served
        once), ``vehicles``, ``seconds``.

    Raises
    ------
    Unreadable
        If the file is not in the form that is read here.
    """
    ready()
    began = time.perf_counter()
    problem = read_carp(Path(path))
    walks = share_capacitated(
        problem.graph, problem.depot, problem.demand, problem.capacity,
        Effort(time_limit_s, seed=seed, cores=CORES),
    )  # fmt: skip
    cost = checked_cost(problem, walks)
    return {
        "name": Path(path).stem,
        "kind": "carp",
        "cost": cost,
        "vehicles": len(walks),
        "seconds": round(time.perf_counter() - began, 2),
    }


def checked_cost(problem: Instance, walks: Sequence[Sequence[tuple[int, bool]]]) -> int:
    """Add up the cost of walks from the file alone, after checking them.

    Parameters
    ----------
    problem : Instance
        As read from the file.
    walks : sequence of sequences of (edge, bool)
        For each vehicle the edges that it serves, in order; True from the first to the second
        end. In between it takes cheapest ways.

    Returns
    -------
    int

    Raises
    ------
    AssertionError
        If an edge is not served exactly once, or a vehicle serves too much.
    """
    served = np.array([edge for walk in walks for edge, _ in walk], dtype=np.int64)
    if sorted(served.tolist()) != np.flatnonzero(problem.demand > 0).tolist():
        raise AssertionError(f"{problem.name}: not every required edge is served exactly once")
    away = _all_ways(problem.graph)
    cost = int(problem.graph.cost[served].sum())
    for walk in walks:
        edges = np.array([edge for edge, _ in walk], dtype=np.int64)
        if problem.demand[edges].sum() > problem.capacity:
            raise AssertionError(f"{problem.name}: a vehicle serves more than it can take")
        at = problem.depot
        for edge, forth in walk:
            u, v = int(problem.graph.u[edge]), int(problem.graph.v[edge])
            cost += int(away[at, u if forth else v])
            at = v if forth else u
        cost += int(away[at, problem.depot])
    return cost


def _all_ways(graph: LaneGraph) -> Ints:
    """Give what getting from node to node costs (Floyd 1962), apart from the planner's search."""
    far = np.iinfo(np.int64).max // 4
    away = np.full((graph.node_count, graph.node_count), far, dtype=np.int64)
    np.fill_diagonal(away, 0)
    np.minimum.at(away, (graph.u, graph.v), graph.cost)
    away = np.minimum(away, away.T)
    for over in range(graph.node_count):
        away = np.minimum(away, away[:, over, None] + away[None, over])
    return away
