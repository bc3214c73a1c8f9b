"""Headings for a list of people that was copied without any, told from what the cells hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from geodata.clean.choices import CHOICES
from geodata.clean.several import people_in
from geodata.text import normal

_PHONE = re.compile(r"[\d\s\-+()（）]{7,20}")
_CELL = re.compile(r".*网格.*|\d{15}")
_NAME = re.compile(r"[A-Za-z一-鿿·. ]{2,40}")


def guess_headings(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """Guess what the columns of a list hold.

    Parameters
    ----------
    rows : Sequence of Sequence of str
        Cells as text, all rows of one width.

    Returns
    -------
    list of str or None
        A heading for each column, ``列1`` ... for those that say nothing; None where no column
        can hold names.
    """
    tests: list[tuple[str, Callable[[str], bool]]] = [
        ("电话", lambda cell: bool(_PHONE.fullmatch(cell)) and sum(map(str.isdigit, cell)) >= 7),
        ("职务", lambda cell: normal(cell) in CHOICES["members", "role"]),
        ("网格", lambda cell: bool(_CELL.fullmatch(cell))),
        ("单元", lambda cell: cell.endswith("单元") and "楼" not in cell),
        ("姓名", lambda cell: all(_NAME.fullmatch(name) for name in people_in(cell))),
        ("楼号", lambda cell: any(map(str.isdigit, cell))),
    ]
    columns = list(zip(*rows, strict=True))
    headings = [f"列{number}" for number in range(1, len(columns) + 1)]
    for at, column in enumerate(columns):
        filled = [cell.strip() for cell in column if cell.strip()]
        fits = (
            name
            for name, test in tests
            if filled and name not in headings and sum(map(test, filled)) > len(filled) / 2
        )
        headings[at] = next(fits, headings[at])
    return headings if "姓名" in headings else None
