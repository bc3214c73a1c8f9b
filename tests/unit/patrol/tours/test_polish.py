from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from patrol.tours.polish import polish
from tests.unit.patrol.tours.test_one_tour import distances, length

spots = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=12, unique=True
)


@settings(max_examples=40, deadline=None)
@given(spots, st.randoms(use_true_random=False))
def test_a_polished_tour_visits_all_and_is_never_longer(points, random):
    cost = distances(points)
    tour = np.array(random.sample(range(len(points)), len(points)))
    better = polish(cost, tour)
    assert sorted(better) == list(range(len(points)))
    assert length(cost, better, closed=True) <= length(cost, tour, closed=True) + 1e-9


def test_a_crossing_is_undone():
    cost = distances([(0, 0), (9, 0), (9, 9), (0, 9), (-5, 4), (4, -2)])
    assert length(cost, polish(cost, np.array([0, 2, 1, 3, 4, 5])), closed=True) < 46


def test_a_stop_passed_by_on_the_way_is_taken_along():
    cost = distances([(0, 0), (10, 0), (20, 0), (30, 0), (30, 30), (0, 30), (15, 30)])
    tour = polish(cost, np.array([0, 6, 1, 2, 3, 4, 5]))
    assert length(cost, tour, closed=True) == 120
