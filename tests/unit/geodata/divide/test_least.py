"""No division of whole buildings is more even than this."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from geodata.divide.least import least_largest_deviation


@pytest.mark.parametrize(
    ("homes", "cells", "least"),
    [
        ([60, 20, 20], 2, 0.2),  # One building is more than a cell should have.
        ([40, 40, 40], 2, 1 / 3),  # Two of three share a cell.
        ([10, 10, 10, 10], 2, 0.0),
        ([7, 7, 7], 2, 1 / 3),
        ([0.5, 0.5, 0.25, 0.25], 2, 0.0),  # Estimates need not be whole.
        ([0, 0], 2, 0.0),
        ([7, 7, 7, 7, 7, 0], 3, 0.4),  # Some cell has one of five homes; the last is empty.
    ],
)
def test_least_deviation_is_a_bound_of_whole_buildings(
    homes: list[int], cells: int, least: float
) -> None:
    assert least_largest_deviation(np.array(homes, float), cells) == pytest.approx(least)


@pytest.mark.parametrize("seed", range(30))
def test_no_division_is_more_even_than_the_bound(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells = int(rng.integers(2, 4))
    homes = rng.integers(1, 12, rng.integers(cells, 8)).astype(float)
    shared_out = itertools.product(range(cells), repeat=len(homes))
    loads = np.array([np.bincount(labels, homes, cells) for labels in shared_out])
    best = np.abs(loads / homes.sum() * cells - 1).max(axis=1).min()
    assert least_largest_deviation(homes, cells) <= best + 1e-9


def test_several_cells_with_fewer_homes_cannot_all_have_the_largest() -> None:
    # Of 8 homes in 5 cells two cells have one each: on average at most 37.5 households.
    homes = np.array([39, 36, 20, 20, 20, 20, 20, 20], float)
    assert least_largest_deviation(homes, 5) == pytest.approx(1 - 37 / 39)
