"""Cells that name several people or several places: a row of its own for each."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from geodata.clean.spots import read_spots
from geodata.clean.work import ROW, Work
from geodata.errors import N_
from geodata.findings import Severity

_BETWEEN = re.compile(r"[、，,;；/\n]+")
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]")
_NOBODY = re.compile(r"(空缺|暂缺|缺|待定|无|合\s*计|总\s*计|小\s*计|共\s*计)[:：]?\d*[人名]?")


def split_people(work: Work) -> None:
    """Give each person of a cell such as ``张三、李四`` a row; leave out sums and ``空缺``.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    """
    rows = []
    for row in work.frame.to_dict("records"):
        names = people_in(row["name"])
        phones = _phones(row["phone"])
        if len(names) > 1 and phones and len(phones) != len(names):
            _found_phones(work, row)
            phones = []
        for at, name in enumerate(names):
            phone = phones[at] if len(names) > 1 and phones else row["phone"]
            rows.append(row | {"name": name, "phone": phone if len(names) == 1 or phones else None})
        if not names:
            rows.append(row | {"name": None})
    work.frame = _framed(work.frame, rows)
    nobody = work.frame["name"].map(lambda name: bool(name and _NOBODY.fullmatch(name)))
    work.frame = work.frame[~nobody].reset_index(drop=True)


def people_in(cell: object) -> list[str]:
    """Read the names of a cell.

    Parameters
    ----------
    cell : object
        ``张三``, ``张 三``, ``张三、李四``, ``张三 李四``, ``张三（组长）``.

    Returns
    -------
    list of str
    """
    if not isinstance(cell, str):
        return []
    names: list[str] = []
    for part in _BETWEEN.split(_ASIDE.sub("", cell)):
        words = part.split()
        if len(words) > 1 and all("一" <= char <= "鿿" for char in "".join(words)):
            # 张 三 is one name, set wide; 张三 李四 are two.
            names += words if all(len(word) > 1 for word in words) else ["".join(words)]
        else:
            names.append(" ".join(words))
    return [name for name in names if name]


def _phones(cell: object) -> list[str]:
    """Read the numbers of a cell; blanks and dashes inside a number stay."""
    if not isinstance(cell, str):
        return []
    parts = _BETWEEN.split(cell)
    if len(parts) == 1:  # 13800000001 13800000002
        parts = re.findall(r"1\d{10}", cell) if len(re.findall(r"1\d{10}", cell)) > 1 else parts
    return [part.strip() for part in parts if part.strip()]


def _found_phones(work: Work, row: dict[str, Any]) -> None:
    """Tell that the numbers of a cell cannot be told to its people."""
    work.found.add(
        "phones_unclear",
        Severity.WARNING,
        N_("Row %(row)s, column %(column)s: as many numbers as names are needed; they were left "
           "out."),
        row=int(row[ROW]),
        column=work.columns["phone"],
    )  # fmt: skip


def split_places(work: Work) -> None:
    """Give each place of a cell such as ``3、5、7号楼`` or ``1-3单元`` a row.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    """
    rows = [
        row
        | {
            "building_number": spot.building,
            "entrance_name": spot.entrance,
            "household_number": spot.household,
        }
        for row in work.frame.to_dict("records")
        for spot in read_spots(
            _text(row["building_number"]),
            _text(row["entrance_name"]),
            _text(row["household_number"]),
        )
    ]
    work.frame = _framed(work.frame, rows)


def _text(cell: object) -> str | None:
    """Give a text, or nothing."""
    return cell if isinstance(cell, str) else None


def _framed(like: pd.DataFrame, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Make a frame of rows, with the columns and types that it had before."""
    made = pd.DataFrame(rows, columns=list(like.columns), dtype=object)
    return made.astype({name: like[name].dtype for name in like.columns})
