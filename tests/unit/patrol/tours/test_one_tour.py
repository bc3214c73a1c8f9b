from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patrol.tours.one import tour_order


def distances(points) -> np.ndarray:
    xy = np.array(points, dtype=float)
    return np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))


def length(cost, order, *, closed) -> float:
    steps = cost[order, np.roll(order, -1)]
    return float(steps.sum() if closed else steps[:-1].sum())


def shortest(cost, *, closed, first) -> float:
    orders = permutations(range(len(cost)))
    return min(
        length(cost, list(order), closed=closed)
        for order in orders
        if first is None or order[0] == first
    )


spots = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=7, unique=True
)


@settings(max_examples=30, deadline=None)
@given(spots, st.booleans(), st.one_of(st.none(), st.integers(0, 6)), st.integers(0, 5))
def test_up_to_eight_stops_no_order_is_shorter(points, closed, first, seed):
    cost = distances(points)
    first = None if first is None else first % len(cost)
    order = tour_order(cost, closed=closed, first=first, seed=seed)
    assert sorted(order) == list(range(len(cost)))
    assert first is None or order[0] == first
    best = shortest(cost, closed=closed, first=first)
    # Whole numbers to 65,535 of the largest distance: half a unit a leg.
    assert length(cost, order, closed=closed) == pytest.approx(best, abs=cost.max() * 2e-4)


@pytest.mark.parametrize("closed", [True, False])
def test_eight_stops_from_a_given_one(closed):
    cost = distances(np.random.default_rng(8).integers(0, 500, (8, 2)))
    order = tour_order(cost, closed=closed, first=3)
    best = shortest(cost, closed=closed, first=3)
    assert length(cost, order, closed=closed) == pytest.approx(best, rel=1e-4)


def test_stops_round_a_ring_are_met_in_turn():
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    cost = distances(np.column_stack([np.cos(turn), np.sin(turn)]))
    assert tour_order(cost).tolist() == list(range(60))
    assert tour_order(cost, first=7).tolist() == [*range(7, -1, -1), *range(59, 7, -1)]


def test_stops_along_a_lane_are_met_from_its_end():
    cost = distances([(k, 0) for k in range(40)])
    assert tour_order(cost, closed=False, first=0).tolist() == list(range(40))
    assert tour_order(cost, closed=False).tolist() == list(range(40))


@pytest.mark.parametrize("size", [5, 18])
def test_the_same_seed_gives_the_same_order(size):
    cost = distances(np.random.default_rng(1).integers(0, 500, (size, 2)))
    assert tour_order(cost, seed=4).tolist() == tour_order(cost, seed=4).tolist()


@pytest.mark.parametrize("size", [0, 1, 2, 3])
@pytest.mark.parametrize("closed", [True, False])
def test_very_few_stops(size, closed):
    assert sorted(tour_order(np.zeros((size, size)), closed=closed)) == list(range(size))
