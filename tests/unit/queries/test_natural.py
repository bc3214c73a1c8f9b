"""Names sorted as people count."""

from __future__ import annotations

import random

import pytest

from app.queries.natural import natural_key


@pytest.mark.parametrize(
    "names",
    [
        ["第一支部", "第二支部", "第三支部", "第九支部", "第十支部", "第十二支部", "第二十支部"],
        ["2组", "10组", "第3组"],
        ["９号", "10号", "10号附1", "10号附2"],
        ["一百零三", "一百一十", "二百"],
        ["二〇二五年", "二〇二六年"],
        ["", "一", "党委"],
    ],
)
def test_numbers_in_names_count(names: list[str]) -> None:
    mixed = random.Random(1).sample(names, len(names))
    assert sorted(mixed, key=natural_key) == names
