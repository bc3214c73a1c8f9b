"""Walks along lanes are shortest: against brute force and a dense matching."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from patrol.lanes.euler import closed_walk
from patrol.lanes.graph import LaneGraph, whole_numbers
from patrol.lanes.joins import minimum_join
from patrol.lanes.proof import best_cover
from patrol.lanes.rural import quick_cover, with_start
from patrol.tours.effort import Effort
from tests.unit.patrol.lanes.brute import dense_matching, graph_of, lane_graphs, shortest_cover


def grid(side, seed, required=1.0):
    """Streets in a grid, of random lengths, a share of them required."""
    rng = np.random.default_rng(seed)
    node = np.arange(side * side).reshape(side, side)
    u = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    v = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    need = (rng.random(len(u)) < required).astype(np.int64)
    return LaneGraph(side * side, u, v, rng.integers(50_000, 200_000, len(u)), need)


@settings(max_examples=150, deadline=None)
@given(lane_graphs(max_lanes=8))
def test_the_best_cover_is_as_short_as_brute_force_finds(graph):
    cover = best_cover(graph, Effort(20.0))
    assert (cover.copies >= graph.required).all()
    assert not graph.odd(cover.copies).any()
    assert graph.pieces(cover.copies).max() <= 0
    assert cover.cost == (graph.cost * cover.copies).sum()
    assert cover.cost == cover.bound == shortest_cover(graph)


@settings(max_examples=60, deadline=None)
@given(lane_graphs(max_lanes=7, kinds=(0, 1, 2)))
def test_lanes_to_be_walked_twice_are(graph):
    cover = best_cover(graph, Effort(20.0))
    assert (cover.copies >= graph.required).all()
    assert cover.cost == shortest_cover(graph)


@settings(max_examples=60, deadline=None)
@given(lane_graphs(max_lanes=8))
def test_a_quick_cover_covers_and_never_promises_too_much(graph):
    cover = quick_cover(graph)
    assert (cover.copies >= graph.required).all()
    assert not graph.odd(cover.copies).any()
    assert cover.bound <= shortest_cover(graph) <= cover.cost


@pytest.mark.parametrize("seed", range(5))
def test_all_lanes_of_a_town_cost_what_a_dense_matching_says(seed):
    graph = grid(9, seed)
    assert quick_cover(graph).cost == quick_cover(graph).bound == dense_matching(graph)


@pytest.mark.parametrize("seed", range(3))
def test_scattered_lanes_of_a_town_are_proven(seed):
    graph = grid(7, seed, required=0.25)
    cover = best_cover(graph, Effort(30.0))
    assert cover.gap == 0.0
    assert cover.cost >= dense_matching(graph)
    assert cover.cost <= quick_cover(graph).cost


def test_sides_walked_apart_need_nothing_more():
    graph = grid(5, 1)
    twice = LaneGraph(graph.node_count, graph.u, graph.v, graph.cost, 2 * graph.required)
    assert best_cover(twice, Effort(5.0)).cost == 2 * graph.required_cost


def test_a_listener_ends_the_proof_with_a_gap():
    graph = grid(12, 3, required=0.2)
    cover = best_cover(graph, Effort(30.0, tell=lambda _share, _what: False))
    assert (cover.copies >= graph.required).all()
    assert 0.0 < cover.gap < 0.5


def test_lanes_that_do_not_hang_together_are_refused():
    graph = graph_of(4, [(0, 1, 5, 1), (2, 3, 5, 1)])
    with pytest.raises(ValueError, match="hang together"):
        best_cover(graph, Effort(5.0))


def test_an_odd_number_of_marked_nodes_is_refused():
    graph = graph_of(2, [(0, 1, 5, 1)])
    with pytest.raises(ValueError, match="odd number"):
        minimum_join(graph, np.array([True, False]))


def test_costs_beyond_what_the_matching_takes_are_rounded():
    graph = graph_of(2, [(0, 1, 10**12, 1), (0, 1, 10**12 + 10**9, 0)])
    assert minimum_join(graph, np.array([True, True])).tolist() == [True, False]


@settings(max_examples=100, deadline=None)
@given(lane_graphs(max_lanes=8))
def test_the_walk_takes_every_copy_once_from_where_it_stands(graph):
    graph = with_start(graph, 0)
    cover = best_cover(graph, Effort(20.0))
    heading = np.tile([[1.0, 0.0], [-1.0, 0.0]], (len(graph), 1, 1))
    walk = closed_walk(graph, cover.copies, heading, 0)
    at = 0
    for lane, forth in walk:
        start, end = (graph.u, graph.v) if forth else (graph.v, graph.u)
        assert start[lane] == at
        at = end[lane]
    assert at == 0
    assert np.bincount([lane for lane, _ in walk], minlength=len(graph)).tolist() == (
        cover.copies.tolist()
    )


def test_a_walk_goes_straight_on_over_a_crossing():
    # Two straight streets cross at node 0 and close in loops beyond it: north-south, east-west.
    graph = graph_of(5, [(0, k, 1, 1) for k in (1, 2, 3, 4)] + [(1, 2, 1, 1), (3, 4, 1, 1)])
    out = np.array([(0, 1), (1, 0), (0, -1), (-1, 0)], dtype=float)
    heading = np.stack([out, -out], axis=1)
    rings = np.array([[(1, 0), (0, 1)], [(-1, 0), (0, -1)]], dtype=float)
    walk = closed_walk(graph, graph.required, np.concatenate([heading, rings]), 0)
    crossings = [(one, other) for (one, _), (other, _) in pairwise(walk) if one < 4 and other < 4]
    assert crossings in ([(2, 0)], [(0, 2)], [(1, 3)], [(3, 1)])


def test_a_cover_in_pieces_is_no_walk():
    graph = graph_of(4, [(0, 1, 1, 1), (0, 1, 1, 1), (2, 3, 1, 1), (2, 3, 1, 1)])
    heading = np.tile([[1.0, 0.0], [-1.0, 0.0]], (4, 1, 1))
    with pytest.raises(ValueError, match="several pieces"):
        closed_walk(graph, graph.required, heading, 0)


def test_whole_numbers_are_thousandths():
    assert whole_numbers(np.array([0.0, 1.2345, 10.0])).tolist() == [0, 1234, 10_000]
