"""How many cells somebody gets who wishes for a number, or for a range of households."""

from __future__ import annotations

import pytest

from geodata.divide.wishes import Size, decide_size


def test_a_number_of_cells_is_taken_as_it_is() -> None:
    size, findings = decide_size(1000.0, 50, 4, None)
    assert size == Size(4, pytest.approx(237.5), pytest.approx(262.5))
    assert not findings


@pytest.mark.parametrize(
    ("total", "wished", "cells"),
    [(4000, (300, 500), 10), (390, (300, 500), 1), (90, (300, 500), 1)],
)
def test_a_range_gives_the_number_whose_mean_is_nearest_its_middle(
    total: float, wished: tuple[float, float], cells: int
) -> None:
    assert decide_size(total, 99, None, wished)[0] == Size(cells, *wished)


def test_a_range_that_holds_no_number_is_said_and_kept() -> None:
    size, findings = decide_size(90.0, 9, None, (300, 500))
    assert size.cells == 1
    assert [finding.code for finding in findings] == ["range_cannot_hold"]
    assert "90 households in 1 cells" in str(findings[0])


def test_a_number_and_a_range_that_disagree_are_said() -> None:
    size, findings = decide_size(4000.0, 99, 4, (300, 500))
    assert size == Size(4, 300, 500)
    assert [finding.code for finding in findings] == ["range_cannot_hold"]
