"""Piles: what is a default of a source, and what is a busy place."""

from __future__ import annotations

import numpy as np
import pytest

from geodata.piles import find_piles


@pytest.mark.parametrize(
    ("counts", "piles"),
    [
        ([16_960] + [680] + [2] * 50_000, [0]),  # The city hall, and the next point.
        ([77, 44, 26] + [2] * 2_800, []),  # The busiest compound of another city.
        ([60] + [14] * 70, []),  # A source that knows only buildings, and a bad one.
        ([400, 300] + [1] * 1_000, [0, 1]),  # Two offices.
        ([49] + [1] * 10, []),  # Too few to tell.
        ([60], []),  # One point alone: nothing to compare it with.
        ([], []),
    ],
)
def test_piles(counts: list[int], piles: list[int]) -> None:
    """A pile is large, a large part, and far above the rest."""
    assert find_piles(np.array(counts, dtype=np.int64)).nonzero()[0].tolist() == piles
