"""No division of whole buildings is more even than this."""

from __future__ import annotations

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
