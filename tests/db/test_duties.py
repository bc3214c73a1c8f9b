"""Appointing, ending and handing over: no duty twice, no day lost, nothing deleted."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import pytest
from shapely import box
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    AuditEntry,
    Cell,
    Community,
    DivisionState,
    Duty,
    DutyRole,
    Entrance,
    Person,
    PlaceKind,
)
from app.queries.responsible import person_history, place_history, who_was_responsible
from app.queries.scope import Viewer
from app.services.areas import publish_cells
from app.services.duties import (
    Order,
    appoint,
    appoint_entrances,
    appoint_many,
    end_duty,
    find_or_add_household,
    hand_over,
    hand_over_all,
)
from geodata.errors import InputRefused
from tests.two_cells import NOW, SIDE, SINCE, SOUTH, TODAY, WEST, World, build_world

DAY = dt.timedelta(days=1)
LEAD = DutyRole.BUILDING_LEAD


@pytest.fixture
def world(session: Session) -> World:
    """Write the community of two cells."""
    return build_world(session)


@pytest.fixture
def boss(world: World) -> Viewer:
    """Give the community's administrator."""
    return Viewer.of(world.users["community"], TODAY)


def somebody(session: Session, world: World, name: str = "新人") -> Person:
    """Enter a person without duties."""
    person = Person(community_id=world.community.id, key=name, name=name)
    session.add(person)
    session.flush()
    return person


def test_an_appointment_is_kept_with_who_made_it(session: Session, world: World) -> None:
    """The audit log names account, role, place and holder; nothing personal."""
    person, place = somebody(session, world), world.alpha.buildings[2]
    by = world.users["community"].id
    duty = appoint(session, person, place, LEAD, since=TODAY, at=NOW, by=by)
    assert (duty.holder, duty.place, duty.until) == (person, place, None)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.thing_id == duty.id)).one()
    assert (entry.action, entry.user_id, entry.details["building_id"]) == ("appoint", by, place.id)
    assert person.name not in str(entry.details)


@pytest.mark.parametrize(
    ("since", "until", "says"),
    [
        (TODAY, None, "has answered for Alpha41号楼 in this role since 2026-01-01"),
        (SINCE - 9 * DAY, SINCE, "has answered for Alpha41号楼"),
        (TODAY, TODAY - DAY, "cannot end on"),
        (dt.date(1026, 1, 1), None, "Look at the year"),
        (TODAY, dt.date(2926, 1, 1), "Look at the year"),
    ],
)
def test_twice_and_impossible_dates_are_refused(
    session: Session, world: World, since: dt.date, until: dt.date | None, says: str
) -> None:
    """A duty is held once at a time, on days that can be meant."""
    lead, place = world.alpha.people[LEAD], world.alpha.buildings[0]
    with pytest.raises(InputRefused, match=says):
        appoint(session, lead, place, LEAD, since=since, until=until, at=NOW, by=None)


def test_the_same_duty_may_begin_again_after_its_end(session: Session, world: World) -> None:
    """Periods may follow each other; they may not overlap by a day."""
    lead, place = world.alpha.people[LEAD], world.alpha.buildings[0]
    duty = session.scalars(select(Duty).where(Duty.person_id == lead.id)).one()
    end_duty(session, duty, until=TODAY, reason="轮换", at=NOW, by=None)
    with pytest.raises(InputRefused, match="Begin after that day"):
        appoint(session, lead, place, LEAD, since=TODAY, at=NOW, by=None)
    appoint(session, lead, place, LEAD, since=TODAY + DAY, at=NOW, by=None)


def test_other_communities_and_places_of_the_past_are_refused(
    session: Session, world: World
) -> None:
    """Neither a cell of an ended division nor a house that is gone gets anybody."""
    person = somebody(session, world)
    elsewhere = session.scalars(select(Community).where(Community.code == "elsewhere")).one()
    stranger = Person(community_id=elsewhere.id, key="s", name="外人")
    session.add(stranger)
    session.flush()
    with pytest.raises(InputRefused, match="another community"):
        appoint(session, stranger, world.alpha.cell, LEAD, since=TODAY, at=NOW, by=None)
    gone = world.alpha.buildings[2]
    gone.vanished_on = TODAY - DAY
    with pytest.raises(InputRefused, match="no longer there"):
        appoint(session, person, gone, LEAD, since=TODAY, at=NOW, by=None)
    world.division.state, world.division.until = DivisionState.ENDED, TODAY
    with pytest.raises(InputRefused, match="division that ended on 2026-11-22"):
        appoint(session, person, world.alpha.cell, LEAD, since=TODAY, at=NOW, by=None)
    world.division.state = DivisionState.DRAFT
    with pytest.raises(InputRefused, match="Publish the division"):
        appoint(session, person, world.alpha.cell, LEAD, since=TODAY, at=NOW, by=None)


def test_all_entrances_of_a_building_at_once_and_again_nothing(
    session: Session, world: World
) -> None:
    """What is held already stays; a building without stored entrances says what to do."""
    person, building = somebody(session, world), world.alpha.buildings[1]
    for number in (2, 3):
        session.add(
            Entrance(
                community_id=world.community.id, building_id=building.id, key=f"e{number}",
                name=f"{number}单元", point=building.footprint.centroid,
            )
        )  # fmt: skip
    session.flush()
    role = DutyRole.ENTRANCE_LEAD
    first = appoint_entrances(session, person, building, role, since=TODAY, at=NOW, by=None)
    again = appoint_entrances(session, person, building, role, since=TODAY, at=NOW, by=None)
    assert (len(first.made), first.held, len(again.made), again.held) == (3, 0, 0, 3)
    for entrance in session.scalars(select(Entrance)):
        entrance.vanished_on = SINCE
    with pytest.raises(InputRefused, match="No entrances of Alpha42号楼"):
        appoint_entrances(session, person, building, role, since=TODAY, at=NOW, by=None)


def test_many_orders_are_all_or_none(session: Session, world: World) -> None:
    """The second order is impossible, so the first is not kept either."""
    person = somebody(session, world)
    gone = world.alpha.buildings[1]
    gone.vanished_on = SINCE
    orders = [Order(person, world.alpha.buildings[2], LEAD), Order(person, gone, LEAD)]
    with pytest.raises(InputRefused), session.begin_nested():
        appoint_many(session, orders, since=TODAY, at=NOW, by=None)
    assert session.scalars(select(Duty).where(Duty.person_id == person.id)).all() == []


def test_an_end_is_checked_and_given_once(session: Session, world: World) -> None:
    """Not before the beginning, and what has ended stays ended."""
    lead = world.alpha.people[LEAD]
    duty = session.scalars(select(Duty).where(Duty.person_id == lead.id)).one()
    with pytest.raises(InputRefused, match="before it began"):
        end_duty(session, duty, until=SINCE - DAY, reason="", at=NOW, by=None)
    end_duty(session, duty, until=TODAY, reason=" 搬走 ", at=NOW, by=None)
    assert duty.end_reason == "搬走"
    with pytest.raises(InputRefused, match="ends on 2026-11-22 already"):
        end_duty(session, duty, until=TODAY + DAY, reason="", at=NOW, by=None)
    end_duty(session, duty, until=TODAY - DAY, reason="更正", at=NOW, by=None)  # Earlier is meant.


def test_handing_over_leaves_no_day_between(session: Session, world: World, boss: Viewer) -> None:
    """The old one answers until the day before, the new one from the day."""
    old, new = world.alpha.people[LEAD], somebody(session, world)
    building = world.alpha.buildings[0]
    duty = session.scalars(select(Duty).where(Duty.person_id == old.id)).one()
    with pytest.raises(InputRefused, match="holds this duty already"):
        hand_over(session, duty, old, on=TODAY, at=NOW, by=None)
    hand_over(session, duty, new, on=TODAY, reason="轮换", at=NOW, by=None)

    def leads(on: dt.date) -> list[str]:
        lines = who_was_responsible(
            session, boss, world.community, PlaceKind.BUILDING, building.id, on
        )
        return [line.holder for line in lines if line.role is LEAD]

    assert (leads(TODAY - DAY), leads(TODAY)) == ([old.name], [new.name])
    history = place_history(session, boss, world.community, PlaceKind.BUILDING, building.id)
    assert [(line.holder, line.end_reason) for line in history] == [
        (new.name, ""),
        (old.name, "轮换"),
    ]


def test_a_whole_portfolio_goes_over_in_one_step(
    session: Session, world: World, boss: Viewer
) -> None:
    """Also what begins later; a place that the new one has already is not held twice."""
    old, new = world.alpha.people[LEAD], somebody(session, world)
    later, shared = world.alpha.buildings[1], world.alpha.buildings[2]
    appoint(session, old, later, LEAD, since=TODAY + 9 * DAY, at=NOW, by=None)
    appoint(session, old, shared, LEAD, since=SINCE, at=NOW, by=None)
    appoint(session, new, shared, LEAD, since=SINCE, at=NOW, by=None)
    made = hand_over_all(session, old, new, on=TODAY, reason="离任", at=NOW, by=None)
    assert {(duty.place.id, duty.since) for duty in made} == {
        (world.alpha.buildings[0].id, TODAY),
        (later.id, TODAY + 9 * DAY),
    }
    mine = person_history(session, boss, world.community, old.id)
    assert {(line.until, line.end_reason) for line in mine} == {(TODAY - DAY, "离任")}
    with pytest.raises(InputRefused, match="nothing to hand over"):
        hand_over_all(session, old, new, on=TODAY, at=NOW, by=None)


def test_who_was_responsible_by_the_division_of_that_day(
    session: Session, world: World, boss: Viewer
) -> None:
    """After a new division the cell of old still says who led it then."""
    steward = world.alpha.people[DutyRole.GRID_ADMINISTRATOR]
    edge = WEST + 1.35 * SIDE  # Behind the first house of Bravo.
    shapes = [
        box(WEST, SOUTH, edge, SOUTH + SIDE),
        box(edge, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE),
    ]
    cells = gpd.GeoDataFrame(
        {"code": [world.alpha.cell.code, world.bravo.cell.code], "name": ["大", "小"]},
        geometry=shapes,
        crs=4326,
    ).assign(kind="general")
    publish_cells(session, world.community, cells, on=TODAY, at=NOW, by=None)
    large = session.scalars(select(Cell).where(Cell.name == "大")).one()
    boss_of_bravo = world.bravo.people[DutyRole.GRID_ADMINISTRATOR]

    def administrators(on: dt.date, kind: PlaceKind, place_id: int) -> set[str]:
        lines = who_was_responsible(session, boss, world.community, kind, place_id, on)
        return {one.holder for one in lines if one.role is DutyRole.GRID_ADMINISTRATOR}

    house = world.bravo.buildings[0].id
    assert administrators(TODAY - DAY, PlaceKind.BUILDING, house) == {boss_of_bravo.name}
    assert administrators(TODAY, PlaceKind.BUILDING, house) == {steward.name}
    assert administrators(TODAY - DAY, PlaceKind.CELL, large.id) == {steward.name}
    assert administrators(SINCE - DAY, PlaceKind.CELL, large.id) == set()


@pytest.mark.parametrize("number", ["", "三楼东户的那一家人家里", "30/1", "<b>"])
def test_what_is_no_door_is_no_household(session: Session, world: World, number: str) -> None:
    """A household has a number as on its door; it keeps nothing of who lives there."""
    with pytest.raises(InputRefused, match="no number of a household"):
        find_or_add_household(session, world.alpha.buildings[0], number)
