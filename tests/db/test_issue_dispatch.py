"""Dispatching: the most exact rule, then whoever is on duty, and nobody is said to be nobody."""

from __future__ import annotations

import datetime as dt

import pytest
from shapely import MultiPolygon
from sqlalchemy.orm import Session

from app.models import (
    Absence,
    Catalogue,
    Cell,
    DispatchRule,
    Duty,
    DutyRole,
    Estate,
    HandlingUnit,
    Issue,
    IssueCategory,
    PlaceDoubt,
    PlaceKind,
    Team,
    TeamMember,
    User,
)
from app.services.issues.dispatching import Proposal, Why, propose_handler
from app.services.issues.given import Handler, HandlerKind
from tests.two_cells import NOW, SINCE, TODAY, World, build_world, put


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


@pytest.fixture
def sewer(session: Session, world: World) -> IssueCategory:
    category = IssueCategory(
        community_id=world.community.id, catalogue=Catalogue.COMMUNITY, code="c1", name="管道堵塞"
    )
    put(session, category)
    return category


@pytest.fixture
def issue(session: Session, world: World, sewer: IssueCategory) -> Issue:
    """A blocked sewer at the first building of Alpha."""
    building = world.alpha.buildings[0]
    found = Issue(
        community_id=world.community.id, source_ref="1", category="管道堵塞", title="堵了",
        category_id=sewer.id, building_id=building.id, cell_id=world.alpha.cell.id,
        point=building.footprint.centroid, reported_at=NOW,
    )  # fmt: skip
    put(session, found)
    return found


def add_unit(session: Session, world: World, name: str, **facts: object) -> HandlingUnit:
    unit = HandlingUnit(community_id=world.community.id, name=name, **facts)
    put(session, unit)
    return unit


def add_rule(session: Session, world: World, **facts: object) -> DispatchRule:
    rule = DispatchRule(community_id=world.community.id, **facts)
    put(session, rule)
    return rule


def propose(session: Session, issue: Issue) -> Proposal:
    return propose_handler(session, issue, TODAY)


def names(proposal: Proposal) -> list[str]:
    return [candidate.name for candidate in proposal.candidates]


def test_without_rules_the_grid_administrator_gets_it(
    session: Session, world: World, issue: Issue
) -> None:
    proposal = propose(session, issue)
    administrator = world.alpha.people[DutyRole.GRID_ADMINISTRATOR]
    assert proposal.handler == Handler(HandlerKind.PERSON, administrator.id)
    assert proposal.best is not None
    assert (proposal.best.why, proposal.best.place) == (Why.DUTY, PlaceKind.CELL)
    # The building's lead comes after, then the branch; nobody of Bravo, and no volunteer.
    assert names(proposal) == ["Alpha王一", "Alpha王三", "Alpha branch"]


def test_the_most_exact_rule_wins(
    session: Session, world: World, issue: Issue, sewer: IssueCategory
) -> None:
    building, cell = world.alpha.buildings[0], world.alpha.cell
    places: list[dict[str, int]] = [
        {}, {"cell_id": cell.id}, {"building_id": building.id}, {"category_id": sewer.id},
        {"category_id": sewer.id, "cell_id": cell.id},
        {"category_id": sewer.id, "building_id": building.id},
    ]  # fmt: skip
    for number, place in enumerate(places):
        unit = add_unit(session, world, f"单位{number}")
        add_rule(session, world, unit_id=unit.id, **place)
        assert names(propose(session, issue))[: number + 1] == [
            f"单位{before}" for before in range(number, -1, -1)
        ]


def test_rules_for_other_places_and_categories_are_left_out(
    session: Session, world: World, issue: Issue
) -> None:
    other = IssueCategory(
        community_id=world.community.id, catalogue=Catalogue.CITY, code="x", name="暴露垃圾"
    )
    put(session, other)
    unit = add_unit(session, world, "物业")
    bravo = world.bravo
    add_rule(session, world, unit_id=unit.id, cell_id=bravo.cell.id)
    add_rule(session, world, unit_id=unit.id, building_id=bravo.buildings[0].id)
    add_rule(session, world, unit_id=unit.id, category_id=other.id)
    assert "物业" not in names(propose(session, issue))


def test_an_estate_is_found_by_the_ground(session: Session, world: World, issue: Issue) -> None:
    footprint = world.alpha.buildings[0].footprint
    estate = Estate(
        community_id=world.community.id, key="e", name="小区",
        shape=MultiPolygon([footprint.buffer(0.0001)]),
    )  # fmt: skip
    put(session, estate)
    unit = add_unit(session, world, "物业")
    rule = add_rule(session, world, unit_id=unit.id, estate_id=estate.id)
    best = propose(session, issue).best
    assert best is not None
    assert (best.name, best.rule_id, best.role) == ("物业", rule.id, None)


def test_a_role_leads_to_whoever_holds_it_here(
    session: Session, world: World, issue: Issue, sewer: IssueCategory
) -> None:
    rule = add_rule(session, world, category_id=sewer.id, role=DutyRole.BUILDING_LEAD)
    best = propose(session, issue).best
    assert best is not None
    assert (best.name, best.why, best.rule_id) == ("Alpha王三", Why.RULE, rule.id)
    assert best.place is PlaceKind.BUILDING


def test_a_vacant_role_is_told_and_the_next_one_comes(
    session: Session, world: World, issue: Issue, sewer: IssueCategory
) -> None:
    rule = add_rule(session, world, category_id=sewer.id, role=DutyRole.SUPERVISOR)
    proposal = propose(session, issue)
    assert [(unmet.rule_id, unmet.role) for unmet in proposal.unmet] == [
        (rule.id, DutyRole.SUPERVISOR)
    ]
    assert names(proposal)[0] == "Alpha王一"


def test_nobody_on_duty_is_nobody(session: Session, world: World, issue: Issue) -> None:
    for duty in session.query(Duty):
        duty.until = SINCE
    session.flush()
    assert propose(session, issue) == Proposal()
    issue.place_doubt = PlaceDoubt.OUTSIDE
    assert propose(session, issue).handler is None


def test_a_doubtful_place_has_nobody_but_rules_for_all(
    session: Session, world: World, issue: Issue
) -> None:
    issue.place_doubt = PlaceDoubt.PILE
    unit = add_unit(session, world, "物业")
    add_rule(session, world, unit_id=unit.id)
    add_rule(session, world, unit_id=unit.id, cell_id=world.alpha.cell.id)
    assert names(propose(session, issue)) == ["物业"]


def test_whoever_is_away_comes_last(session: Session, world: World, issue: Issue) -> None:
    away = world.alpha.people[DutyRole.GRID_ADMINISTRATOR]
    put(session, Absence(person_id=away.id, since=TODAY, until=TODAY, noted_at=NOW))
    proposal = propose(session, issue)
    assert names(proposal) == ["Alpha王三", "Alpha branch", "Alpha王一"]
    assert proposal.candidates[-1].is_away
    assert propose_handler(session, issue, TODAY + dt.timedelta(days=1)).best is not None
    for person in world.alpha.people.values():
        put(session, Absence(person_id=person.id, since=TODAY, until=TODAY, noted_at=NOW))
    for duty in session.query(Duty).filter(Duty.organisation_id.is_not(None)):
        duty.until = SINCE
    session.flush()
    assert propose(session, issue).handler is None  # All are away: somebody must decide.
    assert propose(session, issue).candidates


def test_who_left_and_what_was_closed_are_left_out(
    session: Session, world: World, issue: Issue
) -> None:
    world.alpha.people[DutyRole.GRID_ADMINISTRATOR].left_on = TODAY
    unit = add_unit(session, world, "旧物业", closed_on=TODAY)
    add_rule(session, world, unit_id=unit.id)
    assert names(propose(session, issue)) == ["Alpha王三", "Alpha branch"]


def test_work_spreads_over_those_who_share_a_duty(
    session: Session, world: World, issue: Issue
) -> None:
    first = world.alpha.people[DutyRole.GRID_ADMINISTRATOR]
    team = Team(community_id=world.community.id, key="t", name="网格组")
    put(session, team)
    duty = {"community_id": world.community.id, "cell_id": world.alpha.cell.id, "since": SINCE}
    put(session, Duty(**duty, team_id=team.id, role=DutyRole.GRID_ADMINISTRATOR))
    for user in session.query(User):
        user.active = False  # An account goes before all else.
    session.flush()
    assert names(propose(session, issue))[:2] == [first.name, "网格组"]
    for number in range(2):
        other = Issue(
            community_id=world.community.id, source_ref=f"o{number}", category="停车", title="停",
            person_id=first.id, reported_at=NOW,
        )  # fmt: skip
        put(session, other)
    assert names(propose(session, issue))[:2] == ["网格组", first.name]


def test_of_two_cells_only_the_own_one_counts(session: Session, world: World, issue: Issue) -> None:
    issue.building_id, issue.cell_id = world.bravo.buildings[0].id, world.bravo.cell.id
    session.flush()
    assert all(name.startswith("Bravo") for name in names(propose(session, issue)))
    assert session.get_one(Cell, issue.cell_id).name == "第002网格"


def test_only_whoever_has_an_account_is_said_to_have_one(
    session: Session, world: World, issue: Issue
) -> None:
    """That the volunteer is in a team with an account makes nobody else reachable."""
    team = Team(community_id=world.community.id, key="t", name="巡逻队")
    put(session, team)
    walker = world.alpha.people[DutyRole.PATROL_VOLUNTEER]
    cell_id = world.alpha.cell.id
    put(
        session,
        TeamMember(team_id=team.id, person_id=walker.id, since=SINCE),
        Duty(
            community_id=world.community.id, team_id=team.id, cell_id=cell_id,
            role=DutyRole.CELL_LEADER, since=SINCE,
        ),
    )  # fmt: skip
    known = {one.name: one.has_account for one in propose(session, issue).candidates}
    assert known == {"Alpha王一": True, "巡逻队": True, "Alpha王三": False, "Alpha branch": False}
