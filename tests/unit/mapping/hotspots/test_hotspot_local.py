"""Local statistics: known by hand, and by what must hold whatever the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import sparse
from shapely import box

from geodata.errors import InputRefused
from mapping.hotspots import (
    benjamini_hochberg,
    expected_cases,
    gi_star,
    local_moran,
    locally_smoothed,
    poisson_residuals,
    smoothed_rates,
    touching,
    two_sided,
    within,
)

ROW = touching([box(x, 0, x + 1, 1) for x in range(5)])


def test_neighbours_touch_by_edge_or_corner() -> None:
    board = [box(x, y, x + 1, y + 1) for y in range(3) for x in range(3)]
    assert touching(board).sum(axis=1).tolist() == [4, 6, 4, 6, 9, 6, 4, 6, 4]
    assert touching(board, itself=False).sum() == touching(board).sum() - 9


def test_neighbours_across_a_gap_and_by_distance() -> None:
    blocks = [box(0, 0, 10, 10), box(14, 0, 24, 10), box(60, 0, 70, 10)]
    assert touching(blocks, gap_m=5).toarray().tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    centres = [[5, 5], [19, 5], [65, 5]]
    assert within(centres, 15).toarray().tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=5, max_size=5), st.integers(1, 9))
def test_gi_star_knows_no_unit_and_turns_with_the_sign(values: list[int], factor: int) -> None:
    z = gi_star(values, ROW)
    assert np.isfinite(z).all()
    assert_allclose(gi_star(np.array(values) * factor + 7.0, ROW), z, atol=1e-8)
    assert_allclose(gi_star(-np.array(values, dtype=float), ROW), -z, atol=1e-8)


def test_where_nothing_can_be_said_gi_star_is_zero() -> None:
    assert gi_star([0.1 + 0.2] * 5, ROW).tolist() == [0] * 5
    everyone = sparse.csr_array(np.ones((5, 5)))
    assert gi_star([1, 2, 3, 4, 5], everyone).tolist() == [0] * 5
    assert gi_star([], sparse.csr_array((0, 0))).tolist() == []
    assert [part.tolist() for part in local_moran([3] * 5, ROW)] == [[0] * 5, [0] * 5]


def test_residuals_compare_with_the_same_risk_everywhere() -> None:
    cases, households = [5, 0, 5, 0], [100, 100, 400, 0]
    assert expected_cases(cases, households).sum() == pytest.approx(10)
    assert poisson_residuals(cases, households)[0] == pytest.approx(3 / np.sqrt(10 / 6), abs=0.3)
    assert poisson_residuals(cases, households)[3] == 0


def test_rates_are_drawn_to_the_mean_where_few_are_exposed() -> None:
    small, large = smoothed_rates([3, 300, 100, 20], [10, 1000, 1000, 200]).rate[:2]
    mean = 423 / 2210
    assert mean < small < 0.3
    assert large == pytest.approx(0.3, abs=0.01)
    level = smoothed_rates([2, 4], [100, 200])
    assert_allclose(level.rate, [0.02, 0.02])
    assert_allclose([level.low, level.high], [[0.02, 0.02]] * 2)


@pytest.mark.parametrize(
    ("cases", "exposure", "said"),
    [
        ([1, -1], [5, 5], "Count 2 is below zero"),
        ([1, 1], [5, 0], "Cell 2 has issues and nobody"),
        ([1, 1], [5], "2 cells and 1 values"),
        ([1, float("nan")], [5, 5], "Value 2 is no number"),
        ([[1], [1]], [5, 5], "one value for each cell"),
    ],
)
def test_what_does_not_fit_is_refused(cases: list[float], exposure: list[float], said: str) -> None:
    with pytest.raises(InputRefused, match=said):
        poisson_residuals(cases, exposure)


def test_weights_and_rates_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputRefused, match="5 x 5 do not fit 4 cells"):
        gi_star([1, 2, 3, 4], ROW)
    with pytest.raises(InputRefused, match="somebody exposed"):
        smoothed_rates([0], [0])
    with pytest.raises(InputRefused, match="do not fit"):
        locally_smoothed([1, 1], [5, 5], ROW)


def test_discoveries_depend_on_how_many_were_looked_at() -> None:
    assert benjamini_hochberg([0.03]).tolist() == [True]
    assert benjamini_hochberg([0.03] + [0.9] * 9).tolist() == [False] * 10
    assert benjamini_hochberg([]).tolist() == []
    assert two_sided([-3.0, 3.0]).tolist() == pytest.approx([0.0027, 0.0027], rel=1e-3)
