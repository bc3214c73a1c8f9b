"""Many move one issue at once, in transactions that really run side by side: exactly one wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.database import Store
from app.models import Issue, IssueChannel, IssueEvent, IssueState
from app.postgis import PrivatePostgis
from app.queries.scope import Viewer
from app.services.issues import Given, Overtaken, move_issue
from geodata.errors import WanggeError
from tests.conftest import clone
from tests.two_cells import NOW, TODAY, World, build_world

MANY = 100


@pytest.fixture(scope="module")
def shared(server: PrivatePostgis) -> Iterator[Store]:
    """Give a store whose transactions really run side by side."""
    store = Store.at(clone(server, "races"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def world(shared: Store) -> World:
    with shared.transaction() as session:
        return build_world(session)


def report(store: Store, world: World, ref: str) -> int:
    """Write a reported issue for all to see, and give its key."""
    with store.transaction() as session:
        issue = Issue(
            community_id=world.community.id,
            source_ref=ref,
            channel=IssueChannel.PATROL,
            category="停车",
            title=ref,
            cell_id=world.alpha.cell.id,
            reported_at=NOW,
        )
        session.add(issue)
        session.flush()
        return issue.id


def race(tasks: list[Callable[[], None]]) -> list[WanggeError | None]:
    """Begin all tasks at one moment, and give what each was told; None where it won."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], None]) -> WanggeError | None:
        start.wait()
        try:
            task()
        except WanggeError as error:
            return error
        return None

    with ThreadPoolExecutor(len(tasks)) as threads:
        return list(threads.map(run, tasks))


def mover(store: Store, viewer: Viewer, issue_id: int, verb: str) -> Callable[[], None]:
    """Make a task that moves an issue in a transaction of its own."""

    def task() -> None:
        with store.transaction() as session:
            move_issue(session, viewer, issue_id, verb, seen=0, at=NOW, give=Given(note=verb))

    return task


@pytest.mark.parametrize("verbs", [("file",), ("file", "reject", "void")])
def test_of_a_hundred_exactly_one_wins(shared: Store, world: World, verbs: tuple[str, ...]) -> None:
    """Each other one is told who was faster, with what, and with which version to go on."""
    issue_id = report(shared, world, "-".join(verbs))
    viewers = [Viewer.of(world.users[name], TODAY) for name in ("grid", "community")]
    tasks = [mover(shared, viewers[n % 2], issue_id, verbs[n % len(verbs)]) for n in range(MANY)]
    told = race(tasks)
    assert Counter(type(error).__name__ for error in told) == {"NoneType": 1, "Overtaken": MANY - 1}
    winner = told.index(None)
    verb, name = verbs[winner % len(verbs)], ("grid", "community")[winner % 2]
    for error in told:
        if isinstance(error, Overtaken):
            assert [(step.verb, step.who, step.at) for step in error.steps] == [(verb, name, NOW)]
            assert error.version == 1
    with shared.transaction() as session:
        assert session.get_one(Issue, issue_id).version == 1
        written = select(func.count(IssueEvent.id)).where(IssueEvent.issue_id == issue_id)
        assert session.scalar(written) == 1


def test_two_merged_into_each_other_do_not_wait_for_ever(shared: Store, world: World) -> None:
    """Both lock both: in one order, so that one wins and the other is told."""
    viewer = Viewer.of(world.users["community"], TODAY)
    for number in range(10):
        one, other = (report(shared, world, f"{mark}{number}") for mark in "ab")

        def merger(issue_id: int, other_id: int) -> Callable[[], None]:
            def task() -> None:
                with shared.transaction() as session:
                    give = Given(other_id=other_id)
                    move_issue(session, viewer, issue_id, "merge", seen=0, at=NOW, give=give)

            return task

        told = race([merger(one, other), merger(other, one)])
        assert told.count(None) == 1, told
        with shared.transaction() as session:
            states = [session.get_one(Issue, key).state for key in (one, other)]
        assert sorted(states) == [IssueState.MERGED, IssueState.REPORTED]
