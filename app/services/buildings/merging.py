"""Two buildings of the survey that are one: the survivor takes over all that hung on the other."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.models import (
    Building,
    BuildingCell,
    Community,
    Division,
    DivisionState,
    Duty,
    Entrance,
    Household,
    Issue,
    IssueHarm,
    Person,
    Stop,
    UnreachableStop,
)
from app.models.places import place_name
from app.queries.scope import published_division
from app.services.areas import take_turn
from app.services.audit import record
from app.services.buildings.placing import require_standing, settle
from app.services.issues import locate_issues
from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused
from geodata.footprints import join_footprints

REACH_M = 50.0
"""Buildings farther apart than this many metres are not one."""

_REASON = "并入{name}"
"""Kept with a duty that ends because the survivor has it already."""


def merge_buildings(
    session: Session,
    kept: Building,
    other: Building,
    *,
    on: dt.date,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Make one building of two; the other is marked as vanished, never deleted.

    Entrances, doors, duties, issues, homes and stops go to the survivor. Households and people
    are added up. A duty that somebody holds for both stays with the survivor once; the second
    ends.

    Parameters
    ----------
    session : Session
    kept : Building
        The survivor: key, number and name are its own.
    other : Building
    on : datetime.date
        The day on which the other vanishes.
    at, by : datetime, int or None
        When, and which account.

    Raises
    ------
    InputRefused
        If they are one already, of two communities, too far apart, or one of them is gone.
    """
    community = session.get_one(Community, kept.community_id)
    take_turn(session, community)
    _check(session, kept, other)
    kept.footprint = join_footprints(kept.footprint, other.footprint)
    for name in ("households", "population", "entrance_count"):
        _add_up(kept, other, name)
    kept.levels = max(filter(None, (kept.levels, other.levels)), default=None)
    other.vanished_on = on
    session.flush()
    _move_doors(session, kept, other, on)
    _move_duties(session, Duty.building_id, kept, other, on)
    _move_work(session, kept, other)
    session.execute(delete(BuildingCell).where(_placed_now(community, other)))
    division = published_division(session, community)
    if division is None:
        session.expire_all()
        locate_issues(session, community)
    else:
        settle(session, division, [kept])
    record(
        session,
        at=at,
        by=by,
        action="merge",
        thing_kind="building",
        thing_id=kept.id,
        community_id=community.id,
        other=other.key,
        other_id=other.id,
    )


def _check(session: Session, kept: Building, other: Building) -> None:
    """Refuse what cannot be one building."""
    session.refresh(kept)
    session.refresh(other)
    if kept.id == other.id:
        raise InputRefused(N_("Choose another building: this is the same one."))
    if kept.community_id != other.community_id:
        raise InputRefused(N_("%(name)s belongs to another community."), name=place_name(other))
    for building in (kept, other):
        require_standing(building)
    far_m = distance_m(session, kept, other)
    if far_m > REACH_M:
        raise InputRefused(
            N_("%(place)s lies %(distance)s m away: farther than %(limit)s m apart, two buildings "
               "are not one."),
            place=place_name(other),
            distance=round(far_m),
            limit=round(REACH_M),
        )  # fmt: skip


def distance_m(session: Session, one: Building, other: Building) -> float:
    """Measure how far two buildings are apart, on the globe, from edge to edge."""
    shapes = (
        func.ST_GeogFromWKB(func.ST_AsEWKB(func.ST_GeomFromText(b.footprint.wkt, STORAGE_SRID)))
        for b in (one, other)
    )
    return float(session.scalar(select(func.ST_Distance(*shapes))) or 0)


def _placed_now(community: Community, other: Building) -> ColumnElement[bool]:
    """Give the condition that a placement is one of a division that has not ended."""
    lasting = select(Division.id).where(
        Division.community_id == community.id, Division.state != DivisionState.ENDED
    )
    return (BuildingCell.building_id == other.id) & BuildingCell.division_id.in_(lasting)


def _add_up(kept: Building, other: Building, name: str) -> None:
    """Add up a count; where only one is known, that is what is known of both."""
    counts = [count for count in (getattr(kept, name), getattr(other, name)) if count is not None]
    setattr(kept, name, sum(counts) if counts else None)


def _move_doors(session: Session, kept: Building, other: Building, on: dt.date) -> None:
    """Move entrances, names that both have told apart, and doors, those that both have joined."""
    own = Entrance.building_id
    names = set(session.scalars(select(Entrance.name).where(own == kept.id)))
    for entrance in session.scalars(select(Entrance).where(own == other.id)).all():
        if entrance.name in names:
            entrance.name = f"{place_name(other)}{entrance.name}"
        entrance.building_id = kept.id
    there = select(Household).where(
        Household.building_id == kept.id, Household.entrance_id.is_(None)
    )
    doors = {door.number: door for door in session.scalars(there)}
    moving = session.scalars(select(Household).where(Household.building_id == other.id)).all()
    for door in moving:
        same = doors.get(door.number) if door.entrance_id is None else None
        if same is None:
            door.building_id = kept.id
        else:
            door.vanished_on = on
            _move_duties(session, Duty.household_id, same, door, on)
    session.flush()


def _move_duties(
    session: Session,
    column: InstrumentedAttribute[int | None],
    kept: Building | Household,
    other: Building | Household,
    on: dt.date,
) -> None:
    """Move duties; one that the survivor has at the same time stays where it is, and ends."""
    held = aliased(Duty)
    same = exists().where(
        getattr(held, column.key) == kept.id,
        held.role == Duty.role,
        func.num_nonnulls(
            func.nullif(held.person_id == Duty.person_id, False),
            func.nullif(held.team_id == Duty.team_id, False),
            func.nullif(held.organisation_id == Duty.organisation_id, False),
        ) == 1,
        func.daterange(held.since, held.until, "[]").op("&&")(
            func.daterange(Duty.since, Duty.until, "[]")
        ),
    )  # fmt: skip
    moved = update(Duty).where(column == other.id, ~same).values({column: kept.id})
    session.execute(moved, execution_options={"synchronize_session": False})
    unended = Duty.until.is_(None) | (Duty.until > on)
    reason = _REASON.format(name=place_name(kept))
    session.execute(
        update(Duty)
        .where(column == other.id, unended)
        .values(until=func.greatest(Duty.since, on), end_reason=reason),
        execution_options={"synchronize_session": False},
    )


def _move_work(session: Session, kept: Building, other: Building) -> None:
    """Move issues, harm, homes and stops."""
    tables = (
        (Issue, Issue.building_id), (Person, Person.home_building_id),
        (Stop, Stop.building_id), (UnreachableStop, UnreachableStop.building_id),
    )  # fmt: skip
    for table, column in tables:
        session.execute(
            update(table).where(column == other.id).values({column: kept.id}),
            execution_options={"synchronize_session": False},
        )
    here = select(IssueHarm.issue_id).where(IssueHarm.building_id == kept.id)
    session.execute(
        update(IssueHarm)
        .where(IssueHarm.building_id == other.id, IssueHarm.issue_id.not_in(here))
        .values(building_id=kept.id),
        execution_options={"synchronize_session": False},
    )
    # What lies at a building harms it anyway, and is not told twice.
    at_home = select(Issue.id).where(Issue.building_id == kept.id)
    twice = (IssueHarm.building_id == kept.id) & IssueHarm.issue_id.in_(at_home)
    session.execute(
        delete(IssueHarm).where((IssueHarm.building_id == other.id) | twice),
        execution_options={"synchronize_session": False},
    )
