"""All cells of a layer read by the kind of their field; what cannot be read is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from geodata.clean.values import count, flag, moment, prose, text
from geodata.clean.work import ROW, Work
from geodata.errors import N_
from geodata.findings import Severity
from geodata.limits import MAX_TEXT_LENGTH
from geodata.schema import SUBJECTS, Field

_READERS: dict[str, Callable[[Any], Any]] = {
    "text": text,
    "prose": prose,
    "choice": text,
    "count": count,
    "flag": flag,
    "moment": moment,
    "date": moment,
}
_UNREADABLE = {
    "count": N_("Row %(row)s, column %(column)s: %(value)s is no number; it was left empty."),
    "flag": N_(
        "Row %(row)s, column %(column)s: %(value)s is neither yes nor no; it was left empty."
    ),
    "moment": N_("Row %(row)s, column %(column)s: %(value)s is no time; it was left empty."),
    "date": N_("Row %(row)s, column %(column)s: %(value)s is no date; it was left empty."),
}


_Reading = tuple[Any, bool]
"""A value, and whether the cell could be read."""


def read_values(work: Work) -> None:
    """Read all cells by the kind of their field; what cannot be read is left empty and found.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    """
    for item in SUBJECTS[work.subject]:
        dtype = "Int64" if item.kind == "count" else object
        values = _column(work, item) if item.name in work.columns else [None] * len(work.frame)
        work.frame[item.name] = pd.Series(values, index=work.frame.index, dtype=dtype)


def _column(work: Work, item: Field) -> list[Any]:
    column = work.columns[item.name]
    seen: dict[Any, _Reading] = {}  # Most columns repeat a few values a hundred thousand times.
    values = []
    for cell, row in zip(work.frame[item.name], work.frame[ROW], strict=True):
        # The type is part of the key, since 1, 1.0 and True are equal.
        value, good = seen.get((type(cell), cell)) or seen.setdefault(
            (type(cell), cell), _read(item.kind, cell)
        )
        if not good:
            _found_unreadable(work, item.kind, cell, column, row)
        elif isinstance(value, str) and len(value) > MAX_TEXT_LENGTH:
            value = value[:MAX_TEXT_LENGTH]
            _found_long(work, column, row)
        values.append(value)
    return values


def _read(kind: str, cell: Any) -> _Reading:
    try:
        return _READERS[kind](cell), True
    except (ValueError, OverflowError):
        return None, False


def _found_unreadable(work: Work, kind: str, cell: Any, column: str, row: int) -> None:
    value = str(cell)[:50]
    template = _UNREADABLE[kind]
    work.found.add(f"bad_{kind}", Severity.WARNING, template, row=row, column=column, value=value)


def _found_long(work: Work, column: str, row: int) -> None:
    work.found.add(
        "text_cut",
        Severity.REPAIRED,
        N_("Row %(row)s, column %(column)s: the text was longer than %(limit)s and was cut."),
        row=row,
        column=column,
        limit=MAX_TEXT_LENGTH,
    )
