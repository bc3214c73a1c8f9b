"""One building of the survey that is two: the larger part stays what it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Building, BuildingCell, Community, Division, Entrance, Household, Issue
from app.models.places import place_name
from app.queries.scope import published_division
from app.services.areas import place_by_hand, take_turn
from app.services.audit import record
from app.services.buildings.placing import require_standing, settle
from app.services.issues import locate_issues
from geodata.errors import N_, InputRefused
from geodata.footprints import cut_footprint, parts_of

LONGEST_NUMBER = 20


def split_into_parts(
    session: Session, building: Building, *, number: str, at: dt.datetime, by: int | None
) -> list[Building]:
    """Make a building of each part of one whose parts lie apart.

    Parameters
    ----------
    session : Session
    building : Building
        Its largest part stays this building, with its key, duties and issues.
    number : str
        Of the first new one; a second one gets a 2 behind it, and so on.
    at, by : datetime, int or None
        When, and which account.

    Returns
    -------
    list of Building
        The new ones.

    Raises
    ------
    InputRefused
        If it is in one part, or as :func:`split_along`.
    """
    return _split(session, building, parts_of(building.footprint), number, at, by)


def split_along(
    session: Session,
    building: Building,
    line: LineString,
    *,
    number: str,
    at: dt.datetime,
    by: int | None,
) -> Building:
    """Make two buildings of one, along a line.

    Entrances, with their doors and duties, and open issues go with the part to which they are
    nearest; households and people are shared by ground. What is held for the whole building
    stays with the larger part, so the new one is vacant until somebody is appointed.

    Parameters
    ----------
    session : Session
    building : Building
        Its larger part stays this building, with its key, duties and issues.
    line : LineString
        EPSG:4326.
    number : str
        Of the new one.
    at, by : datetime, int or None
        When, and which account.

    Returns
    -------
    Building
        The new one.

    Raises
    ------
    InputRefused
        If the line does not cut it, the number is missing or taken, or it is gone.
    """
    return _split(session, building, cut_footprint(building.footprint, line), number, at, by)[0]


def _split(
    session: Session,
    building: Building,
    shapes: Sequence[BaseGeometry],
    number: str,
    at: dt.datetime,
    by: int | None,
) -> list[Building]:
    """Give each shape but the first to a new building."""
    community = session.get_one(Community, building.community_id)
    take_turn(session, community)
    require_standing(building)
    numbers = _free_numbers(session, building, number, len(shapes) - 1)
    keys = _free_keys(session, building, len(shapes) - 1)
    parts = [
        Building(
            community_id=building.community_id, key=key, number=own, name="",
            address=building.address, kind=building.kind, levels=building.levels, footprint=shape,
        )
        for key, own, shape in zip(keys, numbers, shapes[1:], strict=True)
    ]  # fmt: skip
    building.footprint = shapes[0]
    everything = [building, *parts]
    _share_out(everything)
    session.add_all(parts)
    session.flush()
    _move_doors(session, everything)
    _move_issues(session, everything)
    division = published_division(session, community)
    if division is None:
        session.flush()
        locate_issues(session, community)
    else:
        _keep_by_hand(session, division, everything, at, by)
        settle(session, division, everything)
    _tell(session, everything, at, by)
    return parts


def _free_numbers(session: Session, building: Building, number: str, count: int) -> list[str]:
    """Give the new buildings numbers, or refuse a number that is missing or taken."""
    said = number.strip()
    if not said or len(said) > LONGEST_NUMBER:
        raise InputRefused(
            N_("Give the number of the new building, of 1 to %(limit)s characters."),
            limit=LONGEST_NUMBER,
        )
    numbers = [said, *(f"{said}-{n}" for n in range(2, count + 1))]
    taken = session.scalar(
        select(Building.number).where(
            Building.community_id == building.community_id,
            Building.number.in_(numbers),
            Building.vanished_on.is_(None),
        )
    )
    if taken is not None:
        raise InputRefused(
            N_("There is already a building with the number %(number)s."), number=taken
        )
    return numbers


def _free_keys(session: Session, building: Building, count: int) -> list[str]:
    """Give keys that say from which building the new ones come."""
    begin = f"{building.key}~"
    own = Building.community_id == building.community_id
    taken = set(
        session.scalars(
            select(Building.key).where(own, Building.key.startswith(begin, autoescape=True))
        )
    )
    free = (key for n in range(2, len(taken) + count + 2) if (key := f"{begin}{n}") not in taken)
    return [next(free) for _ in range(count)]


def _share_out(parts: Sequence[Building]) -> None:
    """Share households and people by ground; the sum stays what it was."""
    areas = [part.footprint.area for part in parts]
    for name in ("households", "population"):
        total = getattr(parts[0], name)
        if total is None:
            continue
        shares = [round(total * area / sum(areas)) for area in areas[1:]]
        for part, share in zip(parts, [total - sum(shares), *shares], strict=True):
            setattr(part, name, share)


def _move_doors(session: Session, parts: Sequence[Building]) -> None:
    """Let each entrance go with the part to which it is nearest, and its doors with it."""
    rows = select(Entrance).where(Entrance.building_id == parts[0].id)
    for entrance in session.scalars(rows).all():
        entrance.building_id = _nearest(parts, entrance.point).id
    session.flush()
    moved = (
        select(Household, Entrance.building_id)
        .join(Entrance, Entrance.id == Household.entrance_id)
        .where(Household.building_id == parts[0].id)
    )
    for door, building_id in session.execute(moved).all():
        door.building_id = building_id
    if parts[0].entrance_count is not None:
        _count_entrances(session, parts)


def _count_entrances(session: Session, parts: Sequence[Building]) -> None:
    """Count the entrances of each part, where they are known one by one."""
    ids = [part.id for part in parts]
    standing = select(Entrance.building_id).where(
        Entrance.building_id.in_(ids), Entrance.vanished_on.is_(None)
    )
    found = session.scalars(standing).all()
    for part in parts if found else ():
        part.entrance_count = found.count(part.id)


def _move_issues(session: Session, parts: Sequence[Building]) -> None:
    """Let each issue whose spot is known go with the part to which it is nearest."""
    rows = select(Issue).where(Issue.building_id == parts[0].id, Issue.point.is_not(None))
    for issue in session.scalars(rows).all():
        if issue.point is not None:
            issue.building_id = _nearest(parts, issue.point).id


def _nearest(parts: Sequence[Building], spot: BaseGeometry) -> Building:
    """Give the part that is nearest to a spot; of several the largest."""
    return min(parts, key=lambda part: shapely.distance(part.footprint, spot))


def _keep_by_hand(
    session: Session, division: Division, parts: Sequence[Building], at: dt.datetime, by: int | None
) -> None:
    """Where the whole was placed by hand, the parts are placed with it."""
    placed = session.get(BuildingCell, (division.id, parts[0].id))
    if placed is None or not placed.by_hand:
        return
    for part in parts[1:]:
        place_by_hand(session, division, part, placed.cell, reason=placed.reason, at=at, by=by)


def _tell(session: Session, parts: Sequence[Building], at: dt.datetime, by: int | None) -> None:
    """Tell the audit log."""
    record(
        session,
        at=at,
        by=by,
        action="split",
        thing_kind="building",
        thing_id=parts[0].id,
        community_id=parts[0].community_id,
        place=place_name(parts[0]),
        parts=[part.key for part in parts[1:]],
    )
