"""Two at once: imports of one community wait for each other, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.database import Store
from app.models import Building, Community
from app.postgis import PrivatePostgis
from app.services.areas import Busy, take_turn
from app.services.imports import Counts, Subject, import_file
from tests.conftest import clone
from tests.imports_support import NOW, OPERATOR, add_community, write_houses


@pytest.fixture(scope="module")
def shared(server: PrivatePostgis) -> Iterator[Store]:
    """Give a store with a community in which two transactions really run side by side."""
    store = Store.at(clone(server, "side_by_side"))
    with store.transaction() as session:
        add_community(session)
    yield store
    store.close()


def community_of(session: Session) -> Community:
    return session.scalars(select(Community)).one()


def bring_in(session: Session, path: Path) -> Counts:
    done = import_file(session, OPERATOR, community_of(session), Subject.BUILDINGS, path, at=NOW)
    return done.counts


def test_the_second_of_two_first_imports_finds_what_the_first_stored(
    shared: Store, tmp_path: Path
) -> None:
    path = write_houses(tmp_path / "houses.geojson", (1, 2, 3))

    def second() -> Counts:
        with shared.transaction() as session:
            return bring_in(session, path)

    with ThreadPoolExecutor(1) as other:
        with shared.transaction() as session:
            assert bring_in(session, path).added == 3
            waiting = other.submit(second)
            wait_for_waiter(shared)
        assert (waiting.result().added, waiting.result().same) == (0, 3)
    with shared.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Building)) == 3


def wait_for_waiter(store: Store) -> None:
    """Wait until another transaction waits for a lock."""
    waiters = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(200):
        with store.transaction() as session:
            if session.scalar(waiters):
                return
            session.execute(text("SELECT pg_sleep(0.05)"))
    raise AssertionError("nobody waits")


def test_who_waited_long_enough_is_told(shared: Store) -> None:
    with shared.transaction() as first, shared.sessions() as second:
        take_turn(first, community_of(first))
        second.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(Busy):
            take_turn(second, community_of(second))
