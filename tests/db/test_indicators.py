"""Indicators: each rate divides by what its name says."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from app.models import (
    HandlingUnit,
    Issue,
    IssueCategory,
    IssueChannel,
    IssueEvent,
    IssueHarm,
    IssueState,
)
from app.models.issues import Catalogue
from app.queries.issues.indicators import (
    PEOPLE,
    Counts,
    Group,
    Indicators,
    Span,
    read_indicators,
)
from app.queries.scope import Viewer
from tests.two_cells import NOW, World, build_world, put

NOVEMBER = (dt.date(2026, 11, 1), dt.date(2026, 11, 30))
DAY = dt.timedelta(days=1)
DUE = NOW - 5 * DAY
LATER = dt.datetime(2026, 12, 20, 8, tzinfo=NOW.tzinfo)


@pytest.fixture
def world(session: Session) -> World:
    world = build_world(session)
    for table in (IssueEvent, IssueHarm, Issue):
        session.execute(delete(table))
    return world


def read(
    session: Session, world: World, user: str = "leader", group: Group | None = None, **more: Any
) -> Indicators:
    at = more.pop("at", NOW)
    viewer = Viewer.of(world.users[user], NOW.date())
    span = Span(*more.pop("days", NOVEMBER), NOW.tzinfo, **more)
    return read_indicators(session, viewer, world.community, span, at=at, group=group)


def write(session: Session, world: World, count: int = 1, **facts: Any) -> None:
    """Write issues that are alike."""
    usual = {
        "community_id": world.community.id,
        "category": "管道堵塞",
        "title": "t",
        "cell_id": world.alpha.cell.id,
        "state": IssueState.REPORTED,
        "reported_at": NOW - 15 * DAY,
    }
    rows = [usual | facts | {"source_ref": f"i{next(_NUMBERS)}"} for _ in range(count)]
    session.execute(insert(Issue), rows)


_NUMBERS = itertools.count()


def filed(**facts: Any) -> dict[str, Any]:
    return {"filed_at": NOW - 14 * DAY, "state": IssueState.DISPATCHED, "due_at": DUE} | facts


def ended(handled_at: dt.datetime, **facts: Any) -> dict[str, Any]:
    times = {"resolved_at": handled_at, "closed_at": max(handled_at, DUE) + DAY}
    return filed(state=IssueState.CLOSED, **times) | facts


def test_the_golden_case(session: Session, world: World) -> None:
    """1,054 received, 996 filed, 972 due, 911 closed, 737 on time: 93.72 % and 75.82 %."""
    write(session, world, 58)
    write(session, world, 24, **filed(due_at=NOW + DAY))
    write(session, world, 61, **filed())
    write(session, world, 174, **ended(DUE + DAY))
    write(session, world, 737, **ended(DUE - DAY))
    counts = read(session, world).total
    assert counts == Counts(1054, 996, 972, 911, 737, 0)
    assert f"{counts.closing_rate:.2%} {counts.on_time_rate:.2%}" == "93.72% 75.82%"
    assert f"{counts.filing_rate:.2%}" == "94.50%"


def test_nothing_gives_no_rate(session: Session, world: World) -> None:
    counts = read(session, world).total
    assert counts == Counts()
    assert (counts.filing_rate, counts.closing_rate) == (None, None)
    assert (counts.on_time_rate, counts.rework_rate) == (None, None)


def test_the_periods_of_report_and_deadline_are_their_own(session: Session, world: World) -> None:
    october = {"reported_at": dt.datetime(2026, 10, 20, tzinfo=NOW.tzinfo)}
    write(session, world, 3, **ended(DUE - DAY, **october))
    write(session, world, 2, **filed(due_at=LATER))
    assert read(session, world, at=LATER).total == Counts(2, 2, 3, 3, 3)


def test_days_begin_in_the_zone_of_the_place(session: Session, world: World) -> None:
    zone = NOW.tzinfo
    write(session, world, reported_at=dt.datetime(2026, 11, 1, 0, 0, tzinfo=zone))
    write(session, world, reported_at=dt.datetime(2026, 11, 30, 23, 59, 59, tzinfo=zone))
    write(session, world, reported_at=dt.datetime(2026, 10, 31, 23, 59, 59, tzinfo=zone))
    write(session, world, reported_at=dt.datetime(2026, 12, 1, 0, 0, tzinfo=zone))
    assert read(session, world, at=LATER).total.received == 2


def test_what_is_closed_after_the_period_was_not_closed_in_it(
    session: Session, world: World
) -> None:
    write(session, world, **ended(DUE - DAY, closed_at=LATER - DAY))
    assert read(session, world, at=LATER).total == Counts(1, 1, 1, 0, 0)


def test_what_is_not_due_yet_or_gone_does_not_count_as_due(session: Session, world: World) -> None:
    write(session, world, **filed(due_at=NOW + dt.timedelta(minutes=1)))
    write(session, world, **filed(state=IssueState.SUSPENDED, due_at=None))
    for state in (IssueState.VOID, IssueState.MERGED, IssueState.REJECTED):
        write(session, world, **filed(state=state))
    assert read(session, world).total == Counts(5, 5, 0, 0, 0)


def test_rework_divides_by_the_closed(session: Session, world: World) -> None:
    write(session, world, 3, **ended(DUE - DAY))
    write(session, world, 1, **ended(DUE - DAY, reworks=2))
    write(session, world, 4, **filed(reworks=1))
    assert read(session, world).total.rework_rate == 0.25


def test_imported_history_stands_apart(session: Session, world: World) -> None:
    write(session, world, 600, state=IssueState.CLOSED, closed_at=DUE, due_at=DUE)
    write(session, world, 2)
    found = read(session, world)
    assert (found.total.received, found.imported_ended) == (2, 600)
    assert found.total.due == 0


def test_a_doubtful_place_counts_in_totals(session: Session, world: World) -> None:
    write(session, world, place_doubt="zero", cell_id=None)
    found = read(session, world, group=Group.CELL)
    assert found.total.received == 1
    assert [(row.name, row.counts.received) for row in found.rows] == [("", 1)]


def test_groups_add_up_to_the_total(session: Session, world: World) -> None:
    unit = HandlingUnit(community_id=world.community.id, name="物业")
    category = IssueCategory(
        community_id=world.community.id, catalogue=Catalogue.COMMUNITY, code="c", name="漏水"
    )
    put(session, unit, category)
    person = world.users["grid"].person_id
    write(session, world, 4, **ended(DUE - DAY, unit_id=unit.id))
    write(session, world, 3, **filed(person_id=person, category_id=category.id))
    write(session, world, 2, cell_id=world.bravo.cell.id, channel=IssueChannel.PLATE)
    names = {
        Group.CELL: {"第001网格": 7, "第002网格": 2},
        Group.CATEGORY: {"管道堵塞": 6, "漏水": 3},
        Group.HANDLER: {"物业": 4, PEOPLE: 3, "": 2},
        Group.CHANNEL: {"staff": 7, "plate": 2},
        Group.MONTH: {"2026-11": 9},
    }
    for group, wanted in names.items():
        found = read(session, world, group=group)
        assert {row.name: row.counts.received for row in found.rows} == wanted
        assert sum(row.counts.closed for row in found.rows) == found.total.closed == 4
    assert read(session, world, unit_id=unit.id).total == Counts(4, 4, 4, 4, 4)
    assert read(session, world, category_id=category.id).total == Counts(3, 3, 3, 0, 0)
    assert read(session, world, cell_id=world.bravo.cell.id).total.received == 2


def test_months_in_their_order(session: Session, world: World) -> None:
    zone = NOW.tzinfo
    write(session, world, **filed(reported_at=dt.datetime(2026, 10, 31, 23, 30, tzinfo=zone)))
    write(session, world, reported_at=dt.datetime(2026, 11, 1, 0, 30, tzinfo=zone))
    days = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    rows = read(session, world, group=Group.MONTH, days=days).rows
    assert [(row.name, row.counts.received, row.counts.due) for row in rows] == [
        ("2026-10", 1, 0),
        ("2026-11", 1, 1),
    ]


def test_everybody_counts_what_they_see(session: Session, world: World) -> None:
    write(session, world, 2, **filed())
    write(session, world, 3, cell_id=world.bravo.cell.id, person_id=world.users["grid"].person_id)
    assert read(session, world, "leader").total.received == 5
    assert read(session, world, "bravo").total.received == 3
    assert read(session, world, "stranger").total.received == 0
    # The viewer has issues of Bravo to handle, whose name is none of their affairs.
    rows = read(session, world, "grid", Group.CELL).rows
    assert {row.name: row.counts.received for row in rows} == {"第001网格": 2, "": 3}
