"""Guessing from many sides at once, on a store that really commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.database import Store
from app.models import Role
from app.postgis import PrivatePostgis, drop_database
from app.services.logins import LockedOut, Lockout, authenticate
from app.services.users import AccountRefused, add_user
from tests.conftest import clone
from tests.visitors import NOON, PASSWORD

GUESSES = 40
ATTEMPTS = 5


@pytest.fixture
def kept_store(server: PrivatePostgis) -> Iterator[Store]:
    """Give a store of its own, in which transactions are real."""
    store = Store.at(clone(server, "parallel"))
    yield store
    store.close()
    drop_database(server.url("postgres", superuser=True), "parallel")


def test_parallel_guesses_are_counted_one_by_one(kept_store: Store) -> None:
    add_wang(kept_store)

    def guess(number: int) -> str:
        try:
            with kept_store.transaction() as session:
                found = authenticate(
                    session, "wang", f"guess {number}", at=NOON, lockout=Lockout(ATTEMPTS, 15)
                )
        except LockedOut:
            return "locked"
        return "in" if found else "wrong"

    with ThreadPoolExecutor(8) as threads:
        answers = Counter(threads.map(guess, range(GUESSES)))
    assert answers == {"wrong": ATTEMPTS, "locked": GUESSES - ATTEMPTS}


def test_one_user_name_goes_to_one_of_many(kept_store: Store) -> None:
    def add(_: int) -> str:
        try:
            add_wang(kept_store)
        except AccountRefused:
            return "taken"
        return "added"

    with ThreadPoolExecutor(4) as threads:
        answers = Counter(threads.map(add, range(8)))
    assert answers == {"added": 1, "taken": 7}


def add_wang(store: Store) -> None:
    with store.transaction() as session:
        add_user(
            session,
            username="wang",
            display_name="王一",
            password=PASSWORD,
            role=Role.SYSTEM_ADMIN,
            at=NOON,
            by=None,
        )
