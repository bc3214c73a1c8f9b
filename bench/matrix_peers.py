"""The travel matrix by others, on the plain graph: every node and edge, stops among the nodes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import psycopg
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from app.postgis import throwaway_postgis
from app.postgis.errors import PostgisMissing
from bench.timing import cpu_s_of
from patrol.network import WalkingNetwork
from patrol.snap import Snaps
from patrol.terminals import TerminalGraph, split_at_stops

Floats = NDArray[np.float64]

PGROUTING = """
    CREATE TEMP TABLE found AS SELECT * FROM pgr_dijkstraCostMatrix(
        'SELECT id, source, target, cost FROM way', %s::bigint[], directed => false
    )
"""


def plain_graph(network: WalkingNetwork, snaps: Snaps) -> TerminalGraph:
    """Make a graph of all nodes, edges and stops.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    snaps : Snaps
        Stops on it.

    Returns
    -------
    TerminalGraph
    """
    return split_at_stops(network, snaps, network.edge_length_m)


def scipy_matrix(graph: TerminalGraph) -> tuple[Floats, float]:
    """Compute the matrix by SciPy's Dijkstra, as anybody would.

    Parameters
    ----------
    graph : TerminalGraph
        As from `plain_graph`.

    Returns
    -------
    matrix : (n, n) array
        Metres.
    cpu_s : float
        What it took.
    """
    ends = (np.append(graph.u, graph.v), np.append(graph.v, graph.u))
    size = (graph.node_count, graph.node_count)
    # Of parallel edges the sparse matrix would keep the sum.
    order = np.lexsort((np.tile(graph.cost, 2), *ends))
    u, v, cost = (each[order] for each in (*ends, np.tile(graph.cost, 2)))
    kept = np.append(True, (np.diff(u) != 0) | (np.diff(v) != 0))
    sparse = csr_array(coo_array((cost[kept], (u[kept], v[kept])), shape=size))
    start = time.process_time()
    matrix = dijkstra(sparse, indices=graph.terminal)[:, graph.terminal]
    return matrix, time.process_time() - start


@contextmanager
def pgrouting() -> Iterator[psycopg.Connection | None]:
    """Start a PostgreSQL of its own with pgRouting.

    Yields
    ------
    psycopg.Connection or None
        None, with a word about it, where pgRouting is not installed.
    """
    try:
        with throwaway_postgis() as server:
            url = server.url(superuser=True)
            with psycopg.connect(url, autocommit=True) as connection:
                yield connection if _extended(connection) else None
    except PostgisMissing as missing:
        print(f"pgr_dijkstraCostMatrix is left out: {missing}")
        yield None


def _extended(connection: psycopg.Connection) -> bool:
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        connection.execute("CREATE EXTENSION pgrouting")
    except psycopg.errors.FeatureNotSupported:
        print("pgr_dijkstraCostMatrix is left out: install postgresql-15-pgrouting to measure it.")
        return False
    return True


def pgrouting_matrix(connection: psycopg.Connection, graph: TerminalGraph) -> tuple[Floats, float]:
    """Compute the matrix by pgr_dijkstraCostMatrix on a table of edges.

    Parameters
    ----------
    connection : psycopg.Connection
        As from `pgrouting`.
    graph : TerminalGraph
        As from `plain_graph`; stops at different places.

    Returns
    -------
    matrix : (n, n) array
        Metres.
    cpu_s : float
        What the server's process took, from the table to a table.
    """
    connection.execute("DROP TABLE IF EXISTS way, found")
    connection.execute("CREATE TEMP TABLE way (id int, source int, target int, cost float8)")
    with connection.cursor().copy("COPY way FROM STDIN") as copy:
        for row in zip(range(len(graph.u)), graph.u, graph.v, graph.cost, strict=True):
            copy.write_row([value.item() if hasattr(value, "item") else value for value in row])
    connection.execute("ANALYZE way")
    backend = connection.info.backend_pid
    before_s = cpu_s_of(backend)
    connection.execute(PGROUTING, [graph.terminal.tolist()])
    took_s = cpu_s_of(backend) - before_s
    row_of = np.zeros(graph.node_count, dtype=np.int64)
    row_of[graph.terminal] = np.arange(len(graph.terminal))
    found = connection.execute("SELECT start_vid, end_vid, agg_cost FROM found").fetchall()
    start, end, cost = np.array(found).T
    matrix = np.zeros((len(graph.terminal), len(graph.terminal)))
    matrix[row_of[start.astype(np.int64)], row_of[end.astype(np.int64)]] = cost
    return matrix, took_s
