"""Piles, filters and parts of lists of issues, within a viewer's scope."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from app.models import Issue, IssueState
from app.queries.issues import (
    IssueFilter,
    Light,
    Order,
    Pile,
    Place,
    count_fitting,
    count_piles,
    list_issues,
    piles_of,
)
from app.queries.issues.filters import number_in
from app.queries.scope import Viewer
from tests.two_cells import NOW, TODAY, World, build_world, put


@pytest.fixture
def world(session: Session) -> World:
    """Two cells, with ten more issues in Alpha, some of them without a deadline."""
    world = build_world(session)
    for number in range(10):
        put(session, Issue(
            community_id=world.community.id, source_ref=f"more-{number}", category="停车",
            title=f"车位{number}被占", state=IssueState.DISPATCHED, cell_id=world.alpha.cell.id,
            reported_at=NOW - dt.timedelta(hours=number // 2),
            due_at=None if number % 3 == 0 else NOW + dt.timedelta(days=number // 2 + 1),
        ))  # fmt: skip
    return world


def viewer(world: World, name: str) -> Viewer:
    """Give the viewer of an account of the two cells."""
    return Viewer.of(world.users[name], TODAY)


@pytest.mark.parametrize("order", list(Order))
def test_parts_of_a_list_give_each_issue_once_and_in_order(
    session: Session, world: World, order: Order
) -> None:
    here = (session, viewer(world, "community"), world.community)
    whole = list_issues(*here, IssueFilter(), at=NOW, order=order).rows
    found, after = [], None
    while True:
        part = list_issues(*here, IssueFilter(), at=NOW, order=order, after=after, limit=4)
        found += part.rows
        if part.next is None:
            break
        after = Place.parse(str(part.next))
    assert found == list(whole)
    assert len({row.id for row in found}) == 12
    if order is Order.PRESSING:
        dues = [row.due_at for row in found if row.due_at]
        assert all(one <= other for one, other in pairwise(dues))
        assert [row.due_at for row in found[len(dues) :]] == [None] * (12 - len(dues))


def test_piles_hold_what_a_viewer_works_on(session: Session, world: World) -> None:
    grid = viewer(world, "grid")
    issue = session.get_one(Issue, world.alpha.ids["issue"])
    counts = count_piles(session, grid, world.community, NOW)
    assert counts[Pile.CELLS] == 11
    assert counts[Pile.OVERDUE] == 1
    assert counts[Pile.MINE] == counts[Pile.VERIFY] == 0
    issue.person_id = grid.person_id
    session.flush()
    assert count_piles(session, grid, world.community, NOW)[Pile.MINE] == 1
    issue.state, issue.handled_by = IssueState.RESOLVED, grid.user_id
    session.flush()
    after = count_piles(session, grid, world.community, NOW)
    assert (after[Pile.OVERDUE], after[Pile.VERIFY]) == (0, 0), "who handled it does not verify it"
    other = viewer(world, "volunteer")
    assert count_piles(session, other, world.community, NOW)[Pile.VERIFY] == 1


def test_piles_fit_the_role(world: World) -> None:
    assert Pile.NEW not in piles_of(viewer(world, "volunteer"))
    assert Pile.VERIFY not in piles_of(viewer(world, "leader"))
    assert Pile.CELLS not in piles_of(viewer(world, "handler"))
    assert piles_of(viewer(world, "grid"))[0] is Pile.MINE


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (IssueFilter(words="车位3"), 1),
        (IssueFilter(words="位"), 10),
        (IssueFilter(words="位%"), 0),
        (IssueFilter(words="ALPHA lane"), 1),
        (IssueFilter(light=Light.RED), 2),
        (IssueFilter(light=Light.GREEN), 6),
        (IssueFilter(since=TODAY - dt.timedelta(days=1)), 10),
        (IssueFilter(until=TODAY - dt.timedelta(days=3)), 2),
        (IssueFilter(doubtful=True), 0),
    ],
)
def test_filters(session: Session, world: World, wanted: IssueFilter, count: int) -> None:
    admin = viewer(world, "community")
    assert count_fitting(session, admin, world.community, wanted, NOW) == count


def test_numbers_are_read_as_people_write_them() -> None:
    assert number_in("202611-1234") == number_in("#1234") == number_in(" 1234 ") == 1234
    assert number_in("11-1234") is None
    assert number_in("41号楼") is None


@pytest.mark.parametrize(
    "text", ["", "_", "x_1", "1e999_1", "nan_1", "1_-1", "1_99999999999999999999"]
)
def test_a_place_that_makes_no_sense_is_none(text: str) -> None:
    assert Place.parse(text) is None
