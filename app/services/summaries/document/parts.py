"""What a document is made of, whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Value = str | int | float | None
Translate = Callable[[str], str]
"""English template to the reader's language."""

NOTHING = "—"


class Form(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    METRES = "metres"
    TENTH = "tenth"


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    heading: str
    form: Form = Form.COUNT


@dataclass(frozen=True)
class Card:
    """One large figure, with the count that it is a part of or compared with beneath."""

    label: str
    value: str
    beneath: str


@dataclass(frozen=True)
class Table:
    """A table; ``total`` is its last row, ``empty`` what is said where it has no rows."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    empty: str = ""

    def texts(self, row: tuple[Value, ...]) -> list[str]:
        """Write a row.

        Parameters
        ----------
        row : tuple
            Of this table.
        """
        pairs = zip(self.columns, row, strict=True)
        return [write_value(value, column.form) for column, value in pairs]


@dataclass(frozen=True)
class Picture:
    """A map or a chart: SVG without script, what it shows, and what its colours mean.

    ``narrow`` is the same for a phone, where the letters of the other would be too small.
    """

    svg: str
    title: str
    legend: tuple[tuple[str, str], ...] = ()
    narrow: str = ""


@dataclass(frozen=True)
class Section:
    """A section: sentences, then cards, pictures, tables."""

    key: str
    heading: str
    sentences: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole summary in words; ``under`` are the lines beneath its title."""

    title: str
    under: tuple[str, ...]
    sections: tuple[Section, ...]
    schematic: str = ""


def write_value(value: Value, form: Form) -> str:
    """Write a value; what is not known, or a rate of nothing, is a dash.

    Parameters
    ----------
    value : str, int, float or None
    form : Form
    """
    if value is None or value == "":
        return NOTHING
    if form is Form.SHARE:
        return f"{value:.1%}"
    if form is Form.TENTH:
        return f"{value:,.1f}"
    return str(value) if form is Form.TEXT else f"{value:,}"


def share(part: int, whole: int) -> float | None:
    """Divide; nothing by nothing is no rate.

    Parameters
    ----------
    part, whole : int
    """
    return part / whole if whole else None
