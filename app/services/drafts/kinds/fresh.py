"""Rows for the cells that a step adds: key, code, name and colour."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, CellKind, Division
from app.services.areas.divisions import default_name
from app.services.drafts.snapshot import new_cell_id
from geodata.codes import is_community_code
from geodata.colouring import TINTS
from geodata.edit import Change, Window

_NUMBERS = 1_000


def fresh_rows(
    session: Session, division: Division, window: Window, change: Change
) -> list[dict[str, Any]]:
    """Make the rows of the cells that a change adds, without their outlines.

    Parameters
    ----------
    session : Session
    division : Division
    window : Window
        Before the change.
    change : Change

    Returns
    -------
    list of dict
        Codes are the first that are free; :func:`renumber` puts all in the order of the norm.
    """
    known = session.execute(
        select(Cell.id, Cell.code, Cell.tint).where(Cell.division_id == division.id)
    ).all()
    codes = {row.code for row in known}
    tints = {row.id: row.tint for row in known}
    after = {**window.cells, **change.changed}
    rows = []
    for shape in change.added:
        code = _free_code(division.community.code, codes)
        codes.add(code)
        near = (tints[key] for key, other in after.items() if shapely.intersects(other, shape))
        rows.append(
            {
                "id": new_cell_id(session),
                "code": code,
                "name": default_name(code),
                "kind": CellKind.GENERAL,
                "tint": _free_tint(near),
            }
        )
    return rows


def _free_code(community_code: str, taken: set[str]) -> str:
    """Give the first code that no cell has."""
    dash = "" if is_community_code(community_code) else "-"
    codes = (f"{community_code}{dash}{number:03d}" for number in range(1, _NUMBERS * 10))
    return next(code for code in codes if code not in taken)


def _free_tint(taken: Iterable[int]) -> int:
    """Give the first colour that no neighbour has, or the last one where all are taken."""
    used = set(taken)
    return next((tint for tint in range(TINTS) if tint not in used), TINTS - 1)
