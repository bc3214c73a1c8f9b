"""The travel matrix: ours against SciPy's Dijkstra and pgRouting, and how its time grows.

``python -m bench matrix``: 1,000 stops on a network of 50,000 nodes. ``--quick`` leaves out the
growth and the grid; ``--nodes`` and ``--stops`` change the sizes.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bench.matrix_peers import pgrouting, pgrouting_matrix, plain_graph, scipy_matrix
from bench.matrix_streets import stops_on, walking_network
from patrol.hierarchy import Ways
from patrol.network import WalkingNetwork
from patrol.plain import plain_matrix
from patrol.snap import Snaps

ROUNDS = 3
SCIPY_GOAL, PGROUTING_GOAL = 10.0, 20.0
STOPS = (125, 250, 500, 1_000, 2_000, 4_000)
NODES = (3_000, 6_000, 12_500, 25_000, 50_000, 100_000)

Floats = NDArray[np.float64]


def main(options: list[str]) -> None:
    """Measure and print.

    Parameters
    ----------
    options : list of str
        Words of the command line.
    """
    parser = argparse.ArgumentParser(prog="python -m bench matrix", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the growth and the grid")
    parser.add_argument("--nodes", type=int, default=50_000)
    parser.add_argument("--stops", type=int, default=1_000)
    chosen = parser.parse_args(options)
    _warm_up()
    for kind in ("streets",) if chosen.quick else ("streets", "grid"):
        compare(kind, chosen.nodes, chosen.stops)
    if not chosen.quick:
        growth(chosen.nodes, chosen.stops)


def compare(kind: str, nodes: int, stops: int) -> None:
    """Measure all on one network, hold the values against each other, and print.

    Parameters
    ----------
    kind : str
        Of the network, as for `bench.matrix_streets.walking_network`.
    nodes, stops : int
        Sizes.
    """
    network = walking_network(nodes, kind=kind)
    snaps = stops_on(network, stops)
    print(f"\n{kind}: {network.node_count:,} nodes, {network.edge_count:,} edges, {stops:,} stops")
    ours, cold_s = _median(lambda: Ways(network).matrix(snaps, network.edge_length_m))
    network.ways.matrix(stops_on(network, stops, seed=2), network.edge_length_m)
    _, again_s = _median(lambda: network.ways.matrix(snaps, network.edge_length_m))
    _, slower_s = _other_costs(network, snaps)
    chained, chained_s = _median(lambda: plain_matrix(network, snaps, network.edge_length_m))
    _say("ours", cold_s)
    _say("ours, other costs on the same network", slower_s)
    _say("ours, other stops on the same network", again_s)
    _say("chains and dead ends contracted, then SciPy", chained_s)
    _differ("contracted", ours, chained)
    graph = plain_graph(network, snaps)
    theirs, took_s = scipy_matrix(graph)
    _say("SciPy's Dijkstra on the plain graph", took_s)
    _hold("SciPy", took_s / cold_s, SCIPY_GOAL, _differ("SciPy", ours, theirs))
    with pgrouting() as connection:
        if connection is not None:
            theirs, took_s = pgrouting_matrix(connection, graph)
            _say("pgr_dijkstraCostMatrix", took_s)
            _hold("pgRouting", took_s / cold_s, PGROUTING_GOAL, _differ("pgRouting", ours, theirs))


def growth(nodes: int, stops: int) -> None:
    """Print how the time grows with stops and with edges.

    Parameters
    ----------
    nodes, stops : int
        What stays the same while the other one grows.
    """
    print(f"\ngrowth with stops, {nodes:,} nodes: prepared anew, and on a prepared network")
    network = walking_network(nodes)
    _grow("stops", STOPS, [(network, stops_on(network, count)) for count in STOPS])
    print(f"\ngrowth with edges, {stops:,} stops")
    networks = [walking_network(count) for count in NODES]
    edges = tuple(each.edge_count for each in networks)
    _grow("edges", edges, [(each, stops_on(each, stops)) for each in networks])


def _grow(what: str, sizes: tuple[int, ...], cases: list[tuple[WalkingNetwork, Snaps]]) -> None:
    cold, warm = [], []
    for size, (network, snaps) in zip(sizes, cases, strict=True):
        cost = network.edge_length_m
        cold.append(_median(lambda: Ways(network).matrix(snaps, cost))[1])  # noqa: B023
        network.ways.weighed(cost)
        warm.append(_median(lambda: network.ways.matrix(snaps, cost))[1])  # noqa: B023
        print(f"  {size:>9,} {what}   {cold[-1]:8.3f} s   {warm[-1]:8.3f} s")
    slopes = [np.polyfit(np.log(sizes), np.log(took), 1)[0] for took in (cold, warm)]
    print(f"  exponent            {slopes[0]:8.2f}     {slopes[1]:8.2f}")


def _other_costs(network: WalkingNetwork, snaps: Snaps) -> tuple[Floats, float]:
    """Measure with costs that were not seen before."""
    paces = iter(np.linspace(0.7, 1.3, ROUNDS))
    return _median(lambda: network.ways.matrix(snaps, network.walk_s(float(next(paces)))))


def _median(task: Callable[[], Floats]) -> tuple[Floats, float]:
    """Run a task some times; give its last result and the median of its CPU seconds."""
    took = []
    for _ in range(ROUNDS):
        start = time.process_time()
        result = task()
        took.append(time.process_time() - start)
    return result, statistics.median(took)


def _say(name: str, took_s: float) -> None:
    print(f"  {name:<46} {took_s:8.3f} s CPU")


def _differ(name: str, ours: Floats, theirs: Floats) -> float:
    """Give the largest difference in metres, and say so."""
    apart_m = float(np.abs(ours - theirs).max())
    print(f"  {'largest difference from ' + name:<46} {apart_m:8.1e} m")
    return apart_m


def _hold(name: str, ratio: float, goal: float, apart_m: float) -> None:
    met = "met" if ratio >= goal and apart_m < 1e-3 else "MISSED"
    print(f"  times as fast as {name:<29} {ratio:8.1f} x (goal {goal:.0f} x, equal: {met})")


def _warm_up() -> None:
    """Let Numba compile, or load what it compiled before."""
    network = walking_network(400)
    network.ways.matrix(stops_on(network, 20), network.edge_length_m)
