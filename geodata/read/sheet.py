"""Tables: CSV and Excel, with or without coordinates."""

from __future__ import annotations

import csv
import gzip
import io
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
import pandas as pd
from openpyxl.utils.exceptions import InvalidFileException

from geodata.errors import N_, InputRefused
from geodata.limits import (
    MAX_ARCHIVE_ENTRIES,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT_FILE_BYTES,
)
from geodata.read.columns import unique_columns
from geodata.read.encoding import chosen_codec, detect, fits, misfit
from geodata.read.members import Member
from geodata.read.merged import fill_merged, merged_down
from geodata.read.ogr import damaged
from geodata.read.types import LayerInfo, ReadOptions, Table
from geodata.read.xy import place_columns, with_places

_HEADER_WITHIN, _LOOK_AT = 15, 40
_XLSX_FAILURES = (
    InvalidFileException, ParseError, zipfile.BadZipFile, zlib.error,
    KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError,
)  # fmt: skip
# openpyxl raises whatever a broken part of a workbook makes it stumble over.


@dataclass(frozen=True)
class SheetSource:
    """One sheet of a workbook, or a CSV file.

    Attributes
    ----------
    name : str
    file : str
    rows : Sequence of sequences
        All rows, titles and header included.
    encoding : str
    """

    name: str
    file: str
    rows: Sequence[Sequence[Any]]
    encoding: str

    def info(self) -> LayerInfo:
        """Describe the sheet."""
        header, body = _split(self.rows)
        columns, _ = unique_columns(header, self.name)
        kind = "Point" if place_columns(columns, {}) else None
        return LayerInfo(self.name, kind, len(body), None, columns, self.encoding)

    def read(self, options: ReadOptions) -> Table:
        """Read the sheet, coordinates turned to points unless places are ignored."""
        header, body = _split(self.rows)
        if len(body) > options.max_rows:
            raise InputRefused(
                N_("The file %(file)s has more than %(limit)s rows. Split it."),
                file=self.file,
                limit=options.max_rows,
            )
        columns, findings = unique_columns(header, self.name)
        width = len(columns)
        cells = [[*row[:width], *[None] * (width - len(row))] for row in body]
        frame = pd.DataFrame(cells, columns=columns, dtype=object)
        table = Table(frame, self.name, None, self.encoding, findings)
        return table if options.places == "ignored" else with_places(table, options, self.file)


def _split(rows: Sequence[Sequence[Any]]) -> tuple[list[str], list[Sequence[Any]]]:
    """Find the header below titles, which ledgers like to put in a merged cell on top."""
    filled = [sum(not _is_blank(cell) for cell in row) for row in rows[:_LOOK_AT]]
    wanted = max(2, max(filled, default=0) / 2) if max(filled, default=0) > 1 else 1
    start = next((n for n, count in enumerate(filled[:_HEADER_WITHIN]) if count >= wanted), 0)
    if not rows:
        return [], []
    while start + 1 < len(rows) and _goes_on(rows[start], rows[start + 1]):
        start += 1
    header = ["" if cell is None else str(cell) for cell in rows[start]]
    while header and not header[-1].strip():
        header.pop()
    return header, list(rows[start + 1 :])


def _goes_on(header: Sequence[Any], row: Sequence[Any]) -> bool:
    """Say whether a row is the lower half of a header of which some cells are merged."""
    pairs = zip(header, row, strict=False)
    same = [a for a, b in pairs if isinstance(a, str) and not _is_blank(a) and a == b]
    return len(same) > 1


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def csv_sources(member: Member, file: str, encoding: str | None) -> list[SheetSource]:
    """Open a CSV file, packed with gzip or not.

    Parameters
    ----------
    member : Member
    file : str
        Name to show in messages.
    encoding : str or None
        What the user said.

    Returns
    -------
    list of SheetSource
        One.

    Raises
    ------
    InputRefused
        If it is too big, or no text, or its encoding must be asked.
    """
    raw = _plain_bytes(member, file)
    codec = _csv_codec(raw, file, encoding)
    text = raw.decode(codec, errors="replace").removeprefix("\ufeff")
    if "\0" in text:
        raise damaged(file)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        rows = [row for row in islice(reader, MAX_ROWS + _HEADER_WITHIN) if any(row)]
    except csv.Error as error:
        raise damaged(file) from error
    _check_width(rows, file)
    name = member.stem.removesuffix(".csv")
    return [SheetSource(name, file, _without_blanks(rows), codec)]


def _plain_bytes(member: Member, file: str) -> bytes:
    opener = gzip.open if member.suffix == ".gz" else open
    try:
        with opener(member.path, "rb") as stream:
            raw = stream.read(MAX_TEXT_FILE_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise damaged(file) from error
    if len(raw) > MAX_TEXT_FILE_BYTES:
        raise InputRefused(
            N_("The file %(file)s holds more than %(limit)s MB of text. Split it."),
            file=file,
            limit=MAX_TEXT_FILE_BYTES >> 20,
        )
    return raw


def _csv_codec(raw: bytes, file: str, chosen: str | None) -> str:
    for mark, codec in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return codec
    lines = raw.splitlines()
    if chosen:
        codec = chosen_codec(chosen, file)
        if not fits(lines, codec):
            raise misfit(codec, file)
        return codec
    return detect([line for line in lines if not line.isascii()], file)


def _delimiter(text: str) -> str:
    head = text[:20_000].splitlines()[:_LOOK_AT]
    return max(",\t;|", key=lambda mark: sum(line.count(mark) for line in head))


def _check_width(rows: Sequence[Sequence[Any]], file: str) -> None:
    width = max((len(row) for row in rows), default=0)
    if width > MAX_COLUMNS:
        raise InputRefused(
            N_("The file %(file)s has %(count)s columns; at most %(limit)s are read."),
            file=file,
            count=width,
            limit=MAX_COLUMNS,
        )


def xlsx_sources(member: Member, file: str) -> list[SheetSource]:
    """Open an Excel workbook; of formulas, the values that were last computed are read.

    Parameters
    ----------
    member : Member
    file : str
        Name to show in messages.

    Returns
    -------
    list of SheetSource
        The sheets that hold something.

    Raises
    ------
    InputRefused
        If it is damaged or too big.
    """
    _check_workbook(member.path, file)
    try:
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(member.path, read_only=True, data_only=True)
            sheets = [(sheet.title, _sheet_rows(sheet)) for sheet in book.worksheets]
            book.close()
    except _XLSX_FAILURES as error:
        raise damaged(file) from error
    for _, rows in sheets:
        _check_width(rows, file)
    return [SheetSource(name, file, rows, "utf-8") for name, rows in sheets if rows]


def _check_workbook(path: Path, file: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise damaged(file) from error
    unpacked_bytes = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ARCHIVE_ENTRIES or unpacked_bytes > 2 * MAX_TEXT_FILE_BYTES:
        raise InputRefused(
            N_("The workbook %(file)s is too big. Split it, or save it as CSV."), file=file
        )


def _sheet_rows(sheet: Any) -> list[list[Any]]:
    sheet.reset_dimensions()  # What the file says of its own size is often wrong.
    found = islice(sheet.iter_rows(values_only=True), MAX_ROWS + _HEADER_WITHIN)
    rows = [list(row[: MAX_COLUMNS + 1]) for row in found]
    fill_merged(rows, merged_down(sheet))
    return _without_blanks(rows)


def _without_blanks(rows: list[list[Any]]) -> list[list[Any]]:
    return [row for row in rows if not all(_is_blank(cell) for cell in row)]
