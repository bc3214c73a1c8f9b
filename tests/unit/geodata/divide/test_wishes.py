"""How many cells somebody gets who wishes for a number, or for a range of households."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from geodata.divide.wishes import Size, decide_size
from geodata.errors import InputRefused


def alike(total: float, houses: int) -> NDArray[np.float64]:
    return np.full(houses, total / houses)


def test_a_number_of_cells_is_taken_as_it_is() -> None:
    size, findings = decide_size(alike(1000.0, 50), 4, None)
    assert size == Size(4, pytest.approx(237.5), pytest.approx(262.5), 250.0)
    assert not findings


@pytest.mark.parametrize(
    ("total", "wished", "cells"),
    [(4000, (300, 500), 10), (390, (300, 500), 1), (90, (300, 500), 1)],
)
def test_a_range_gives_the_number_whose_mean_is_nearest_its_middle(
    total: float, wished: tuple[float, float], cells: int
) -> None:
    size = decide_size(alike(total, 99), None, wished)[0]
    assert size == Size(cells, *wished, pytest.approx(total / cells))


def test_a_range_that_holds_no_number_is_said_and_kept() -> None:
    size, findings = decide_size(alike(90.0, 9), None, (300, 500))
    assert size.cells == 1
    assert [finding.code for finding in findings] == ["range_cannot_hold"]
    assert "90 households in 1 cells" in str(findings[0])


def test_a_number_and_a_range_that_disagree_are_said() -> None:
    size, findings = decide_size(alike(4000.0, 99), 4, (300, 500))
    assert (size.cells, size.low, size.high) == (4, 300, 500)
    assert [finding.code for finding in findings] == ["range_cannot_hold"]


def test_a_building_larger_than_a_cell_is_one_and_the_others_are_shared_out_without_it() -> None:
    loads = np.array([500.0] + [10.0] * 35)
    size, findings = decide_size(loads, None, (60, 120))
    assert size.cells == 1 + 4
    assert size.mean == pytest.approx(350 / 4)
    assert not findings


def test_ground_on_which_all_is_exclusive_leaves_nothing_to_divide() -> None:
    with pytest.raises(InputRefused, match="nothing is left"):
        decide_size(np.empty(0), 3, None)
