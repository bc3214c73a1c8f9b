"""Steps that change what cells are called."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, Division
from app.services.areas.divisions import default_name, proposed_codes
from app.services.drafts.kinds.plan import Plan
from app.services.drafts.steps import Describe, Renumber
from geodata.codes import is_cell_code, is_community_code
from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused


def plan_describe(session: Session, division: Division, step: Describe) -> Plan:
    """Plan to give a cell another name, code or kind."""
    cell = session.scalar(select(Cell).where(Cell.division_id == division.id, Cell.id == step.cell))
    if cell is None:
        raise InputRefused(N_("This draft has no such cell any more. Load the page again."))
    wanted: dict[str, Any] = {}
    if step.name is not None:
        wanted["name"] = _checked_name(step.name)
    if step.code is not None:
        wanted["code"] = _checked_code(session, division, cell, step.code)
    if step.cell_kind is not None:
        wanted["kind"] = step.cell_kind
    if not wanted:
        raise InputRefused(N_("Say what should change: the name, the code or the kind."))
    return Plan(N_("Describe %(cell)s"), {"cell": cell.name}, edits={cell.id: wanted})


def _checked_name(name: str) -> str:
    """Refuse an empty name."""
    if not name.strip():
        raise InputRefused(N_("A cell needs a name."))
    return name.strip()


def _checked_code(session: Session, division: Division, cell: Cell, code: str) -> str:
    """Refuse a code of a wrong form, or one that another cell has."""
    code, community = code.strip(), division.community.code
    if not code or (is_community_code(community) and not is_cell_code(code, community)):
        raise InputRefused(
            N_("%(code)s is no code of a cell here: it is %(community)s and 3 more digits."),
            code=code,
            community=community,
        )
    taken = session.scalar(
        select(Cell.name).where(
            Cell.division_id == division.id, Cell.code == code, Cell.id != cell.id
        )
    )
    if taken is not None:
        raise InputRefused(
            N_("%(cell)s has the code %(code)s already. Choose another one."),
            cell=taken,
            code=code,
        )
    return code


def plan_renumber(session: Session, division: Division, _: Renumber) -> Plan:
    """Plan to propose all codes anew; names that only repeat the number follow."""
    rows = session.execute(
        select(Cell.id, Cell.code, Cell.name, Cell.shape)
        .where(Cell.division_id == division.id)
        .order_by(Cell.code)
    ).all()
    frame = gpd.GeoDataFrame(
        {"code": [None] * len(rows)}, geometry=[row.shape for row in rows], crs=STORAGE_SRID
    )
    edits: dict[int, dict[str, Any]] = {}
    for row, code in zip(rows, proposed_codes(division.community, frame), strict=True):
        if code != row.code:
            follows = row.name == default_name(row.code)
            edits[row.id] = {"code": code, **({"name": default_name(code)} if follows else {})}
    if not edits:
        raise InputRefused(N_("All codes follow the norm already."))
    return Plan(N_("Number the cells anew"), {}, edits=edits)
