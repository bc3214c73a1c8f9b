"""Door plates: which doors have one, and what a code opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    BuildingKind,
    Cell,
    Community,
    Division,
    DivisionState,
    DoorPlate,
    Entrance,
    Issue,
    IssueChannel,
)
from app.models.places import building_name
from app.queries.natural import natural_key
from app.queries.scope import Viewer, visible_buildings, visible_cells
from app.queries.types import AnyRow, Rows

MOST_DOORS = 2000
"""Doors of a cell that a list has at most; a usual cell has a few hundred."""


@dataclass(frozen=True)
class PlateLine:
    """A door and its plate.

    Attributes
    ----------
    plate_id, code, made_at : int, str, datetime or None
        None while it has no plate.
    building_id, entrance_id : int, int or None
    building, entrance : str
        As people name them.
    address : str
    """

    plate_id: int | None
    code: str | None
    made_at: dt.datetime | None
    building_id: int
    entrance_id: int | None
    building: str
    entrance: str
    address: str


@dataclass(frozen=True)
class PlateCell:
    """How far a cell has plates on its doors."""

    cell_id: int
    name: str
    code: str
    doors: int
    plates: int


@dataclass(frozen=True)
class OpenedPlate:
    """What a code on a door opens: the place alone, and nothing of what happens there."""

    plate: DoorPlate
    community: Community
    building: str
    entrance: str
    address: str


def find_plate(session: Session, code: str) -> OpenedPlate | None:
    """Find the place of a code that somebody without account scanned.

    Parameters
    ----------
    session : Session
    code : str
        Anything.

    Returns
    -------
    OpenedPlate or None
        None where no plate with that code holds.
    """
    row = session.execute(
        select(DoorPlate, Community, Building, Entrance)
        .join(Community, Community.id == DoorPlate.community_id)
        .join(Building, Building.id == DoorPlate.building_id)
        .outerjoin(Entrance, Entrance.id == DoorPlate.entrance_id)
        .where(DoorPlate.code == code, DoorPlate.withdrawn_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    plate, community, building, entrance = row
    name = building_name(building.number, building.name)
    stairs = "" if plate.entrance_id is None else entrance.name
    return OpenedPlate(plate, community, name, stairs, building.address)


def plate_cells(session: Session, viewer: Viewer, community: Community) -> list[PlateCell]:
    """List the cells that a viewer sees, with how many doors have a plate.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    """
    doors = _doors(viewer, community).subquery()
    rows = session.execute(
        select(Cell.id, Cell.name, Cell.code, func.count(), func.count(doors.c.plate_id))
        .join(doors, doors.c.cell_id == Cell.id)
        .group_by(Cell.id, Cell.name, Cell.code)
        .order_by(Cell.code)
    )
    return [PlateCell(*row) for row in rows]


def cell_plates(
    session: Session, viewer: Viewer, community: Community, cell_id: int
) -> list[PlateLine]:
    """List the doors of a cell with their plates, in the order in which one walks by numbers.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    cell_id : int
        One out of scope has no doors.
    """
    rows = session.execute(_doors(viewer, community, cell_id).limit(MOST_DOORS)).all()
    lines = [_line(row) for row in rows]
    return sorted(lines, key=lambda line: (natural_key(line.building), natural_key(line.entrance)))


def plateless_doors(
    session: Session, viewer: Viewer, community: Community, cell_id: int
) -> Sequence[tuple[int, int | None]]:
    """List the doors of a cell that have no plate.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    cell_id : int

    Returns
    -------
    Sequence of (int, int or None)
        Keys of building and entrance.
    """
    lines = cell_plates(session, viewer, community, cell_id)
    return [(line.building_id, line.entrance_id) for line in lines if line.plate_id is None]


def plate_reports(session: Session, community: Community, since: dt.datetime) -> int:
    """Count what came in by plates.

    Parameters
    ----------
    session : Session
    community : Community
    since : datetime.datetime
    """
    return (
        session.scalar(
            select(func.count(Issue.id)).where(
                Issue.community_id == community.id,
                Issue.channel == IssueChannel.PLATE,
                Issue.reported_at >= since,
            )
        )
        or 0
    )


def _doors(viewer: Viewer, community: Community, cell_id: int | None = None) -> Rows:
    """Select doors with their plates: entrances, and buildings of which no entrance is known."""
    here = [
        Division.community_id == community.id,
        Division.state == DivisionState.PUBLISHED,
        Building.vanished_on.is_(None),
        # Garages and sheds have no residents who would scan.
        Building.kind != BuildingKind.OTHER,
        Building.id.in_(visible_buildings(viewer)),
        BuildingCell.cell_id.in_(visible_cells(viewer)),
    ]
    if cell_id is not None:
        here.append(BuildingCell.cell_id == cell_id)
    plate = and_(
        DoorPlate.building_id == Building.id,
        DoorPlate.entrance_id.is_not_distinct_from(Entrance.id),
        DoorPlate.withdrawn_at.is_(None),
    )
    return (
        select(
            BuildingCell.cell_id, Building.id.label("building_id"),
            Entrance.id.label("entrance_id"), Building.number, Building.name, Building.address,
            Entrance.name.label("entrance"), DoorPlate.id.label("plate_id"), DoorPlate.code,
            DoorPlate.made_at,
        )
        .join(Division, Division.id == BuildingCell.division_id)
        .join(Building, Building.id == BuildingCell.building_id)
        .outerjoin(
            Entrance, and_(Entrance.building_id == Building.id, Entrance.vanished_on.is_(None))
        )
        .outerjoin(DoorPlate, plate)
        .where(*here)
    )  # fmt: skip


def _line(row: AnyRow) -> PlateLine:
    return PlateLine(
        plate_id=row.plate_id,
        code=row.code,
        made_at=row.made_at,
        building_id=row.building_id,
        entrance_id=row.entrance_id,
        building=building_name(row.number, row.name),
        entrance=row.entrance or "",
        address=row.address,
    )
