"""Making a draft, renaming it, and throwing it away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import shapely
from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session

from app.models import BuildingCell, Cell, Community, Division
from app.queries.scope import published_division
from app.services.areas.assignment import place_buildings
from app.services.areas.divisions import cell_rows
from app.services.areas.notes import renew_notes
from app.services.audit import record
from app.services.drafts.revision import begin_change, name_change, require_draft
from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused

MOST_NAME = 100


def new_draft(
    session: Session,
    community: Community,
    cells: gpd.GeoDataFrame | None = None,
    *,
    name: str,
    at: dt.datetime,
    by: int | None,
    variant: str = "",
    report: dict[str, Any] | None = None,
    wish: dict[str, Any] | None = None,
) -> Division:
    """Make a draft of a division: of cells that a solver found, or of those that hold today.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.
    cells : GeoDataFrame, optional
        ``code`` (missing ones are proposed), ``name``, ``kind``, polygons in EPSG:4326; by
        default the cells of the published division, with what was placed by hand.
    name : str
        How the draft is called.
    at, by : datetime, int or None
        When, and which account.
    variant, report, wish : str, dict, dict
        How the solver made it, and what was wished: see :class:`app.models.Division`.

    Returns
    -------
    Division
        With its buildings placed and its findings noted.

    Raises
    ------
    InputRefused
        If there are no cells, or no name.
    """
    before = published_division(session, community)
    if cells is None and before is None:
        raise InputRefused(
            N_("%(name)s has no cells yet. Let it be divided, or import cells first."),
            name=community.name,
        )
    division = Division(
        community_id=community.id,
        name=_checked_name(name),
        variant=variant,
        report=report,
        wish=wish,
        based_on_id=before.id if before is not None else None,
        made_at=at,
        made_by=by,
    )
    session.add(division)
    session.flush()
    rows = cell_rows(community, cells if cells is not None else _published(session, before))
    session.add_all(Cell(division_id=division.id, community_id=community.id, **row) for row in rows)
    session.flush()
    if cells is None and before is not None:
        _copy_decisions(session, before, division)
    place_buildings(session, division)
    renew_notes(session, division)
    _record(session, division, "draft", at=at, by=by)
    return division


def _published(session: Session, division: Division | None) -> gpd.GeoDataFrame:
    """Read the cells of the division that holds, made to fit edge to edge where they do not."""
    key = division.id if division is not None else None
    rows = session.execute(
        select(Cell.code, Cell.name, Cell.kind, Cell.shape)
        .where(Cell.division_id == key)
        .order_by(Cell.code)
    ).all()
    shapes = [row.shape for row in rows]
    if not shapely.coverage_is_valid(shapes):
        shapes = list(shapely.coverage_clean(shapes))  # type: ignore[attr-defined]
    return gpd.GeoDataFrame(
        [row[:3] for row in rows],
        columns=["code", "name", "kind"],
        geometry=shapes,
        crs=STORAGE_SRID,
    )


def _copy_decisions(session: Session, before: Division, after: Division) -> None:
    """Take over what was placed by hand, into the cells of the same codes."""
    was, now = Cell.__table__.alias("was"), Cell.__table__.alias("now")
    rows = (
        select(
            literal(after.id), BuildingCell.building_id, now.c.id, literal(True),
            BuildingCell.reason,
        )
        .join(was, was.c.id == BuildingCell.cell_id)
        .join(now, (now.c.code == was.c.code) & (now.c.division_id == after.id))
        .where(BuildingCell.division_id == before.id, BuildingCell.by_hand)
    )  # fmt: skip
    columns = ["division_id", "building_id", "cell_id", "by_hand", "reason"]
    session.execute(insert(BuildingCell).from_select(columns, rows))


def rename_draft(
    session: Session,
    division: Division,
    name: str,
    revision: int,
    *,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Give a draft another name.

    Raises
    ------
    InputRefused
        If the name is empty or too long.
    Outdated, DraftClosed
        See :func:`app.services.drafts.revision.begin_change`.
    """
    begin_change(session, division, revision, at=at, by=by)
    division.name = _checked_name(name)
    name_change(division, N_("Named the draft %(name)s"), name=division.name)
    session.flush()


def drop_draft(session: Session, division: Division, *, at: dt.datetime, by: int | None) -> None:
    """Throw a draft away, with its cells and steps; the audit log keeps that it was there.

    Raises
    ------
    DraftClosed
        If the division is published or ended.
    """
    session.refresh(division, with_for_update=True)
    require_draft(division)
    _record(session, division, "drop_draft", at=at, by=by)
    # Only by cell is a placement found fast; by division they go with the row below.
    session.execute(delete(Cell).where(Cell.division_id == division.id))
    session.execute(delete(Division).where(Division.id == division.id))


def _checked_name(name: str) -> str:
    """Refuse names that nobody can read."""
    if not name.strip() or len(name.strip()) > MOST_NAME:
        raise InputRefused(N_("A draft needs a name of 1 to %(most)s characters."), most=MOST_NAME)
    return name.strip()


def _record(
    session: Session, division: Division, action: str, *, at: dt.datetime, by: int | None
) -> None:
    """Write into the audit log what happened to a draft."""
    record(
        session,
        at=at,
        by=by,
        action=action,
        thing_kind="division",
        thing_id=division.id,
        community_id=division.community_id,
        name=division.name,
    )
