"""The scan beside a plain one, and what a cluster in space and time looks like."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import InputRefused
from mapping.hotspots import permutation_scan, scan, space_time_scan

RNG = np.random.default_rng(4)
GRID = np.array([[x, y] for y in range(6) for x in range(6)]) * 100.0


def plain_llr(cases: np.ndarray, population: np.ndarray, xy: np.ndarray, share: float) -> float:
    """Find the greatest likelihood ratio by drawing every circle."""
    total, expected = cases.sum(), population * cases.sum() / population.sum()
    best = 0.0
    for centre in xy:
        away = np.hypot(*(xy - centre).T)
        for radius in np.unique(away):
            inside = away <= radius
            c, e = cases[inside].sum(), expected[inside].sum()
            if c < 2 or c <= e or population[inside].sum() > share * population.sum() + 1e-9:
                continue
            rest = total - c
            ratio = c * np.log(c / e) + (rest * np.log(rest / (total - e)) if rest else 0)
            best = max(best, ratio)
    return best


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.1, 0.3, 0.5]))
def test_the_likeliest_circle_is_that_of_a_plain_search(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    cases, population = rng.poisson(3, 36), rng.integers(1, 60, 36).astype(float)
    found = scan(GRID, cases, population, max_share=share, replications=19, seed=seed)
    plain = plain_llr(cases, population, GRID, share)
    if found:
        assert found[0].llr == pytest.approx(plain, abs=1e-9)
    taken = [member for cluster in found for member in cluster.members]
    assert len(taken) == len(set(taken))


def test_a_seed_gives_the_same_chances() -> None:
    cases = RNG.poisson(2, 36)
    first = scan(GRID, cases, np.full(36, 50.0), seed=3)
    assert scan(GRID, cases, np.full(36, 50.0), seed=3) == first


def test_a_scan_that_is_stopped_compares_with_the_maps_so_far() -> None:
    cases = np.zeros(36, dtype=int)
    cases[[0, 1, 6]] = 5
    shares: list[float] = []

    def stop(share: float, _: str) -> bool:
        shares.append(share)
        return len(shares) < 2

    found = scan(GRID, cases, np.full(36, 50.0), tell=stop)
    assert shares == [0, 50 / 999]
    assert found[0].members == (0, 1, 6)
    assert found[0].p == pytest.approx(1 / 51)


def test_nothing_is_found_where_nothing_happened() -> None:
    assert scan(GRID, np.zeros(36), np.full(36, 50.0)) == []
    one = np.zeros(36)
    one[4] = 1
    assert scan(GRID, one, np.full(36, 50.0)) == []


def outbreak() -> np.ndarray:
    """Give two cases a month everywhere, and many in one corner in the last three months."""
    cases = np.random.default_rng(8).poisson(2, (36, 12))
    cases[np.ix_([28, 29, 34, 35], [9, 10, 11])] += 6
    return cases


def test_an_outbreak_is_found_with_its_place_and_months() -> None:
    for found in (
        space_time_scan(GRID, outbreak(), np.full(36, 50.0), replications=199),
        permutation_scan(GRID, outbreak(), replications=199),
    ):
        alarm = found[0]
        assert set(alarm.members) == {28, 29, 34, 35}
        assert (alarm.since, alarm.until) == (9, 11)
        assert alarm.p == pytest.approx(1 / 200)
        assert alarm.times_usual > 1.5


def test_what_is_over_is_no_alarm_and_can_be_asked_for() -> None:
    cases = outbreak()[:, ::-1]
    households = np.full(36, 50.0)
    alive = space_time_scan(GRID, cases, households, replications=99)
    assert all(cluster.p > 0.05 for cluster in alive)
    past = space_time_scan(GRID, cases, households, replications=99, alive=False)
    assert (past[0].since, past[0].until, past[0].p) == (0, 2, 0.01)


def test_weeks_that_are_busy_everywhere_are_no_outbreak_where_that_is_known() -> None:
    cases = np.random.default_rng(9).poisson(2, (36, 12))
    cases[:, 10:] += 4
    households = np.full(36, 50.0)
    assert space_time_scan(GRID, cases, households, replications=99)[0].p == 0.01
    found = space_time_scan(GRID, cases, households, replications=99, busy_times=True)
    assert all(cluster.p > 0.05 for cluster in found)
    local = space_time_scan(GRID, outbreak(), households, replications=99, busy_times=True)
    assert set(local[0].members) == {28, 29, 34, 35}


def test_a_place_that_is_always_worse_is_no_outbreak() -> None:
    cases = np.random.default_rng(8).poisson(2, (36, 12))
    cases[35] += 9
    found = permutation_scan(GRID, cases, replications=99)
    assert all(cluster.p > 0.05 for cluster in found)
    assert space_time_scan(GRID, cases, np.full(36, 50.0), replications=99)[0].p == 0.01


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"xy": [[0, 0, 0]] * 36}, "x and y"),
        ({"cases": [1.5] * 36}, "whole numbers"),
        ({"max_share": 0}, "between 0 and 1"),
        ({"replications": 0}, "At least one map"),
        ({"population": [1] * 35}, "36 cells and 35 values"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(change: dict[str, object], said: str) -> None:
    wish: dict[str, object] = {"xy": GRID, "cases": [1] * 36, "population": [9] * 36}
    with pytest.raises(InputRefused, match=said):
        scan(**(wish | change))  # type: ignore[arg-type]


def test_one_slice_of_time_is_no_series() -> None:
    with pytest.raises(InputRefused, match="at least two slices"):
        permutation_scan(GRID, np.ones((36, 1)))
    with pytest.raises(InputRefused, match="whole numbers"):
        permutation_scan(GRID, np.full((36, 3), -1))
