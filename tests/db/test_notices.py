"""Notices: who is told of which step."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Duty,
    DutyRole,
    HandlingUnit,
    Issue,
    IssueEvent,
    IssueLevel,
    IssueReporter,
    Notice,
    Person,
    Team,
    TeamMember,
    User,
)
from app.services.issues.notices import handler_accounts, tell_step
from tests.two_cells import NOW, SINCE, World, build_world, put


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


@pytest.fixture
def issue(session: Session, world: World) -> Issue:
    return session.get_one(Issue, world.alpha.ids["issue"])


def told(session: Session, issue: Issue, verb: str, by: User | None = None) -> set[str]:
    """Take a step and give the names of the accounts that were told."""
    before = select(Notice.id)
    seen = set(session.scalars(before))
    event = IssueEvent(issue_id=issue.id, verb=verb, at=NOW, user_id=by.id if by else None)
    put(session, event)
    tell_step(session, issue, event)
    names = select(User.username).join(Notice, Notice.user_id == User.id)
    return set(session.scalars(names.where(Notice.id.not_in(seen))))


def test_a_report_is_told_to_who_answers_for_the_cell(session: Session, issue: Issue) -> None:
    assert told(session, issue, "report") == {"grid"}


def test_where_nobody_answers_the_administrators_are_told(session: Session, issue: Issue) -> None:
    issue.cell_id = None
    assert told(session, issue, "report") == {"community"}


def test_whoever_took_the_step_is_not_told(session: Session, world: World, issue: Issue) -> None:
    assert told(session, issue, "return", world.users["grid"]) == {"community"}


def test_a_closed_account_is_not_told(session: Session, world: World, issue: Issue) -> None:
    world.users["grid"].active = False
    session.flush()
    assert told(session, issue, "report") == {"community"}


def test_a_team_on_duty_at_the_cell_is_told(session: Session, world: World, issue: Issue) -> None:
    team = Team(community_id=issue.community_id, key="t", name="t")
    put(session, team)
    bravo = world.users["bravo"]
    put(session, TeamMember(team_id=team.id, person_id=bravo.person_id, since=SINCE))
    put(
        session,
        Duty(
            community_id=issue.community_id,
            team_id=team.id,
            cell_id=issue.cell_id,
            role=DutyRole.SUPERVISOR,
            since=SINCE,
        ),
    )
    assert told(session, issue, "report") == {"grid", "bravo"}


def test_a_dispatch_is_told_to_the_person(session: Session, world: World, issue: Issue) -> None:
    issue.person_id = world.users["volunteer"].person_id
    assert told(session, issue, "dispatch") == {"volunteer"}


def test_a_dispatch_is_told_to_a_unit_and_to_who_reported(
    session: Session, world: World, issue: Issue
) -> None:
    unit = HandlingUnit(community_id=issue.community_id, name="物业")
    put(session, unit)
    world.users["handler"].unit_id = issue.unit_id = unit.id
    issue.reported_by = world.users["volunteer"].id
    put(session, IssueReporter(issue_id=issue.id, user_id=world.users["leader"].id, at=NOW))
    assert told(session, issue, "dispatch") == {"handler", "volunteer", "leader"}


def test_an_organisation_is_told_by_those_who_lead_in_it_and_may_see_the_issue(
    session: Session, world: World, issue: Issue
) -> None:
    issue.organisation_id = world.alpha.ids["organisation"]
    session.flush()
    assert handler_accounts(session, issue, NOW.date()) == set()
    assert told(session, issue, "dispatch") == set()
    # Both belong to it; one leads a cell, in which the issue does not lie.
    for name in ("grid", "volunteer", "bravo"):
        person = session.get_one(Person, world.users[name].person_id)
        person.organisation_id = issue.organisation_id
        put(
            session,
            Duty(
                community_id=issue.community_id,
                person_id=person.id,
                cell_id=(world.bravo if name == "bravo" else world.alpha).cell.id,
                role=DutyRole.SUPERVISOR if name == "volunteer" else DutyRole.GROUP_LEADER,
                since=SINCE,
            ),
        )
    assert told(session, issue, "dispatch") == {"grid"}
    assert handler_accounts(session, issue, NOW.date()) == {world.users["grid"].id}
    kinds = select(Notice.kind).where(Notice.user_id == world.users["grid"].id)
    assert session.scalars(kinds).all() == ["to arrange"]


def test_who_handled_it_is_not_asked_to_verify(
    session: Session, world: World, issue: Issue
) -> None:
    assert told(session, issue, "resolve") == {"grid"}
    issue.handled_by = world.users["grid"].id
    assert told(session, issue, "resolve") == {"community"}


@pytest.mark.parametrize(
    ("level", "names"),
    [
        (IssueLevel.CELL, {"grid"}),
        (IssueLevel.COMMUNITY, {"grid", "community"}),
        (IssueLevel.STREET, {"grid", "leader"}),
    ],
)
def test_an_escalation_reaches_its_level(
    session: Session, issue: Issue, level: IssueLevel, names: set[str]
) -> None:
    issue.level = level
    assert told(session, issue, "escalate") == names


def test_a_merge_is_told_to_both_reporters(session: Session, world: World, issue: Issue) -> None:
    other = session.get_one(Issue, world.bravo.ids["issue"])
    issue.reported_by, other.reported_by = world.users["volunteer"].id, world.users["bravo"].id
    issue.merged_into = other
    session.flush()
    assert told(session, issue, "merge") == {"volunteer", "bravo"}
    assert session.scalars(select(Notice.kind).where(Notice.issue_id == other.id)).all() == [
        "joined"
    ]


def test_a_verb_that_concerns_nobody_tells_nobody(session: Session, issue: Issue) -> None:
    assert told(session, issue, "handle") == set()
