"""A community of streets of houses, cells over them, and people who answer for cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import geopandas as gpd
from shapely import Polygon, box
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Building, BuildingKind, Cell, Community, Division, Duty, DutyRole, Person
from app.queries.scope import Viewer
from app.services import areas

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
SINCE = dt.date(2026, 1, 1)
CODE = "110108010024"
OPERATOR = Viewer(on=TODAY)
WEST, SOUTH, STEP = 116.0, 40.0, 0.001


def square(x: float, y: float, width: float = 1, height: float = 1) -> Polygon:
    """Give a rectangle of steps, x to the east and y to the north."""
    west, south = WEST + x * STEP, SOUTH + y * STEP
    return box(west, south, west + width * STEP, south + height * STEP)


def add_community(session: Session, columns: int = 12) -> Community:
    """Add a community one step high."""
    community = areas.add_community(session, name="测试社区", code=CODE, at=NOW, by=None)
    areas.set_boundary(community, square(0, 0, columns, 1))
    return community


def add_houses(session: Session, community: Community, households: Sequence[int | None]) -> None:
    """Add a house in the middle of each step, named 1, 2, 3 ... from the west."""
    session.add_all(
        Building(
            community_id=community.id,
            key=str(number),
            number=str(number),
            kind=BuildingKind.APARTMENT,
            levels=6,
            households=count,
            footprint=square(number - 0.7, 0.4, 0.4, 0.2),
        )
        for number, count in enumerate(households, start=1)
    )
    session.flush()


def strips(*borders: float, codes: Sequence[int] | None = None) -> gpd.GeoDataFrame:
    """Give cells side by side from west to east, between borders in steps from 0."""
    numbers = codes or range(1, len(borders) + 1)
    west = (0.0, *borders)
    return gpd.GeoDataFrame(
        {
            "code": [f"{CODE}{number:03d}" for number in numbers],
            "name": [f"第{number}网格" for number in numbers],
            "kind": "general",
        },
        geometry=[square(a, 0, b - a, 1) for a, b in zip(west, borders, strict=False)],
        crs=4326,
    )


def publish(
    session: Session, community: Community, cells: gpd.GeoDataFrame, on: dt.date = SINCE
) -> Division:
    """Publish cells."""
    return areas.publish_cells(session, community, cells, on=on, at=NOW, by=None)


def draft(session: Session, community: Community, cells: gpd.GeoDataFrame) -> Division:
    """Make a draft of cells."""
    division = Division(community_id=community.id, name="draft")
    session.add(division)
    session.flush()
    for row in cells.itertuples():
        session.add(
            Cell(
                division_id=division.id,
                community_id=community.id,
                code=row.code,
                name=row.name,
                shape=areas.as_multi(row.geometry),
            )
        )
    session.flush()
    return division


def cell(session: Session, division: Division, number: int) -> Cell:
    """Find a cell by the number that ends its code."""
    wanted = (Cell.division_id == division.id) & Cell.code.endswith(f"{number:03d}")
    return session.scalars(select(Cell).where(wanted)).one()


def house(session: Session, number: int) -> Building:
    """Find a house by its number."""
    return session.scalars(select(Building).where(Building.number == str(number))).one()


def appoint(session: Session, name: str, role: DutyRole, **place: int | dt.date) -> Duty:
    """Let somebody answer for a place since the beginning of the year."""
    community_id = session.scalars(select(Community.id)).one()
    person = Person(community_id=community_id, key=name, name=name)
    session.add(person)
    session.flush()
    facts = {"since": SINCE, "until": None, **place}
    duty = Duty(community_id=community_id, person_id=person.id, role=role, **facts)
    session.add(duty)
    session.flush()
    return duty
