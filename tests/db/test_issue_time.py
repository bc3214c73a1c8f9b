"""What moves do to the clock, what the clock does to issues, and what people say in the end."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Catalogue,
    Issue,
    IssueCategory,
    IssueChannel,
    IssueEvaluation,
    IssueEvent,
    IssueLevel,
    IssueReporter,
    IssueState,
    TimeLimit,
    TimeUnit,
)
from app.queries.scope import Viewer
from app.services.issues import (
    Given,
    Handler,
    HandlerKind,
    escalate_overdue,
    judge_as_reporter,
    move_issue,
)
from geodata.errors import InputRefused
from tests.two_cells import TODAY, World, build_world

BEIJING = dt.timezone(dt.timedelta(hours=8))
MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=BEIJING)
HOUR = dt.timedelta(hours=1)
OPERATOR = Viewer(TODAY)
WHY = Given(note="等待配件")


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


@pytest.fixture
def issue(session: Session, world: World) -> Issue:
    """Give an issue that may take four working hours of the usual week."""
    category = IssueCategory(
        community_id=world.community.id,
        catalogue=Catalogue.COMMUNITY,
        code="x1",
        name="管道堵塞",
        limits=[TimeLimit(amount=4, unit=TimeUnit.WORKING_HOURS)],
    )
    session.add(category)
    session.flush()
    made = Issue(
        community_id=world.community.id,
        source_ref="t-1",
        channel=IssueChannel.PATROL,
        category=category.name,
        category_id=category.id,
        title="Sewer",
        cell_id=world.alpha.cell.id,
        reported_at=MONDAY - HOUR,
    )
    session.add(made)
    session.flush()
    return made


def move(
    session: Session,
    issue: Issue,
    verb: str,
    at: dt.datetime,
    give: Given = Given(),  # noqa: B008
) -> None:
    move_issue(session, OPERATOR, issue.id, verb, seen=issue.version, at=at, give=give)


def dispatch(session: Session, world: World, issue: Issue) -> None:
    move(session, issue, "file", MONDAY)
    handler = Handler(HandlerKind.PERSON, world.alpha.ids["person"])
    move(session, issue, "dispatch", MONDAY, Given(handler=handler))


def close(session: Session, issue: Issue, at: dt.datetime) -> None:
    move(session, issue, "resolve", at, Given(note="好了", no_photo="夜里"))
    move(session, issue, "verify", at)
    move(session, issue, "close", at)


def test_its_time_begins_when_it_is_filed(session: Session, issue: Issue) -> None:
    """Nine to twelve, then half past one to half past two."""
    move(session, issue, "file", MONDAY)
    assert issue.due_at == MONDAY.replace(hour=14, minute=30)
    assert issue.allowed_s == 4 * 3600
    (event,) = session.scalars(select(IssueEvent).where(IssueEvent.issue_id == issue.id))
    assert dt.datetime.fromisoformat(event.facts["due_at"]) == issue.due_at


def test_the_clock_stands_while_it_is_suspended(
    session: Session, world: World, issue: Issue
) -> None:
    dispatch(session, world, issue)
    move(session, issue, "suspend", MONDAY + HOUR, WHY)
    assert (issue.due_at, issue.warn_at, issue.left_s) == (None, None, 3 * 3600)
    assert escalate_overdue(session, at=MONDAY + 1000 * HOUR) == []
    tuesday = MONDAY + dt.timedelta(days=1)
    move(session, issue, "resume", tuesday)
    assert (issue.state, issue.due_at) == (IssueState.DISPATCHED, tuesday + 3 * HOUR)
    assert issue.person_id == world.alpha.ids["person"]


def test_an_extension_sets_a_later_deadline(session: Session, world: World, issue: Issue) -> None:
    dispatch(session, world, issue)
    friday = MONDAY + dt.timedelta(days=4)
    move(session, issue, "extend", MONDAY, Given(note="雨", until=friday))
    assert issue.due_at == friday
    for until in (MONDAY, friday, MONDAY + dt.timedelta(days=500)):
        with pytest.raises(InputRefused, match="deadline"):
            move(session, issue, "extend", MONDAY, Given(note="雨", until=until))


def test_waiting_for_verification_is_not_the_handlers_time(
    session: Session, world: World, issue: Issue
) -> None:
    dispatch(session, world, issue)
    move(session, issue, "resolve", MONDAY + HOUR, Given(note="好了", no_photo="夜里"))
    tuesday = MONDAY + dt.timedelta(days=1)
    move(session, issue, "rework", tuesday, Given(note="还在漏"))
    assert issue.due_at == tuesday + 3 * HOUR


def test_reopened_its_time_begins_anew(session: Session, world: World, issue: Issue) -> None:
    dispatch(session, world, issue)
    close(session, issue, MONDAY + HOUR)
    tuesday = MONDAY + dt.timedelta(days=1)
    move(session, issue, "reopen", tuesday, Given(note="又堵了"))
    assert issue.due_at == tuesday.replace(hour=14, minute=30)


def test_what_is_handled_on_the_spot_is_a_case_on_time(session: Session, issue: Issue) -> None:
    give = Given(note="捡走了", no_photo="空地一块")
    move(session, issue, "handle on the spot", MONDAY, give)
    assert issue.filed_at == issue.resolved_at == MONDAY
    assert issue.due_at == MONDAY.replace(hour=14, minute=30)


def test_time_escalates_step_by_step(session: Session, world: World, issue: Issue) -> None:
    """Due on Monday at half past two; four working hours later it is Tuesday, half past nine."""
    dispatch(session, world, issue)
    due_at = MONDAY.replace(hour=14, minute=30)
    tuesday, wednesday = (MONDAY + dt.timedelta(days=days) for days in (1, 2))
    turns = [
        (due_at, None),
        (due_at + dt.timedelta(seconds=1), IssueLevel.COMMUNITY),
        (due_at + 12 * HOUR, None),  # Half a night counts nothing.
        (tuesday.replace(hour=9, minute=29), None),
        (tuesday.replace(hour=9, minute=30), IssueLevel.STREET),
        (tuesday.replace(hour=14, minute=59), None),
        (tuesday.replace(hour=15, minute=0), IssueLevel.DISTRICT),
        (wednesday, None),
    ]
    for at, level in turns:
        gone_up = escalate_overdue(session, at=at)
        assert gone_up == ([issue] if level else []), at
        assert issue.level is (level or issue.level)
    events = session.scalars(
        select(IssueEvent).where(IssueEvent.verb == "escalate").order_by(IssueEvent.id)
    ).all()
    assert [event.facts["level"] for event in events] == ["community", "street", "district"]
    assert {event.user_id for event in events} == {None}


def test_time_leaves_alone_what_is_handled_or_has_no_clock_of_ours(
    session: Session, world: World, issue: Issue
) -> None:
    dispatch(session, world, issue)
    move(session, issue, "resolve", MONDAY, Given(note="好了", no_photo="夜里"))
    # Alpha's and Bravo's issues of the hotline are overdue by a deadline of their source.
    assert escalate_overdue(session, at=MONDAY + 1000 * HOUR) == []


def test_only_the_community_that_is_asked_for(session: Session, world: World, issue: Issue) -> None:
    dispatch(session, world, issue)
    late = MONDAY + 1000 * HOUR
    elsewhere = world.users["stranger"].community
    assert escalate_overdue(session, at=late, community=elsewhere) == []
    assert escalate_overdue(session, at=late, community=world.community) == [issue]


def test_several_judge_and_the_latest_word_of_each_counts(
    session: Session, world: World, issue: Issue
) -> None:
    reporter = IssueReporter(issue_id=issue.id, token_sha256="x", at=MONDAY)
    session.add(reporter)
    session.flush()
    with pytest.raises(InputRefused, match="once it is closed"):
        judge_as_reporter(session, reporter, score=5, words="", at=MONDAY)
    dispatch(session, world, issue)
    close(session, issue, MONDAY)
    judge_as_reporter(session, reporter, score=2, words="慢", at=MONDAY)
    assert issue.state is IssueState.EVALUATED
    leader = Viewer.of(world.users["leader"], TODAY)
    give = Given(score=4, note="按时")
    move_issue(session, leader, issue.id, "evaluate", seen=issue.version, at=MONDAY, give=give)
    judge_as_reporter(session, reporter, score=5, words="后来好了", at=MONDAY + HOUR)
    said = session.scalars(select(IssueEvaluation).order_by(IssueEvaluation.id)).all()
    assert [(one.score, one.words, one.reporter_id) for one in said] == [
        (5, "后来好了", reporter.id), (4, "按时", None),
    ]  # fmt: skip


@pytest.mark.parametrize("score", [0, 6, None])
def test_a_score_is_one_to_five(
    session: Session, world: World, issue: Issue, score: int | None
) -> None:
    dispatch(session, world, issue)
    close(session, issue, MONDAY)
    with pytest.raises(InputRefused, match="from 1 to 5"):
        move(session, issue, "evaluate", MONDAY, Given(score=score))
