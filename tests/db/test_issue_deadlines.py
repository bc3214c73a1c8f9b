"""Deadlines of stored issues: by category, condition, region and the community's own days."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Catalogue,
    Issue,
    IssueCategory,
    IssueState,
    RegionClass,
    SpecialDay,
    TimeLimit,
    TimeUnit,
)
from app.queries.issues import light
from app.services.issues import extend_clock, resume_clock, start_clock, stop_clock
from geodata.errors import InputRefused
from tests.two_cells import NOW, World, build_world, put

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=NOW.tzinfo)
HOURS, DAYS = TimeUnit.WORKING_HOURS, TimeUnit.WORKING_DAYS


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


@pytest.fixture
def issue(session: Session, world: World) -> Issue:
    """One in Alpha, of a category that may take a day, less in the core and when it spills."""
    category = IssueCategory(
        community_id=world.community.id, catalogue=Catalogue.COMMUNITY, code="c", name="管道堵塞",
        limits=[
            TimeLimit(amount=1, unit=DAYS),
            TimeLimit(amount=4, unit=HOURS, region=RegionClass.CORE),
            TimeLimit(amount=2, unit=TimeUnit.HOURS, condition="外溢"),
        ],
    )  # fmt: skip
    put(session, category)
    found = Issue(
        community_id=world.community.id, source_ref="1", category="管道堵塞", title="堵了",
        category_id=category.id, cell_id=world.alpha.cell.id, reported_at=MONDAY,
    )  # fmt: skip
    put(session, found)
    return found


def clock(hours: int, minutes: int = 0, *, days: int = 0) -> dt.datetime:
    return MONDAY.replace(hour=hours, minute=minutes) + dt.timedelta(days=days)


def test_a_day_by_the_catalogue(session: Session, issue: Issue) -> None:
    start_clock(session, issue, MONDAY)
    assert issue.due_at == clock(17, 30, days=1)
    assert issue.time_unit is DAYS
    # Seven hours of Monday and seven and a half of Tuesday, of which four fifths are 11.6.
    assert (issue.allowed_s, issue.warn_at) == (52_200, clock(14, 36, days=1))


def test_less_in_the_core(session: Session, world: World, issue: Issue) -> None:
    world.alpha.cell.region = RegionClass.CORE
    start_clock(session, issue, MONDAY)
    assert issue.due_at == clock(14, 30)


def test_less_when_it_spills(session: Session, world: World, issue: Issue) -> None:
    world.alpha.cell.region = RegionClass.CORE
    issue.condition = "外溢"
    start_clock(session, issue, clock(20))
    assert issue.due_at == clock(22)
    issue.condition = ""
    session.get_one(IssueCategory, issue.category_id).default_condition = "外溢"
    start_clock(session, issue, clock(21))
    assert issue.due_at == clock(23)


def test_a_day_off_of_ones_own(session: Session, world: World, issue: Issue) -> None:
    tuesday = clock(0, days=1).date()
    put(session, SpecialDay(community_id=world.community.id, on=tuesday, is_working=False))
    start_clock(session, issue, MONDAY)
    assert issue.due_at == clock(17, 30, days=2)


def test_without_a_limit_there_is_no_deadline(session: Session, issue: Issue) -> None:
    start_clock(session, issue, MONDAY)
    issue.category_id = None
    start_clock(session, issue, MONDAY)
    assert (issue.due_at, issue.warn_at, issue.allowed_s, issue.time_unit) == (None,) * 4
    stop_clock(session, issue, MONDAY)
    resume_clock(session, issue, MONDAY)
    assert (issue.due_at, issue.left_s) == (None, None)
    extend_clock(session, issue, clock(10, days=1), MONDAY)  # Somebody may still set one.
    assert issue.due_at == clock(10, days=1)


def test_it_stands_while_it_waits(session: Session, issue: Issue) -> None:
    start_clock(session, issue, MONDAY)
    stop_clock(session, issue, clock(11))
    assert (issue.due_at, issue.left_s) == (None, 52_200 - 7_200)
    resume_clock(session, issue, clock(9, days=7))
    assert issue.due_at == clock(15, 30, days=8)
    assert issue.left_s is None


def test_verifying_is_not_the_handlers_time(session: Session, issue: Issue) -> None:
    start_clock(session, issue, MONDAY)
    issue.resolved_at = clock(11)
    resume_clock(session, issue, clock(11, days=1))
    assert issue.due_at == clock(17, 30, days=2)


def test_lights(session: Session, issue: Issue) -> None:
    start_clock(session, issue, MONDAY)
    issue.state = IssueState.FILED
    session.flush()
    for at, colour in (
        (clock(14, 35, days=1), "green"),
        (clock(14, 37, days=1), "yellow"),
        (clock(17, 30, days=1), "yellow"),
        (clock(17, 31, days=1), "red"),
    ):
        assert session.scalar(select(light(at)).where(Issue.id == issue.id)) == colour


def test_more_time_is_later_time(session: Session, issue: Issue) -> None:
    start_clock(session, issue, MONDAY)
    for until in (clock(8), clock(17, 30, days=1)):
        with pytest.raises(InputRefused):
            extend_clock(session, issue, until, MONDAY)
    extend_clock(session, issue, clock(17, 30, days=3), clock(10, days=2))
    assert issue.due_at == clock(17, 30, days=3)
    assert issue.allowed_s == 52_200 + 2 * 27_000
