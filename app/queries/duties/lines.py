"""Duties as lists show them: filtered, in parts, with those of the past and to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    Cell,
    Community,
    Division,
    DivisionState,
    Duty,
    DutyRole,
    Entrance,
    Estate,
    Household,
    Person,
    PlaceKind,
    mask_phone,
)
from app.models.places import building_name
from app.queries.duties.holders import building_id_of_duty, holder_name, join_holders, role_rank
from app.queries.scope import Viewer, visible_duties
from app.queries.types import AnyRow, Rows

MOST_LINES = 500


class When(StrEnum):
    """Which duties of all times are asked for."""

    PRESENT = "present"  # They hold on the viewer's day.
    PAST = "past"  # They ended before it.
    COMING = "coming"  # They begin after it.
    ALL = "all"


@dataclass(frozen=True)
class DutyLine:
    """A duty as lists show it.

    Attributes
    ----------
    id : int
    role : DutyRole
    since : datetime.date
    until : datetime.date or None
        Last day.
    end_reason : str
    when : When
        Past, present or coming on the viewer's day.
    holder_kind : str
        ``person``, ``team`` or ``organisation``.
    holder_id : int
    holder : str
        Name.
    masked_phone : str
        Empty for teams and organisations.
    kind : PlaceKind
    place_id : int
    place : str
        Name, such as ``41号楼 2单元``.
    building_id, cell_id : int or None
        In what the place lies, by the division that holds; the cell itself for a cell.
    cell_name : str
    """

    id: int
    role: DutyRole
    since: dt.date
    until: dt.date | None
    end_reason: str
    when: When
    holder_kind: str
    holder_id: int
    holder: str
    masked_phone: str
    kind: PlaceKind
    place_id: int
    place: str
    building_id: int | None
    cell_id: int | None
    cell_name: str


PLACE_IDS = {
    PlaceKind.CELL: Duty.cell_id,
    PlaceKind.BUILDING: Duty.building_id,
    PlaceKind.ENTRANCE: Duty.entrance_id,
    PlaceKind.HOUSEHOLD: Duty.household_id,
    PlaceKind.ESTATE: Duty.estate_id,
}
_HOLDER_IDS = {
    "person": Duty.person_id,
    "team": Duty.team_id,
    "organisation": Duty.organisation_id,
}


def select_lines(viewer: Viewer, community: Community) -> Rows:
    """Select the duties of a community, of all times, that a viewer may see.

    Parameters
    ----------
    viewer : Viewer
    community : Community

    Returns
    -------
    Select
        For :func:`read_lines`; by role, place and day.
    """
    published = select(Division.id).where(
        Division.community_id == community.id, Division.state == DivisionState.PUBLISHED
    )
    rows = select(
        Duty.id, Duty.role, Duty.since, Duty.until, Duty.end_reason, _when(viewer.on),
        _kind(PLACE_IDS).label("kind"), func.coalesce(*PLACE_IDS.values()).label("place_id"),
        _kind(_HOLDER_IDS).label("holder_kind"),
        func.coalesce(*_HOLDER_IDS.values()).label("holder_id"),
        holder_name().label("holder"), Person.phone,
        Building.id.label("building_id"), Building.number, Building.name.label("building"),
        Entrance.name.label("entrance"), Household.number.label("household"),
        Estate.name.label("estate"), Cell.id.label("cell_id"), Cell.name.label("cell"),
    )  # fmt: skip
    placed = (BuildingCell.building_id == Building.id) & BuildingCell.division_id.in_(published)
    return (
        join_holders(rows.select_from(Duty))
        .outerjoin(Household, Household.id == Duty.household_id)
        .outerjoin(Entrance, Entrance.id == func.coalesce(Duty.entrance_id, Household.entrance_id))
        .outerjoin(Building, Building.id == building_id_of_duty())
        .outerjoin(Estate, Estate.id == Duty.estate_id)
        .outerjoin(BuildingCell, placed)
        .outerjoin(Cell, Cell.id == func.coalesce(Duty.cell_id, BuildingCell.cell_id))
        .where(Duty.community_id == community.id, Duty.id.in_(visible_duties(viewer)))
        .order_by(
            role_rank(), Cell.code, func.length(Building.number), Building.number,
            Entrance.name, Household.number, Duty.since, Duty.id,
        )
    )  # fmt: skip


def _kind(ids: Mapping[Any, SQLColumnExpression[int | None]]) -> ColumnElement[str]:
    """Say which of some columns is filled."""
    return case(*((column.is_not(None), str(kind)) for kind, column in ids.items()))


def _when(on: dt.date) -> ColumnElement[str]:
    """Say whether a duty is past, present or coming."""
    past, coming = Duty.until < on, Duty.since > on
    return case(
        (past, When.PAST.value), (coming, When.COMING.value), else_=When.PRESENT.value
    ).label("when")


def read_lines(session: Session, rows: Rows, limit: int = MOST_LINES) -> tuple[DutyLine, ...]:
    """Run a narrowed :func:`select_lines`.

    Parameters
    ----------
    session : Session
    rows : Select
    limit : int
        Most rows.
    """
    return tuple(_line(row) for row in session.execute(rows.limit(limit)))


def _line(row: AnyRow) -> DutyLine:
    """Make a line of a row of :func:`select_lines`."""
    kind = PlaceKind(row.kind)
    inside = (building_name(row.number or "", row.building or ""), row.entrance, row.household)
    names = {PlaceKind.CELL: row.cell, PlaceKind.ESTATE: row.estate}
    return DutyLine(
        id=row.id,
        role=row.role,
        since=row.since,
        until=row.until,
        end_reason=row.end_reason,
        when=When(row.when),
        holder_kind=row.holder_kind,
        holder_id=row.holder_id,
        holder=row.holder,
        masked_phone=mask_phone(row.phone or ""),
        kind=kind,
        place_id=row.place_id,
        place=names.get(kind) or " ".join(filter(None, inside)),
        building_id=row.building_id,
        cell_id=row.cell_id,
        cell_name=row.cell or "",
    )
