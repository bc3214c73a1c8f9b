"""Fixtures for the tests of the web: an application on a real store, a clock, and visitors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from app.database import Store
from app.models import Community, Role, User
from app.services.users import add_user
from app.settings import ROOT, Settings
from app.web import create_app
from tests.visitors import NOON, PASSWORD, Clock, Visitor


@pytest.fixture(scope="session", autouse=True)
def compiled_translations() -> None:
    """Compile the catalogues that are newer than what they were compiled to."""
    for source in (ROOT / "app" / "translations").glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as messages, target.open("wb") as compiled:
                write_mo(compiled, read_po(messages))


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with few attempts, small uploads and a folder of their own."""
    instance: Path = tmp_path_factory.mktemp("instance")
    return Settings(wangge_instance=instance, wangge_lockout_attempts=3, wangge_upload_mb=1)


@pytest.fixture
def clock() -> Clock:
    """Noon in the place of use, until a test moves it."""
    return Clock()


@pytest.fixture(scope="session")
def made_app(settings: Settings) -> Flask:
    """The application, made once since its templates take long; without a store yet."""
    app = create_app(settings, Store(sessionmaker()))
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    return app


@pytest.fixture
def app(made_app: Flask, store: Store, clock: Clock) -> Iterator[Flask]:
    """The application on the store of the test, with its faults shown as users see them."""
    config = dict(made_app.config)
    made_app.extensions["wangge.store"] = store
    made_app.config["CLOCK"] = clock
    yield made_app
    # What a test switches off is on again for the next.
    made_app.config.clear()
    made_app.config.update(config)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who is not logged in."""
    return Visitor(app)


@pytest.fixture
def community(store: Store) -> Community:
    """A community without ground."""
    with store.transaction() as session:
        added = Community(code="410203001001", name="康乐社区", schematic=True)
        session.add(added)
    return added


@pytest.fixture
def open_account(store: Store, community: Community) -> Callable[..., User]:
    """Open accounts, in the community unless for a system administrator."""

    def open_one(
        username: str = "wang", role: Role = Role.COMMUNITY_ADMIN, name: str = "王一"
    ) -> User:
        place = None if role is Role.SYSTEM_ADMIN else community.id
        with store.transaction() as session:
            return add_user(
                session,
                username=username,
                display_name=name,
                password=PASSWORD,
                role=role,
                community_id=place,
                at=NOON,
                by=None,
            )

    return open_one


@pytest.fixture
def log_in(app: Flask, open_account: Callable[..., User]) -> Callable[..., Visitor]:
    """Open an account and log it in."""

    def enter(
        username: str = "wang", role: Role = Role.COMMUNITY_ADMIN, name: str = "王一"
    ) -> Visitor:
        open_account(username, role, name)
        visitor = Visitor(app)
        assert visitor.log_in(username).status_code == 303
        return visitor

    return enter


@pytest.fixture
def queries(session: Session) -> Iterator[list[str]]:
    """Collect the statements that reach the store, without those that frame a transaction."""
    seen: list[str] = []
    engine = session.get_bind().engine

    def note(_c: Any, _u: Any, statement: str, *_rest: Any) -> None:
        if "SAVEPOINT" not in statement:
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
