"""Fixtures for all tests: the real input, and a real PostGIS that forgets after each test."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from app.database import Store, make_engine, migrate
from app.postgis import PrivatePostgis, create_database, throwaway_postgis
from app.services import passwords

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of real input that stands beside the project, or skip and say so."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no real input at {folder}: this test needs it")
    return folder


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hash passwords with little effort; test_security.py looks at the effort in real use."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(1, 64, 1))
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[PrivatePostgis]:
    """Run a throwaway PostGIS for this process, with a migrated database to clone."""
    with throwaway_postgis() as server:
        migrate(server.url())
        yield server


_COPIES = count(1)


def clone(server: PrivatePostgis, name: str) -> str:
    """Clone the migrated database and give the address of the copy.

    Copies are numbered: two files that choose the same name may share a process.
    """
    numbered = f"{name}_{next(_COPIES)}"
    create_database(server.url("postgres", superuser=True), numbered, template="wangge")
    return server.url(numbered)


@pytest.fixture(scope="session")
def database(server: PrivatePostgis) -> str:
    """Give the address of a database for tests that roll back."""
    return clone(server, "rolled_back")


@pytest.fixture(scope="session")
def engine(database: str) -> Iterator[Engine]:
    """Give one engine to all tests: compiling a statement takes longer than running it."""
    engine = make_engine(database)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> Iterator[Store]:
    """Give a store in which nothing that a test does survives it."""
    with engine.connect() as connection, connection.begin() as outer:
        yield Store(
            sessionmaker(
                connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
            )
        )
        outer.rollback()


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """Give a session of that store."""
    with store.sessions() as session:
        yield session
