"""Divisions: making one of given cells, and publishing it in one step."""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, CellKind, Community, Division, DivisionState
from app.queries.divisions import Chosen, read_change
from app.queries.scope import Viewer, published_division
from app.services.areas.assignment import place_buildings
from app.services.areas.communities import as_multi
from app.services.areas.notes import renew_notes
from app.services.areas.succession import hand_on
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
    session: Session,
    division: Division,
    *,
    on: dt.date,
    at: dt.datetime,
    by: int | None,
    chosen: Chosen | None = None,
) -> None:
    """Publish a draft in one step: the one before ends, and all that it had follows the ground.

    Duties, routes, patrols and placements by hand go to the cell that goes on from theirs
    (docs/decisions/0007), issues to the cell in which they lie.

    Parameters
    ----------
    session : Session
    division : Division
        A draft with its cells stored.
    on : datetime.date
        The first day on which it holds; the day before is the last one of the division before.
    at, by : datetime, int or None
        When, and which account.
    chosen : mapping, optional
        Old code to the code of the cell that goes on from it, or to None: before what the
        ground says.

    Raises
    ------
    InputRefused
        If it is no draft, or would begin before the division that holds.
    """
    take_turn(session, division.community)
    session.refresh(division, with_for_update=True)  # Nobody edits it meanwhile.
    before = published_division(session, division.community)
    _require_order(division, before, on)
    place_buildings(session, division)
    if before is not None:
        everything = Viewer(on=on)
        change = read_change(session, everything, division.community, before, division, chosen)
        hand_on(session, before, change, on, at=at, by=by)
        before.state, before.until = DivisionState.ENDED, on - dt.timedelta(days=1)
        session.flush()
    division.state, division.since = DivisionState.PUBLISHED, on
    session.flush()
    renew_notes(session, division)
    locate_issues(session, division.community)
    record(
        session,
        at=at,
        by=by,
        action="publish",
        thing_kind="division",
        thing_id=division.id,
        community_id=division.community_id,
        **({"chosen": dict(chosen)} if chosen else {}),
    )


def _require_order(division: Division, before: Division | None, on: dt.date) -> None:
    """Refuse to publish what was published already, or would begin before what holds."""
    if division.state is not DivisionState.DRAFT:
        raise InputRefused(
            N_("The division %(name)s was published already. To change it, make a draft of it."),
            name=division.name,
        )
    if before is not None and before.since is not None and on < before.since:
        raise InputRefused(
            N_("The division that holds began on %(since)s: a new one can begin on that day or "
               "later, not on %(on)s."),
            since=before.since.isoformat(),
            on=on.isoformat(),
        )  # fmt: skip
