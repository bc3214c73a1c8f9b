"""Distances and ways, by SciPy and by the hierarchy, against brute force."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from patrol import matrix
from patrol.hierarchy import Ways
from patrol.matrix import paths_along, travel_matrix
from patrol.plain import plain_legs, plain_matrix
from tests.unit.patrol.tangles import brute_force, snaps_at, standing, tangle, tangles

MANNERS = {
    "plain": (plain_matrix, plain_legs),
    "ways": (
        lambda net, snaps, cost: net.ways.matrix(snaps, cost),
        lambda net, snaps, order, cost: net.ways.legs(snaps, order, cost),
    ),
}
manners = pytest.mark.parametrize("manner", MANNERS)


def town(side, seed):
    """A grid of streets, of which some are missing, with dead ends and chains."""
    rng = np.random.default_rng(seed)
    number = np.arange(side * side).reshape(side, side)
    u = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    v = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    node_xy = np.argwhere(number >= 0) * 50.0
    kept = rng.random(len(u)) < 0.75
    u, v = u[kept], v[kept]
    bends = (node_xy[u] + node_xy[v]) / 2 + rng.uniform(-20, 20, (len(u), 2))
    return tangle(node_xy, u, v, bends)


def spread(net, count, seed):
    rng = np.random.default_rng(seed)
    return snaps_at(net, rng.integers(0, net.edge_count, count), rng.random(count))


@manners
@settings(max_examples=80, deadline=None)
@given(st.data())
def test_distances_equal_brute_force_on_any_network(manner, data):
    net = data.draw(tangles())
    snaps = data.draw(standing(net))
    slower = data.draw(st.lists(st.sampled_from([1.0, 1.5, 3.0]), min_size=1, max_size=3))
    cost = net.edge_length_m * np.resize(slower, net.edge_count)
    found = MANNERS[manner][0](net, snaps, cost)
    assert found == pytest.approx(brute_force(net, snaps, cost), abs=1e-4)
    assert (found == found.T).all()
    assert not found.diagonal().any()


@manners
@settings(max_examples=80, deadline=None)
@given(st.data())
def test_legs_walk_edges_of_the_network_and_are_as_long_as_the_distances(manner, data):
    net = data.draw(tangles())
    snaps = data.draw(standing(net))
    order = np.arange(len(snaps))
    truth = brute_force(net, snaps, net.edge_length_m)
    legs = list(MANNERS[manner][1](net, snaps, order, net.edge_length_m))
    for (a, b), leg in zip(pairwise(order), legs, strict=True):
        if leg is None:
            assert np.isinf(truth[a, b])
            continue
        assert leg.length_m == pytest.approx(truth[a, b], abs=1e-4)
        assert np.abs(leg.to_m - leg.from_m).sum() == pytest.approx(leg.length_m)
        assert leg.line.length == pytest.approx(leg.length_m, abs=1e-4)
        for edge, from_m, to_m in zip(leg.edge, leg.from_m, leg.to_m, strict=True):
            assert 0 <= min(from_m, to_m) < max(from_m, to_m) <= net.edge_length_m[edge]
        off_m = shapely.distance(shapely.points(leg.coords), shapely.multilinestrings(net.lines))
        assert off_m == pytest.approx(0, abs=1e-6)
        if leg.length_m > 1e-3:
            assert leg.coords[[0, -1]] == pytest.approx(snaps.xy[[a, b]], abs=1e-4)


def test_both_manners_agree_on_a_town():
    net = town(40, seed=3)
    snaps = spread(net, 200, seed=4)
    cost = net.walk_s() * (1 + np.arange(net.edge_count) % 3)
    plain, ways = (found(net, snaps, cost) for found, _ in MANNERS.values())
    assert (np.isinf(plain) == np.isinf(ways)).all()
    assert ways == pytest.approx(plain, rel=1e-9, abs=1e-5)
    order = np.flatnonzero(np.isfinite(plain[0]))[:60]
    along = [list(legs(net, snaps, order, cost)) for _, legs in MANNERS.values()]
    per_m = cost / net.edge_length_m
    for one, other in zip(*along, strict=True):
        took = [(np.abs(leg.to_m - leg.from_m) * per_m[leg.edge]).sum() for leg in (one, other)]
        assert took[0] == pytest.approx(took[1], abs=1e-5)


def test_a_network_keeps_what_it_prepared_for_other_stops_and_few_costs():
    net = town(8, seed=1)
    ways = Ways(net)
    first = ways.weighed(net.edge_length_m)
    assert ways.weighed(net.edge_length_m.copy()) is first
    for pace in (0.6, 0.8, 1.1, 1.2):
        assert ways.weighed(net.walk_s(pace)).tree is first.tree
    assert ways.weighed(net.edge_length_m) is not first


def test_large_networks_take_the_hierarchy_and_small_ones_do_not(monkeypatch):
    net = town(12, seed=2)
    snaps = spread(net, 5, seed=2)
    plain = travel_matrix(net, snaps)
    assert "ways" not in vars(net)
    monkeypatch.setattr(matrix, "_SMALL_WORK", 10)
    assert travel_matrix(net, snaps) == pytest.approx(plain, abs=1e-5)
    assert "ways" in vars(net)


@manners
def test_no_stop_one_stop_and_the_same_stop_again(manner):
    net = town(5, seed=0)
    found, legs = MANNERS[manner]
    cost = net.edge_length_m
    assert found(net, spread(net, 0, seed=1), cost).shape == (0, 0)
    assert found(net, spread(net, 1, seed=1), cost).tolist() == [[0.0]]
    twice = snaps_at(net, [3, 3], [0.4, 0.4])
    assert not found(net, twice, cost).any()
    (leg,) = legs(net, twice, np.array([0, 1]), cost)
    assert leg.length_m == 0
    assert leg.line.is_empty


def test_between_islands_there_is_no_way(monkeypatch):
    monkeypatch.setattr(matrix, "_SMALL_EDGES", 0)
    net = tangle([(0, 0), (10, 0), (0, 90), (10, 90)], [0, 2], [1, 3], [(5, 1), (5, 91)])
    snaps = snaps_at(net, [0, 1], [0.5, 0.5])
    assert np.isinf(travel_matrix(net, snaps)[0, 1])
    with pytest.raises(ValueError, match="different pieces"):
        paths_along(net, snaps, [0, 1])
