"""Cells merged over several rows: what stands in the first holds for all of them."""

from __future__ import annotations

import re
from typing import Any

from openpyxl.utils import range_boundaries

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')

Span = tuple[int, int, int]
"""Column, first and last row of a merged cell, counted from 0."""


def merged_down(sheet: Any) -> list[Span]:
    """List the cells of one column that are merged over several rows.

    Parameters
    ----------
    sheet : openpyxl ReadOnlyWorksheet
        Opened this way, as large workbooks must be, openpyxl itself does not tell of them.

    Returns
    -------
    list of tuple
    """
    spans = []
    with sheet._get_source() as source:
        for match in _MERGED.finditer(source.read()):
            left, top, right, bottom = (edge or 0 for edge in range_boundaries(match[1].decode()))
            # Titles and headings are merged to the side; they must not be repeated.
            if left == right and top < bottom:
                spans.append((left - 1, top - 1, bottom - 1))
    return spans


def fill_merged(rows: list[list[Any]], spans: list[Span]) -> None:
    """Write the value of merged cells into all rows over which they reach.

    Parameters
    ----------
    rows : list of list
        Changed in place; the first is row 0 of the sheet.
    spans : list of tuple
        From :func:`merged_down`.
    """
    for column, top, bottom in spans:
        if top >= len(rows) or column >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            row.extend([None] * (column + 1 - len(row)))
            row[column] = rows[top][column]
