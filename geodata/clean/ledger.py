"""Ledgers (台账): tables that say more of buildings that are there already."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from geodata.clean.buildings import check_counts, name_buildings
from geodata.clean.fields import read_values
from geodata.clean.work import ROW, Work
from geodata.errors import N_, InputRefused, Question
from geodata.findings import Severity

_SUM = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计|总数|total)", re.IGNORECASE)


def clean_ledger(work: Work) -> None:
    """Clean a ledger.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md.

    Raises
    ------
    InputRefused
        If no column says which building a row is about.
    """
    if not {"number", "address", "name"} & work.columns.keys():
        raise InputRefused(
            N_(
                "%(file)s, layer %(layer)s: no column says which building a row is about. Say "
                "which holds the building number (--map number=COLUMN)."
            ),
            file=work.file,
            layer=work.found.layer,
            question=Question("map", tuple(work.headers), field="number"),
        )
    work.frame = work.frame[~_is_sum(work.frame)].reset_index(drop=True)
    read_values(work)
    name_buildings(work)
    check_counts(work)
    drop_nameless(work, ("number", "address"), "missing_number", _NAMELESS)
    _drop_repeated(work)


_NAMELESS = N_("Row %(row)s names no building; it was left out.")
_REPEATED = N_("Row %(row)s names the same building as row %(other)s; it was left out.")


def _is_sum(frame: Any) -> Any:
    labels = frame[["number", "address", "name"]].map(
        lambda cell: isinstance(cell, str) and bool(_SUM.match(cell.strip()))
    )
    return labels.any(axis=1)


def drop_nameless(work: Work, by: tuple[str, ...], code: str, template: str) -> None:
    """Leave out rows in which every one of some fields is empty.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    by : tuple of str
    code, template : str
    """
    bad = work.frame[list(by)].isna().all(axis=1)
    for row in work.frame[ROW][bad]:
        work.found.add(code, Severity.ERROR, template, row=int(row))
    work.frame = work.frame[~bad].reset_index(drop=True)


def _drop_repeated(work: Work) -> None:
    names = work.frame[["number", "address"]].map(
        lambda cell: cell if isinstance(cell, str) else ""
    )
    first: dict[tuple[str, ...], int] = {}
    keep = []
    for row, name in zip(work.frame[ROW], names.itertuples(index=False, name=None), strict=True):
        other = first.setdefault(name, row)
        keep.append(other == row)
        if other != row:
            work.found.add("duplicate", Severity.ERROR, _REPEATED, row=int(row), other=int(other))
    work.frame = work.frame[np.array(keep, dtype=bool)].reset_index(drop=True)
