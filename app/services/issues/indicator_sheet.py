"""Indicators as an Excel workbook that can be handed in: figures, rates, definitions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from app.queries.issues.indicators import (
    COUNT_MEANINGS,
    COUNT_WORDS,
    GROUP_WORDS,
    RATE_WORDS,
    Counts,
    Group,
    Indicators,
    Span,
    say_group,
)
from app.services.exports.widths import column_width
from geodata.errors import N_

Translate = Callable[[str], str]


def write_indicators(
    found: Indicators,
    span: Span,
    group: Group,
    path: Path,
    *,
    community: str,
    translate: Translate,
) -> None:
    """Write indicators to a workbook; names are text, whatever they begin with.

    Parameters
    ----------
    found : Indicators
        By that group.
    span : Span
    group : Group
    path : Path
        Overwritten.
    community : str
        Name of the community.
    translate : callable
        English template to the reader's language.
    """
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        percent = book.add_format({"num_format": "0.00%"})
        sheet.write_string(0, 0, f"{community}  {span.since} – {span.until}", bold)
        headings = [GROUP_WORDS[group], *COUNT_WORDS.values()]
        rates = [f"{translate(name)} ({translate(of)})" for name, of in RATE_WORDS.values()]
        for column, heading in enumerate([*map(translate, headings), *rates]):
            sheet.write_string(1, column, heading, bold)
            sheet.set_column(column, column, column_width([heading]))
        lines = [(say_group(row.name, group, translate), row.counts) for row in found.rows]
        for row, (name, counts) in enumerate([*lines, (translate(N_("In all")), found.total)], 2):
            _write_line(sheet, row, name, counts, percent)
        sheet.freeze_panes(2, 1)
        sheet.set_column(0, 0, column_width(name for name, _ in lines))
        _write_meanings(book.add_worksheet(), translate)


def _write_line(sheet: Any, row: int, name: str, counts: Counts, percent: Any) -> None:
    """Write the counts and rates of one group; a rate of nothing stays empty."""
    sheet.write_string(row, 0, name)
    for column, key in enumerate(COUNT_WORDS, 1):
        sheet.write_number(row, column, getattr(counts, key))
    for column, key in enumerate(RATE_WORDS, 1 + len(COUNT_WORDS)):
        rate = getattr(counts, key)
        if rate is not None:
            sheet.write_number(row, column, rate, percent)


def _write_meanings(sheet: Any, translate: Translate) -> None:
    """Write what each count means on a sheet of its own."""
    meanings = [
        (translate(COUNT_WORDS[key]), translate(meaning)) for key, meaning in COUNT_MEANINGS.items()
    ]
    for row, said in enumerate(meanings):
        sheet.write_row(row, 0, said)
    for column, texts in enumerate(zip(*meanings, strict=True)):
        sheet.set_column(column, column, column_width(texts))
