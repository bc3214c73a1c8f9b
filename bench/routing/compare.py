"""Instances of our own, solved by us and by others in one run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import numpy as np

from bench.matrix_peers import pgrouting
from bench.routing.cvrp import CORES, Deliveries, deliveries_cost
from bench.routing.peers import NothingFound, christofides, ortools_routes, pgrouting_round
from bench.routing.tsp import round_cost
from patrol.noding import Floats, Ints
from patrol.tours.capacitated import capacitated_tours
from patrol.tours.effort import Effort
from patrol.tours.one import tour_order

ROUNDS = (100, 300, 1000)
DELIVERIES = (100, 300)
MOST_PATIENT = 300
"""Christofides and pgr_TSP take minutes for more stops, and cannot be told to end sooner."""

_SIDE = 10_000
_STOPS_A_ROUND = 12


def compare(time_limit_s: float) -> None:
    """Solve each instance by every method and print a JSON line for each.

    Parameters
    ----------
    time_limit_s : float
        Seconds for those who can be told.
    """
    for size in ROUNDS:
        _show(f"round-{size}", "tsp", _rounds(_matrix(size), time_limit_s))
    for size in DELIVERIES:
        _show(f"deliveries-{size}", "cvrp", _deliveries(_problem(size), time_limit_s))


def _matrix(size: int) -> Ints:
    """Make half of the stops anywhere and half in clusters, as houses stand."""
    chance = np.random.default_rng(size)
    anywhere = chance.random((size - size // 2, 2)) * _SIDE
    middles = chance.random((max(size // 40, 1), 2)) * _SIDE
    near = middles[chance.integers(0, len(middles), size // 2)]
    near = near + chance.normal(0, _SIDE / 40, near.shape)
    points: Floats = np.concatenate([anywhere, near])
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    return np.asarray(np.rint(apart), dtype=np.int64)


def _problem(size: int) -> Deliveries:
    demand = np.random.default_rng(size).integers(1, 100, size)
    demand[0] = 0
    return Deliveries(_matrix(size), demand, 50 * _STOPS_A_ROUND, 0, None, None)


Figures = tuple[str, int | None, float]
"""Method, cost if anything was found, seconds."""


def _timed(name: str, solve: Callable[[], int]) -> Figures:
    start = time.perf_counter()
    try:
        cost = solve()
    except NothingFound:
        return name, None, time.perf_counter() - start
    return name, cost, time.perf_counter() - start


def _rounds(matrix: Ints, limit_s: float) -> Iterator[Figures]:
    alone = Deliveries(matrix, np.zeros(len(matrix), dtype=np.int64), 0, 0, None, None)
    yield _timed("ours", lambda: round_cost(matrix, tour_order(matrix, time_limit_s=limit_s)))
    yield _timed("OR-Tools", lambda: deliveries_cost(alone, ortools_routes(alone, 1, limit_s)))
    if len(matrix) > MOST_PATIENT:
        return
    yield _timed("Christofides", lambda: round_cost(matrix, christofides(matrix)))
    with pgrouting() as connection:
        if connection is not None:
            yield _timed("pgr_TSP", lambda: round_cost(matrix, pgrouting_round(connection, matrix)))


def _deliveries(problem: Deliveries, limit_s: float) -> Iterator[Figures]:
    yield _timed("ours", lambda: deliveries_cost(problem, _ours(problem, limit_s)))
    fewest = int(np.ceil(problem.demand.sum() / problem.capacity))
    vehicles = fewest + fewest // 4 + 2
    yield _timed(
        "OR-Tools", lambda: deliveries_cost(problem, ortools_routes(problem, vehicles, limit_s))
    )


def _ours(problem: Deliveries, limit_s: float) -> list[Ints]:
    effort = Effort(limit_s, cores=CORES)
    return capacitated_tours(problem.matrix, problem.demand, problem.capacity, effort=effort)


def _show(name: str, kind: str, found: Iterator[Figures]) -> None:
    """Print the figures of one instance, with how far each is above the best of them."""
    figures = list(found)
    best = min(cost for _, cost, _ in figures if cost is not None)
    for method, cost, seconds in figures:
        line = {
            "name": name,
            "kind": kind,
            "method": method,
            "cost": cost,
            "above_best_pct": None if cost is None else round(100 * (cost / best - 1), 3),
            "seconds": round(seconds, 2),
        }
        print(json.dumps(line, ensure_ascii=False), flush=True)
