"""A report that arrives many times at once, on a real store with real transactions."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.database import Store
from app.models import Issue, IssueChannel
from app.postgis import PrivatePostgis
from app.queries.open311 import find_caller
from app.services.api_keys import use_key
from app.services.open311 import Request, take_request
from tests.conftest import clone
from tests.open311_support import LITTER, Doors, add_services
from tests.two_cells import CODE, NOW, build_world

AT_ONCE = 12


@pytest.fixture
def committed(server: PrivatePostgis) -> Iterator[Store]:
    """A store whose transactions see each other."""
    store = Store.at(clone(server, "once"))
    yield store
    store.close()


def test_one_issue_however_many_arrive(committed: Store) -> None:
    with committed.transaction() as session:
        doors: Doors = add_services(session, build_world(session))
    request = Request(LITTER, address="Alpha 41号楼", description="门口一堆垃圾")

    def send(_nth: int) -> int:
        with committed.transaction() as session:
            key = use_key(session, doors.secret, at=NOW)
            assert key is not None
            caller = find_caller(session, key, CODE)
            return take_request(session, caller, key, request, once="same", at=NOW).id

    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = set(pool.map(send, range(AT_ONCE)))
    with committed.transaction() as session:
        count = select(func.count(Issue.id)).where(Issue.channel == IssueChannel.OPEN311)
        assert session.scalar(count) == len(made) == 1
