"""Who was responsible for a place on a day, also by divisions of the past; and its history."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    Cell,
    CellAncestor,
    Community,
    Division,
    DivisionState,
    Duty,
    Entrance,
    Estate,
    Household,
    PlaceKind,
)
from app.queries.duties import DutyLine, find_place, read_lines, select_lines
from app.queries.scope import Viewer

MOST_LINES = 500


def who_was_responsible(
    session: Session,
    viewer: Viewer,
    community: Community,
    kind: PlaceKind,
    place_id: int,
    on: dt.date,
) -> tuple[DutyLine, ...]:
    """Say who answered for a place on a day: for itself, and for all that it lay in on that day.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    kind : PlaceKind
    place_id : int
    on : datetime.date
        The cell is that of the division that held on this day.

    Returns
    -------
    tuple of DutyLine
        Those who lead first. For a building also who answered for its entrances.

    Raises
    ------
    NotFound
        If the viewer may see no such place.
    """
    place = find_place(session, viewer, community, kind, place_id)
    if isinstance(place, Building | Entrance | Household):
        at_place: ColumnElement[bool] = _inside(place) | _around(place, on)
    elif isinstance(place, Cell):
        at_place = Duty.cell_id.in_(_lineage(place).where(*_held_on(on)))
    else:
        at_place = Duty.estate_id == place_id
    rows = select_lines(viewer, community).where(Duty.current(on), at_place)
    return read_lines(session, rows, MOST_LINES)


def place_history(
    session: Session, viewer: Viewer, community: Community, kind: PlaceKind, place_id: int
) -> tuple[DutyLine, ...]:
    """Tell who answered for a place, from the newest to the oldest.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    kind : PlaceKind
    place_id : int
        Of a cell, what was held for those from which it goes on counts too.

    Returns
    -------
    tuple of DutyLine

    Raises
    ------
    NotFound
        If the viewer may see no such place.
    """
    place = find_place(session, viewer, community, kind, place_id)
    if isinstance(place, Cell):
        at_place: ColumnElement[bool] = Duty.cell_id.in_(_lineage(place))
    elif isinstance(place, Estate):
        at_place = Duty.estate_id == place.id
    else:
        at_place = _inside(place)
    return _newest_first(session, viewer, community, at_place)


def person_history(
    session: Session, viewer: Viewer, community: Community, person_id: int
) -> tuple[DutyLine, ...]:
    """Tell for what somebody answered, from the newest to the oldest.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    person_id : int

    Returns
    -------
    tuple of DutyLine
        What the viewer may see of it.
    """
    return _newest_first(session, viewer, community, Duty.person_id == person_id)


def _newest_first(
    session: Session, viewer: Viewer, community: Community, where: ColumnElement[bool]
) -> tuple[DutyLine, ...]:
    """Read duties by the day on which they began."""
    rows = select_lines(viewer, community).where(where)
    return read_lines(
        session, rows.order_by(None).order_by(Duty.since.desc(), Duty.id.desc()), MOST_LINES
    )


def _inside(place: Building | Entrance | Household) -> ColumnElement[bool]:
    """Give the condition that a duty is for a place or for a part of it."""
    if isinstance(place, Household):
        return Duty.household_id == place.id
    if isinstance(place, Entrance):
        doors = select(Household.id).where(Household.entrance_id == place.id)
        return (Duty.entrance_id == place.id) | Duty.household_id.in_(doors)
    stairs = select(Entrance.id).where(Entrance.building_id == place.id)
    doors = select(Household.id).where(Household.building_id == place.id)
    return or_(
        Duty.building_id == place.id,
        Duty.entrance_id.in_(stairs),
        Duty.household_id.in_(doors),
    )


def _around(place: Building | Entrance | Household, on: dt.date) -> ColumnElement[bool]:
    """Give the condition that a duty is for something in which a place lay on a day."""
    building_id = place.id if isinstance(place, Building) else place.building_id
    cells = (
        select(BuildingCell.cell_id)
        .join(Division, Division.id == BuildingCell.division_id)
        .where(BuildingCell.building_id == building_id, *_held_on(on))
    )
    estates = select(Estate.id).join(
        Building, Estate.shape.ST_Covers(Building.footprint.ST_PointOnSurface())
    )
    here = estates.where(Building.id == building_id, Estate.community_id == place.community_id)
    wider = [Duty.cell_id.in_(cells), Duty.estate_id.in_(here), Duty.building_id == building_id]
    if isinstance(place, Household) and place.entrance_id is not None:
        wider.append(Duty.entrance_id == place.entrance_id)
    return or_(*wider)


def _held_on(on: dt.date) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions that a division held on a day; ``until`` is its last."""
    until = or_(Division.until.is_(None), Division.until >= on)
    return Division.state != DivisionState.DRAFT, and_(Division.since <= on, until)


def _lineage(cell: Cell) -> Select[int]:
    """Select a cell, those from which it goes on and those that go on from it."""
    before = select(CellAncestor.ancestor_id).where(CellAncestor.cell_id == cell.id)
    after = select(CellAncestor.cell_id).where(CellAncestor.ancestor_id == cell.id)
    return (
        select(Cell.id)
        .join(Division, Division.id == Cell.division_id)
        .where(or_(Cell.id == cell.id, Cell.id.in_(before), Cell.id.in_(after)))
    )
