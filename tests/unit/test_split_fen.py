"""A cost is shared to the fen."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.issues.deliberation import split_fen


@given(st.integers(0, 10**9), st.lists(st.integers(1, 500), min_size=1, max_size=60))
def test_shares_add_up_and_are_fair(total_fen: int, weights: list[int]) -> None:
    """Nothing is lost, and nobody is further than one fen from what is just."""
    shares = split_fen(total_fen, weights)
    assert sum(shares) == total_fen
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total_fen * weight, sum(weights))) < 1


@given(st.integers(0, 10**9), st.integers(1, 60))
def test_equals_pay_the_same_but_for_a_fen(total_fen: int, count: int) -> None:
    """Of equals the first bear the fen that is left."""
    shares = split_fen(total_fen, [1] * count)
    assert max(shares) - min(shares) <= 1
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("weights", [[], [0], [3, -1]])
def test_a_sum_needs_payers(weights: list[int]) -> None:
    """Nobody, and nobody who weighs anything, cannot pay."""
    with pytest.raises(ValueError, match="payers"):
        split_fen(100, weights)
