from __future__ import annotations

from itertools import product

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from patrol.matrix import path_between, travel_matrix
from patrol.snap import snap_points
from tests.unit.patrol.grounds import at, network, places, towns


def plain_distance(net, snaps, i, j, cost) -> float:
    """The distance on the whole graph by networkx, from end to end of the edges of the stops."""
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(net.node_count))
    graph.add_weighted_edges_from(zip(net.edge_u, net.edge_v, cost, strict=True))
    per_m = cost / net.edge_length_m

    def ends(k):
        edge, along = snaps.edge[k], snaps.along_m[k]
        rest = net.edge_length_m[edge] - along
        return [(net.edge_u[edge], along * per_m[edge]), (net.edge_v[edge], rest * per_m[edge])]

    ways = [np.inf]
    if snaps.edge[i] == snaps.edge[j]:
        ways.append(abs(snaps.along_m[i] - snaps.along_m[j]) * per_m[snaps.edge[i]])
    for (a, out), (b, back) in product(ends(i), ends(j)):
        if nx.has_path(graph, a, b):
            ways.append(out + nx.dijkstra_path_length(graph, a, b) + back)
    return min(ways)


@settings(max_examples=40, deadline=None)
@given(towns(), st.lists(places, min_size=1, max_size=6), st.booleans())
def test_the_matrix_equals_dijkstra_on_the_whole_graph(net, points, in_seconds):
    snaps = snap_points(net, at(*points))
    cost = net.walk_s() * (1 + np.arange(net.edge_count) % 3) if in_seconds else net.edge_length_m
    matrix = travel_matrix(net, snaps, cost=cost if in_seconds else None)
    for i, j in product(range(len(snaps)), repeat=2):
        assert matrix[i, j] == pytest.approx(plain_distance(net, snaps, i, j, cost), abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(towns(), places, places)
def test_the_way_between_two_stops_follows_edges_and_is_as_long_as_the_matrix_says(net, a, b):
    snaps = snap_points(net, at(a, b), piece=0, limit_m=1e6)
    leg = path_between(net, snaps, 0, 1)
    assert leg.length_m == pytest.approx(travel_matrix(net, snaps)[0, 1], abs=1e-4)
    assert leg.line.length == pytest.approx(leg.length_m, abs=1e-4)
    assert np.abs(leg.to_m - leg.from_m).sum() == pytest.approx(leg.length_m)
    paths = shapely.multilinestrings(net.lines)
    assert shapely.distance(shapely.points(leg.coords), paths) == pytest.approx(0, abs=1e-6)
    if leg.length_m:
        assert leg.coords[[0, -1]] == pytest.approx(snaps.xy, abs=1e-5)


def test_stops_on_one_edge_need_not_go_round_by_its_ends():
    net = network([(0, 0), (100, 0)])
    snaps = snap_points(net, at((20, 5), (70, -5)))
    assert travel_matrix(net, snaps) == pytest.approx(np.array([[0, 50], [50, 0]]))


def test_a_stop_on_a_loop_leaves_by_the_shorter_side():
    net = network([(0, 0), (100, 0)], [(100, 0), (130, 0), (130, 30), (100, 30), (100, 0)])
    snaps = snap_points(net, at((0, 0), (130, 10)))
    assert travel_matrix(net, snaps)[0, 1] == pytest.approx(140)


def test_the_shorter_of_two_parallel_ways_is_taken_and_slow_edges_are_avoided():
    net = network([(0, 0), (100, 0)], [(0, 0), (50, 30), (100, 0)], kind=["steps", "footway"])
    snaps = snap_points(net, at((0, 0), (100, 0)))
    assert path_between(net, snaps, 0, 1).length_m == pytest.approx(100)
    by_time = path_between(net, snaps, 0, 1, cost=net.walk_s())
    assert by_time.length_m == pytest.approx(2 * np.hypot(50, 30))


def test_between_pieces_there_is_no_way():
    net = network([(0, 0), (100, 0)], [(0, 200), (100, 200)])
    snaps = snap_points(net, at((10, 0), (10, 200)))
    assert np.isinf(travel_matrix(net, snaps)[0, 1])
    with pytest.raises(ValueError, match="different pieces"):
        path_between(net, snaps, 0, 1)


def test_one_stop_and_none():
    net = network([(0, 0), (100, 0)])
    assert travel_matrix(net, snap_points(net, at((10, 0)))).tolist() == [[0.0]]
    assert travel_matrix(net, snap_points(net, at())).shape == (0, 0)
