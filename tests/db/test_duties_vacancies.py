"""What is vacant, who has too many, and what is proposed."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import BuildingKind, Duty, DutyRole, Person, PlaceKind
from app.queries.overload import list_overloads, overload_features
from app.queries.posts import Post
from app.queries.scope import Viewer
from app.queries.vacancies import (
    VacancyFilter,
    count_vacancies,
    list_vacancies,
    vacancy_features,
)
from app.services.duties import apply_proposal, appoint, expect_duties, hand_over_all, propose
from geodata.errors import InputRefused
from tests.two_cells import NOW, SINCE, TODAY, World, build_world

LEAD, CONTACT = DutyRole.BUILDING_LEAD, DutyRole.MEMBER_CONTACT
DAY = dt.timedelta(days=1)


@pytest.fixture
def world(session: Session) -> World:
    """Write the community of two cells."""
    return build_world(session)


@pytest.fixture
def boss(world: World) -> Viewer:
    """Give the community's administrator."""
    return Viewer.of(world.users["community"], TODAY)


def names(session: Session, viewer: Viewer, world: World, wanted: VacancyFilter) -> list[str]:
    """List vacant places by name."""
    return [line.place for line in list_vacancies(session, viewer, world.community, wanted).lines]


def test_without_a_word_any_duty_will_do(session: Session, world: World, boss: Viewer) -> None:
    """As the map marks it: the third house of each cell has nobody."""
    assert names(session, boss, world, VacancyFilter()) == ["Alpha43号楼", "Bravo43号楼"]
    counts = count_vacancies(session, boss, world.community)
    assert [(count.places, count.vacant) for count in counts] == [(2, 0), (6, 2)]
    mine = Viewer.of(world.users["grid"], TODAY)
    assert names(session, mine, world, VacancyFilter()) == ["Alpha43号楼"]


def test_expected_posts_are_vacant_each_by_its_role(
    session: Session, world: World, boss: Viewer
) -> None:
    """A building with an entrance lead has no building lead; a school needs none."""
    world.bravo.buildings[2].kind, world.bravo.buildings[2].households = BuildingKind.SCHOOL, None
    posts = [
        (DutyRole.CELL_LEADER, PlaceKind.CELL),
        (LEAD, PlaceKind.BUILDING),
        (DutyRole.ENTRANCE_LEAD, PlaceKind.ENTRANCE),
    ]
    expect_duties(session, world.community, posts, at=NOW, by=None)
    counts = count_vacancies(session, boss, world.community)
    assert [(one.post, one.places, one.vacant) for one in counts] == [
        (Post(*posts[0]), 2, 2),
        (Post(*posts[1]), 5, 3),
        (Post(*posts[2]), 6, 4),
    ]
    leads = VacancyFilter(role=LEAD, cell_id=world.alpha.cell.id)
    assert names(session, boss, world, leads) == ["Alpha42号楼", "Alpha43号楼"]
    assert "Alpha41号楼 Alpha 1单元" in names(
        session, boss, world, VacancyFilter(kind=PlaceKind.ENTRANCE)
    )
    unexpected = VacancyFilter(role=CONTACT)
    assert len(names(session, boss, world, unexpected)) == 5
    page = list_vacancies(session, boss, world.community, VacancyFilter(), page=3, size=4)
    assert (page.total, page.pages, len(page.lines)) == (9, 3, 1)


def test_the_map_gets_points_of_what_is_vacant(
    session: Session, world: World, boss: Viewer
) -> None:
    """Each with the kind and the id of its place, inside of it."""
    features = json.loads(vacancy_features(session, boss, world.community, VacancyFilter()))
    assert [feature["properties"] for feature in features["features"]] == [
        {
            "kind": "building",
            "id": cell.buildings[2].id,
            "role": None,
            "cell_id": cell.cell.id,
            "building_id": cell.buildings[2].id,
        }
        for cell in (world.alpha, world.bravo)
    ]
    assert not features["truncated"]


def test_too_many_places_of_one_person(session: Session, world: World, boss: Viewer) -> None:
    """Places are counted once each, whatever the roles; ended duties not at all."""
    lead = world.alpha.people[LEAD]
    for place in world.alpha.buildings[1:]:
        appoint(session, lead, place, LEAD, since=TODAY, at=NOW, by=None)
    appoint(session, lead, world.alpha.buildings[1], CONTACT, since=TODAY, at=NOW, by=None)
    assert list_overloads(session, boss, world.community, more_than=3) == ()
    (found,) = list_overloads(session, boss, world.community, more_than=2)
    assert (found.name, found.places, set(found.roles)) == (lead.name, 3, {LEAD, CONTACT})
    drawn = json.loads(overload_features(session, boss, world.community, more_than=2))
    assert {one["properties"]["building_id"] for one in drawn["features"]} == {
        building.id for building in world.alpha.buildings
    }


def settle(session: Session, world: World, *homes: int | None) -> list[Person]:
    """Let members live in Alpha's buildings; None lives nobody knows where."""
    people = [
        Person(
            community_id=world.community.id,
            key=f"member-{number}",
            name=f"党员{number}",
            is_member=True,
            home_building_id=None if home is None else world.alpha.buildings[home].id,
        )
        for number, home in enumerate(homes)
    ]
    session.add_all(people)
    session.flush()
    return people


def test_each_building_gets_a_member_near_home(
    session: Session, world: World, boss: Viewer
) -> None:
    """A preview stores nothing; applied once it appoints, applied again it has nothing to do."""
    people = settle(session, world, 0, 1, 2, None)
    for building in (*world.alpha.buildings, *world.bravo.buildings):
        building.households = 10
    proposal = propose(session, boss, world.community)
    own = {duty.place: duty.person for duty in proposal.duties}
    assert [own[f"Alpha4{n}号楼"] for n in (1, 2, 3)] == ["党员0", "党员1", "党员2"]
    assert [left.reason for left in proposal.places_left] == ["too_few_members"] * 2
    assert session.scalars(select(Duty).where(Duty.role == CONTACT)).all() == []
    done = apply_proposal(session, world.community, proposal, since=TODAY, at=NOW, by=None)
    assert len(done.made) == 4
    again = propose(session, boss, world.community)
    assert again.new == ()
    assert {left.reason for left in again.people_left} == {"has_enough"}
    more = propose(session, boss, world.community, at_most=2)
    assert len(more.new) == 2
    assert people[3].name in own.values()


def test_a_proposal_that_was_overtaken_is_not_applied(
    session: Session, world: World, boss: Viewer
) -> None:
    """What was looked at is what is applied, or nothing."""
    people = settle(session, world, 0, 1)
    seen = propose(session, boss, world.community).fingerprint
    appoint(session, people[0], world.bravo.buildings[0], CONTACT, since=TODAY, at=NOW, by=None)
    now = propose(session, boss, world.community)
    with pytest.raises(InputRefused, match="Look at it again"):
        apply_proposal(
            session, world.community, now, since=TODAY, at=NOW, by=None, fingerprint=seen
        )


def test_moving_people_ends_what_they_had(session: Session, world: World, boss: Viewer) -> None:
    """With leave to change, two who look after each other's house go home."""
    people = settle(session, world, 0, 2)
    for person, house in zip(people, (2, 0), strict=True):
        appoint(
            session, person, world.alpha.buildings[house], CONTACT, since=SINCE, at=NOW, by=None
        )
    assert propose(session, boss, world.community).new == ()
    proposal = propose(session, boss, world.community, change=True)
    assert {(duty.place, duty.person) for duty in proposal.new} == {
        ("Alpha41号楼", "党员0"),
        ("Alpha43号楼", "党员1"),
    }
    apply_proposal(session, world.community, proposal, since=TODAY, reason="就近", at=NOW, by=None)
    duties = session.scalars(select(Duty).where(Duty.role == CONTACT).order_by(Duty.id)).all()
    assert [(duty.until, duty.end_reason) for duty in duties] == [
        (TODAY - DAY, "就近"),
        (TODAY - DAY, "就近"),
        (None, ""),
        (None, ""),
    ]


def test_only_buildings_and_entrances_are_proposed_for(
    session: Session, world: World, boss: Viewer
) -> None:
    """Who leads a cell is nothing that distance decides."""
    with pytest.raises(InputRefused, match="buildings and entrances only"):
        propose(session, boss, world.community, kind=PlaceKind.CELL)
    proposal = propose(
        session, boss, world.community, role=DutyRole.ENTRANCE_LEAD, kind=PlaceKind.ENTRANCE
    )
    assert len(proposal.new) == 4  # Anybody can lead an entrance, member or not.


def test_who_left_is_not_proposed(session: Session, world: World, boss: Viewer) -> None:
    """Neither a member who left nor one who is none."""
    (person,) = settle(session, world, 0)
    person.left_on = SINCE
    assert propose(session, boss, world.community).duties == ()
    with pytest.raises(InputRefused, match="nothing to hand over"):
        hand_over_all(session, person, world.alpha.people[LEAD], on=TODAY, at=NOW, by=None)
