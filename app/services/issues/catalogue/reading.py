"""Reading a catalogue from a table: one row a limit, the category named by its code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.services.issues.catalogue.columns import (
    CATALOGUE_OF,
    COLUMN_OF,
    NO_WORDS,
    REGION_OF,
    UNIT_OF,
)
from app.services.issues.catalogue.entry import ICONS, CategoryEntry, LimitEntry, check_entry
from geodata.errors import N_, InputRefused
from geodata.read import ReadOptions, read_table

MOST_ROWS = 5_000
_AMOUNT = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(.*)")
_T = TypeVar("_T")

Row = Mapping[str, str]


@dataclass(frozen=True)
class RowProblem:
    """Why a category of a table was not taken; ``row`` is the line in the file, headings first."""

    row: int
    refused: InputRefused


@dataclass(frozen=True)
class CatalogueRead:
    """What a table holds: the good categories, and what is to be mended."""

    entries: tuple[CategoryEntry, ...]
    problems: tuple[RowProblem, ...]


def read_catalogue(path: Path, options: ReadOptions | None = None) -> CatalogueRead:
    """Read a catalogue.

    Parameters
    ----------
    path : Path
        CSV or Excel.
    options : ReadOptions, optional
        Which sheet, which encoding.

    Returns
    -------
    CatalogueRead
        A category with a bad row is left out whole: half of its limits would be wrong ones.

    Raises
    ------
    InputRefused
        If it cannot be read, or has no column for codes or for names.
    """
    options = options or ReadOptions(max_rows=MOST_ROWS, places="ignored")
    frame = read_table(path, options).frame
    found = {column: _field(column) for column in frame.columns}
    wanted = {field: column for column, field in found.items() if field}
    missing = [field for field in ("code", "name") if field not in wanted]
    if missing:
        raise InputRefused(
            N_("The table needs the columns code and name; %(missing)s is missing."),
            missing=", ".join(missing),
        )
    columns = {field: frame[column].fillna("").astype(str) for field, column in wanted.items()}
    rows = [
        {field: values.iloc[index].strip() for field, values in columns.items()}
        for index in range(len(frame))
    ]
    return _grouped(rows)


def _field(column: str) -> str | None:
    """Give the field that a heading means."""
    return COLUMN_OF.get(re.sub(r"[\s_]+", "_", column.strip().lower()))


def _grouped(rows: Sequence[Row]) -> CatalogueRead:
    """Bring the rows of each category together, wherever they stand."""
    groups: dict[str, list[int]] = {}
    code = ""
    for index, row in enumerate(rows):
        code = row["code"] or code
        if any(row.values()):
            groups.setdefault(code, []).append(index)
    entries, problems = [], []
    for indexes in groups.values():
        try:
            entry = _entry([rows[index] for index in indexes])
            check_entry(entry)
        except InputRefused as refused:
            problems.append(RowProblem(indexes[0] + 2, refused))
        else:
            entries.append(entry)
    return CatalogueRead(tuple(entries), tuple(problems))


def _entry(rows: Sequence[Row]) -> CategoryEntry:
    """Make the entry of one category; its first row says what it is."""
    first = rows[0]
    icon = first.get("icon", "")
    return CategoryEntry(
        catalogue=_choice(first.get("catalogue", ""), CATALOGUE_OF, first),
        code=first["code"],
        name=first["name"],
        group=first.get("group", ""),
        name_en=first.get("name_en", ""),
        icon=icon if icon in ICONS else "other",
        for_residents=first.get("for_residents", "").lower() not in NO_WORDS,
        limits=tuple(_limits(rows)),
    )


def _limits(rows: Sequence[Row]) -> Iterator[LimitEntry]:
    """Go through the limits that rows give; one without a number gives none."""
    for row in rows:
        said = row.get("amount", "")
        if not said:
            continue
        amount = _AMOUNT.fullmatch(said)
        if amount is None:
            raise InputRefused(
                N_("%(name)s: %(said)s is no time limit."), name=rows[0]["name"], said=said[:40]
            )
        unit = amount[2].strip() or row.get("unit", "")
        region = row.get("region", "")
        yield LimitEntry(
            float(amount[1]),
            _choice(unit, UNIT_OF, rows[0]),
            row.get("condition", ""),
            _choice(_before_colon(region), REGION_OF, rows[0]) if region else None,
        )


def _before_colon(text: str) -> str:
    """Give the short name of a region: ``Class 1: busy places`` is said as ``Class 1``."""
    return re.split("[:：区]", text)[0]


def _choice(text: str, table: Mapping[str, _T], row: Row) -> _T:
    """Read a word that stands for one of a few things."""
    word = text.strip().lower()
    if word not in table:
        known = ", ".join(key for key in table if key and not key.isascii())
        raise InputRefused(
            N_("%(name)s: %(said)s is not understood; write one of %(known)s."),
            name=row["name"] or row["code"],
            said=text[:40] or "-",
            known=known,
        )
    return table[word]
