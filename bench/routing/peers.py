"""Rounds by others: OR-Tools, NetworkX's Christofides, pgRouting's pgr_TSP."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import psycopg
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from bench.routing.cvrp import Deliveries
from patrol.noding import Ints


class NothingFound(Exception):
    """The time was over before there was any solution."""


def christofides(matrix: Ints) -> Ints:
    """Order stops by NetworkX's Christofides.

    Parameters
    ----------
    matrix : (n, n) int array

    Returns
    -------
    (n,) int array
    """
    graph = nx.from_numpy_array(matrix + 1 - np.eye(len(matrix), dtype=np.int64))
    return np.array(nx.approximation.christofides(graph)[:-1])


def ortools_routes(problem: Deliveries, vehicles: int, time_limit_s: float) -> list[Ints]:
    """Solve by OR-Tools' routing with guided local search.

    Parameters
    ----------
    problem : Deliveries
        One round where it has no demand.
    vehicles : int
        How many there are.
    time_limit_s : float

    Returns
    -------
    list of int arrays
        Rows visited by each vehicle, without the depot.

    Raises
    ------
    NothingFound
        If the time was too short.
    """
    manager = pywrapcp.RoutingIndexManager(len(problem.matrix), vehicles, problem.depot)
    model = pywrapcp.RoutingModel(manager)
    distances = problem.matrix.tolist()
    model.SetArcCostEvaluatorOfAllVehicles(model.RegisterTransitMatrix(distances))
    if problem.demand.any():
        demand = model.RegisterUnaryTransitVector(problem.demand.tolist())
        model.AddDimension(demand, 0, problem.capacity, True, "load")
    settings = pywrapcp.DefaultRoutingSearchParameters()
    settings.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    settings.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    settings.time_limit.FromMilliseconds(int(1000 * time_limit_s))
    found = model.SolveWithParameters(settings)
    if found is None:
        raise NothingFound
    routes = [_route(model, manager, found.Value, vehicle) for vehicle in range(vehicles)]
    return [route for route in routes if len(route)]


def _route(
    model: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    value: Callable[[object], int],
    vehicle: int,
) -> Ints:
    rows = []
    index = value(model.NextVar(model.Start(vehicle)))
    while not model.IsEnd(index):
        rows.append(manager.IndexToNode(index))
        index = value(model.NextVar(index))
    return np.array(rows, dtype=np.int64)


def pgrouting_round(connection: psycopg.Connection, matrix: Ints) -> Ints:
    """Order stops by pgr_TSP.

    Parameters
    ----------
    connection : psycopg.Connection
        To a database with pgRouting.
    matrix : (n, n) int array

    Returns
    -------
    (n,) int array
    """
    connection.execute("DROP TABLE IF EXISTS leg")
    connection.execute("CREATE TEMP TABLE leg (start_vid int, end_vid int, agg_cost float8)")
    with connection.cursor().copy("COPY leg FROM STDIN") as copy:
        for (start, end), cost in np.ndenumerate(matrix):
            copy.write_row((start + 1, end + 1, float(cost)))
    rows = connection.execute(
        "SELECT node FROM pgr_TSP('SELECT * FROM leg WHERE start_vid <> end_vid') ORDER BY seq"
    ).fetchall()
    return np.array([row[0] - 1 for row in rows[:-1]], dtype=np.int64)
