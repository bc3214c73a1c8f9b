"""How alike texts are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.likeness import likeness


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("41号楼下水道堵塞", "下水道堵了，41号楼", 0.7, 0.8),
        ("Street light out", "STREET-LIGHT: out", 1.0, 1.0),
        ("楼道灯不亮", "电动车占道", 0.0, 0.0),
        ("", "", 0.0, 0.0),
        ("漏水" * 1000, "漏水" * 500, 1.0, 1.0),
    ],
)
def test_examples(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(one, other) <= most


@given(st.text(), st.text())
def test_it_is_a_share_and_does_not_mind_the_order(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
