"""Which cell goes on from which: mostly the same ground, in both directions."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.succession import AREA_WEIGHT_PER_M2, find_successors, ground_weights


def shared(*rows: tuple[str | None, str | None, float]) -> pd.DataFrame:
    """Give a frame of what cells share."""
    return pd.DataFrame(rows, columns=["before", "after", "weight"])


@pytest.mark.parametrize(
    ("rows", "successors"),
    [
        ([("a", "x", 10)], {"a": "x"}),
        ([("a", "x", 10), ("b", "y", 10)], {"a": "x", "b": "y"}),
        ([("a", "x", 6), ("a", "y", 4)], {"a": "x"}),  # Cut in two: the larger part goes on.
        ([("a", "x", 5), ("a", "y", 5)], {}),  # Cut in halves.
        ([("a", "x", 6), ("b", "x", 4)], {"a": "x"}),  # Merged: the larger goes on.
        ([("a", "x", 5), ("b", "x", 5)], {}),
        ([("a", "x", 3), ("b", "x", 9)], {"b": "x"}),  # A small cell is taken in by a big one.
        ([("a", "x", 9), ("a", None, 10)], {}),  # Most of it is in no cell any more.
        ([("a", "x", 9), (None, "x", 10)], {}),
        ([], {}),
    ],
)
def test_who_goes_on(rows: list[tuple[str | None, str | None, float]], successors: object) -> None:
    """More than half of the old one, and more than half of the new one."""
    assert find_successors(shared(*rows)) == successors


def test_households_before_buildings_before_ground() -> None:
    """Where people live they decide; a park is compared by its ground."""
    lived = ground_weights(pd.Series([30, 0, 0, None], dtype="Int64"))
    assert lived[0] > lived[1:].sum()
    assert lived[1] == lived[3] > 1e6 * AREA_WEIGHT_PER_M2


cells = st.one_of(st.none(), st.integers(0, 5))


@given(st.lists(st.tuples(cells, cells, st.floats(0.1, 100)), max_size=30))
def test_no_cell_goes_on_twice(rows: list[tuple[int | None, int | None, float]]) -> None:
    """Whatever is shared, successors are one to one."""
    found = find_successors(shared(*rows))
    assert len(set(found.values())) == len(found)
