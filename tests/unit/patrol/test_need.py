"""Patrols go where a visit finds much, and nowhere never."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import InputRefused
from patrol.need import choose_places, rates_per_visit, shares_of_visits

PLACES = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 2000)), min_size=1, max_size=12
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(PLACES)
def test_shares_sum_up_and_starve_no_place(places: list[tuple[int, int]]) -> None:
    found, visits = np.array(places).T
    shares = shares_of_visits(np.minimum(found, visits), visits)
    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0.2 / len(shares) - 1e-12).all()


def test_being_looked_at_more_often_is_no_need() -> None:
    once, often = shares_of_visits([10, 100], [100, 1000])
    assert once == pytest.approx(often, rel=0.05)
    assert rates_per_visit([0, 0], [0, 0]).tolist() == [1, 1]


def test_few_visits_are_drawn_to_the_mean() -> None:
    rates = rates_per_visit([1, 10, 5], [1, 100, 100])
    assert rates[0] < 0.15
    assert rates[1] > rates[2]


def test_the_place_that_lags_most_is_chosen_unless_chance_says_otherwise() -> None:
    shares = np.array([0.5, 0.3, 0.2])
    assert choose_places(shares, [0, 30, 20], 1, seed=1, random_share=0).tolist() == [0]
    drawn = [choose_places(shares, [0, 30, 20], 1, seed=seed)[0] for seed in range(200)]
    assert 10 < sum(place != 0 for place in drawn) < 60
    assert sorted(choose_places(shares, [1, 1, 1], 3, seed=5).tolist()) == [0, 1, 2]


def test_sixty_days_bring_visits_near_to_the_need() -> None:
    rates, rng = np.array([0.1, 0.2, 0.6]), np.random.default_rng(3)
    found, visits = np.zeros(3), np.zeros(3)
    for _ in range(600):
        place = choose_places(shares_of_visits(found, visits), visits, 1, seed=rng)
        visits[place] += 1
        found[place] += rng.random() < rates[place]
    shares = visits / visits.sum()
    assert shares[2] > 0.45
    assert shares.min() > 0.1


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InputRefused, match="of each place"):
        shares_of_visits([1, 2], [1])
    with pytest.raises(InputRefused, match="below zero"):
        shares_of_visits([-1], [1])
    with pytest.raises(InputRefused, match="between 0 and 1"):
        shares_of_visits([1], [1], random_share=2)
    with pytest.raises(InputRefused, match="4 patrols cannot go"):
        choose_places(np.array([0.5, 0.5]), [0, 0], 4, seed=1)


def test_a_place_with_more_to_visit_is_due_more_visits() -> None:
    shares = shares_of_visits([0, 0, 9], [30, 30, 30], sizes=[10, 30, 0])
    assert shares[1] == pytest.approx(3 * shares[0])
    assert shares[2] == 0
    assert shares_of_visits([0, 0], [9, 9], sizes=[0, 0]).tolist() == [0.5, 0.5]
    with pytest.raises(InputRefused, match="size of each place"):
        shares_of_visits([1, 1], [1, 1], sizes=[1])
    with pytest.raises(InputRefused, match="No size"):
        shares_of_visits([1, 1], [1, 1], sizes=[1, -1])
