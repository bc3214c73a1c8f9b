"""Columns of a workbook are as wide as their texts."""

from __future__ import annotations

import pytest

from app.services.exports.widths import WIDEST, column_width


@pytest.mark.parametrize(
    ("values", "width"),
    [
        (["编号", "202611-145"], 12),
        (["电动车失窃", None], 12),
        (["一行\n更长的一行"], 12),
        ([3.5, 12], 5),
        ([], 2),
        (["长" * 100], WIDEST),
    ],
)
def test_a_chinese_sign_is_as_wide_as_two_digits(values: list[object], width: int) -> None:
    assert column_width(values) == width
