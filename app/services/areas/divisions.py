"""Divisions: making one of given cells, and publishing it in one step."""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import Cell, CellKind, Community, Division, DivisionState, Duty
from app.queries.scope import published_division
from app.services.areas.assignment import assign_buildings
from app.services.areas.communities import as_multi
from app.services.areas.turns import take_turn
from app.services.audit import record
from app.services.issues import locate_issues
from geodata.codes import is_community_code, propose_cell_codes
from geodata.colouring import colour_neighbours
from geodata.errors import N_, InputRefused


def publish_cells(
    session: Session,
    community: Community,
    cells: gpd.GeoDataFrame,
    *,
    on: dt.date,
    at: dt.datetime,
    by: int | None,
    name: str = "",
) -> Division:
    """Make a division of the given cells and publish it; the one before is ended, not lost.

    Parameters
    ----------
    session : Session
    community : Community
    cells : GeoDataFrame
        ``code`` (missing ones are proposed), ``name``, ``kind``, polygons in EPSG:4326.
    on : datetime.date
        The first day on which it holds.
    at, by : datetime, int or None
        When, and which account.
    name : str
        Of the division; by default its date.

    Returns
    -------
    Division
        The published one. If the division that holds has the very same cells, it is left as it
        is and returned.

    Raises
    ------
    InputRefused
        If there are no cells, or two have one code.
    """
    take_turn(session, community)
    rows = cell_rows(community, cells)
    before = published_division(session, community)
    if before is not None and _same_cells(session, before, rows):
        return before
    division = Division(community_id=community.id, name=name or on.isoformat())
    session.add(division)
    session.flush()
    session.add_all(Cell(division_id=division.id, community_id=community.id, **row) for row in rows)
    session.flush()
    publish(session, division, on=on, at=at, by=by)
    return division


def cell_rows(community: Community, cells: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Turn a frame of cells into columns of the table.

    Parameters
    ----------
    community : Community
    cells : GeoDataFrame
        ``code`` (missing ones are proposed), ``name``, ``kind``, polygons in EPSG:4326.

    Raises
    ------
    InputRefused
        If there are no cells, or two have one code.
    """
    if cells.empty:
        raise InputRefused(N_("There are no cells to publish."))
    codes = cells["code"].where(cells["code"].notna(), proposed_codes(community, cells))
    twice = codes[codes.duplicated()]
    if not twice.empty:
        raise InputRefused(N_("Two cells have the code %(code)s."), code=str(twice.iloc[0]))
    tints = colour_neighbours(list(cells.geometry))
    return [
        {
            "code": str(code),
            "name": str(name) if pd.notna(name) and str(name).strip() else default_name(str(code)),
            "kind": CellKind(kind) if pd.notna(kind) else CellKind.GENERAL,
            "tint": tint,
            "shape": as_multi(shape),
        }
        for code, name, kind, tint, shape in zip(
            codes, cells["name"], cells["kind"], tints, cells.geometry, strict=True
        )
    ]


def default_name(code: str) -> str:
    """Name a cell that came without a name by the number that ends its code."""
    number = code[-3:]
    return f"第{int(number)}网格" if number.isdigit() else code


def proposed_codes(community: Community, cells: gpd.GeoDataFrame) -> list[str]:
    """Propose codes by the norm, or in the order given where the community has no 12 digits."""
    if is_community_code(community.code):
        return propose_cell_codes(cells, community.code)
    return [f"{community.code}-{number:03d}" for number in range(1, len(cells) + 1)]


def _same_cells(session: Session, division: Division, rows: list[dict[str, Any]]) -> bool:
    """Tell whether a division has the very same cells."""
    found = session.execute(
        select(Cell.code, Cell.name, Cell.kind, Cell.shape).where(Cell.division_id == division.id)
    )
    stored = {code: (name, kind, shape.wkb) for code, name, kind, shape in found}
    return stored == {row["code"]: (row["name"], row["kind"], row["shape"].wkb) for row in rows}


def publish(
    session: Session, division: Division, *, on: dt.date, at: dt.datetime, by: int | None
) -> None:
    """Publish a draft in one step: the division before ends, duties and issues follow by code.

    Parameters
    ----------
    session : Session
    division : Division
        A draft with its cells stored.
    on : datetime.date
        The first day on which it holds.
    at, by : datetime, int or None
        When, and which account.
    """
    take_turn(session, division.community)
    before = published_division(session, division.community)
    if before is not None:
        before.state = DivisionState.ENDED
        before.until = max(before.since or on, on)
        session.flush()
    division.state, division.since = DivisionState.PUBLISHED, on
    session.flush()
    assign_buildings(session, division)
    if before is not None:
        _carry_duties(session, before, division, on)
    locate_issues(session, division.community)
    record(
        session,
        at=at,
        by=by,
        action="publish",
        thing_kind="division",
        thing_id=division.id,
        community_id=division.community_id,
    )


def _carry_duties(session: Session, before: Division, after: Division, on: dt.date) -> None:
    """Let duties for a cell go on in the new cell of the same code; the others end with theirs."""
    new_ids = dict(
        session.execute(select(Cell.code, Cell.id).where(Cell.division_id == after.id)).all()
    )
    unended = or_(Duty.until.is_(None), Duty.until >= on)
    held = session.execute(
        select(Duty, Cell.code)
        .join(Cell, Cell.id == Duty.cell_id)
        .where(Cell.division_id == before.id, unended)
    ).all()
    for duty, code in held:
        if duty.since >= on and code in new_ids:
            duty.cell_id = new_ids[code]
            continue
        if code in new_ids:
            session.add(_continued(duty, new_ids[code], on))
        # A duty that would begin today has no day before on which to end.
        duty.until = max(duty.since, on - dt.timedelta(days=1))
    session.flush()


def _continued(duty: Duty, cell_id: int, on: dt.date) -> Duty:
    """Make the duty that goes on in a new cell."""
    return Duty(
        community_id=duty.community_id,
        cell_id=cell_id,
        role=duty.role,
        since=on,
        until=duty.until,
        person_id=duty.person_id,
        team_id=duty.team_id,
        organisation_id=duty.organisation_id,
    )
