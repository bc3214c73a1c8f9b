"""Two reports of one matter are offered as doubles, merged by a person, and both are told."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

import pytest
from shapely import Point
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Issue, IssueState, Notice, PlaceDoubt
from app.queries.issues import merged_issues, possible_doubles
from app.queries.scope import NotAllowed, NotFound, Viewer
from app.services.issues import Given, call_different, move_issue
from geodata.errors import InputRefused
from geodata.likeness import likeness
from tests.two_cells import NOW, TODAY, World, build_world

REFERENCES = count(1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


def viewer(world: World, name: str = "community") -> Viewer:
    return Viewer.of(world.users[name], TODAY)


def report(session: Session, world: World, **facts: Any) -> Issue:
    """Write an issue at the first building of Alpha, five days ago unless told otherwise."""
    middle = world.alpha.cell.shape.centroid
    told = {
        "title": "41号楼下水道堵塞，污水外溢",
        "category": "管道堵塞",
        "point": Point(middle.x, middle.y),
        "reported_at": NOW - 5 * DAY,
        "cell_id": world.alpha.cell.id,
    }
    made = Issue(
        community_id=world.community.id, source_ref=f"double-{next(REFERENCES)}", **told | facts
    )
    session.add(made)
    session.flush()
    return made


def beside(issue: Issue, metres: float) -> Point:
    """Give the point so many metres north of an issue."""
    assert isinstance(issue.point, Point)
    return Point(issue.point.x, issue.point.y + metres / 111_320)


def test_near_ones_are_offered_the_most_alike_first(session: Session, world: World) -> None:
    issue = report(session, world)
    same = report(
        session, world, point=beside(issue, 20), title="污水外溢，41号楼", reported_at=NOW - 4 * DAY
    )
    less = report(session, world, point=beside(issue, 45), title="下水道臭")
    report(session, world, point=beside(issue, 40), category="停车", title="占用消防通道")
    report(session, world, point=beside(issue, 400))
    report(session, world, reported_at=NOW - 60 * DAY)
    report(session, world, state=IssueState.CLOSED)
    found = possible_doubles(session, viewer(world), issue)
    assert [double.id for double in found] == [same.id, less.id]
    first = found[0]
    assert (first.same_category, first.days) == (True, 1)
    assert first.distance_m == pytest.approx(20, rel=0.02)
    assert first.alike == likeness(issue.title, same.title) > 0.5
    assert len(possible_doubles(session, viewer(world), issue, limit=1)) == 1


def test_doubtful_places_let_the_words_decide(session: Session, world: World) -> None:
    """Those on a pile are not near each other: only what says the same is offered."""
    issue = report(session, world, place_doubt=PlaceDoubt.PILE)
    same = report(session, world, place_doubt=PlaceDoubt.NONE, point=None)
    report(session, world, place_doubt=PlaceDoubt.PILE, title="三单元漏水")
    (found,) = possible_doubles(session, viewer(world), issue)
    assert (found.id, found.distance_m, found.alike) == (same.id, None, 1.0)


def test_others_cells_are_not_offered(session: Session, world: World) -> None:
    issue = report(session, world)
    report(session, world, cell_id=world.bravo.cell.id)
    seen = possible_doubles(session, viewer(world, "grid"), issue)
    assert seen == ()
    assert len(possible_doubles(session, viewer(world), issue)) == 1


def test_what_was_called_different_is_offered_no_more(session: Session, world: World) -> None:
    issue, other = report(session, world), report(session, world)
    for pair in ((other.id, issue.id), (issue.id, other.id)):
        call_different(session, viewer(world), *pair, at=NOW)
    assert possible_doubles(session, viewer(world), issue) == ()
    assert possible_doubles(session, viewer(world), other) == ()
    with pytest.raises(NotAllowed):
        call_different(session, viewer(world, "volunteer"), issue.id, other.id, at=NOW)
    for wrong in (issue.id, 0, 10**9):
        with pytest.raises(NotFound):
            call_different(session, viewer(world), issue.id, wrong, at=NOW)


def merge(session: Session, world: World, issue: Issue, other: Issue) -> None:
    move_issue(
        session, viewer(world), issue.id, "merge",
        seen=issue.version, at=NOW, give=Given(other_id=other.id),
    )  # fmt: skip


def test_merging_loses_nothing_and_tells_both(session: Session, world: World) -> None:
    volunteer, grid = world.users["volunteer"], world.users["grid"]
    first = report(session, world, reported_by=volunteer.id)
    second = report(session, world, reported_by=grid.id)
    third = report(session, world)
    merge(session, world, third, second)
    merge(session, world, second, first)
    session.refresh(third)
    assert second.state is IssueState.MERGED
    assert (second.merged_into_id, third.merged_into_id) == (first.id, first.id)
    assert {one.id for one in merged_issues(session, viewer(world), first)} == {second.id, third.id}
    session.refresh(first)
    (joined,) = [event for event in first.events if event.verb == "joined"]
    assert second.number in joined.note
    assert joined.user_id == world.users["community"].id
    told = session.scalars(select(Notice.user_id).where(Notice.issue_id == first.id)).all()
    assert volunteer.id in told
    told = session.scalars(select(Notice.user_id).where(Notice.issue_id == second.id)).all()
    assert grid.id in told


def test_parted_ones_stand_alone_again(session: Session, world: World) -> None:
    first, second = report(session, world), report(session, world)
    merge(session, world, second, first)
    move_issue(
        session, viewer(world), second.id, "part",
        seen=second.version, at=NOW, give=Given(note="不是同一件事"),
    )  # fmt: skip
    assert (second.state, second.merged_into_id) == (IssueState.REPORTED, None)
    assert merged_issues(session, viewer(world), first) == []


@pytest.mark.parametrize("state", [IssueState.CLOSED, IssueState.MERGED, IssueState.VOID])
def test_what_ended_cannot_go_on_for_both(
    session: Session, world: World, state: IssueState
) -> None:
    issue, other = report(session, world), report(session, world, state=state)
    with pytest.raises(InputRefused, match="has ended"):
        merge(session, world, issue, other)
