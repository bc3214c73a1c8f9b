"""A live server with the demo community, and visitors who drive it in a real Chromium."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from werkzeug.serving import make_server

from app.database import Store
from app.models import Role
from app.postgis import PrivatePostgis
from app.queries.scope import Viewer
from app.services.demo import load_demo
from app.services.patrols import plan_cells
from app.settings import Settings
from app.web import create_app
from demo import generate
from tests.browser.visit import DESKTOP, PHONE, Live, MapPage, Watch
from tests.conftest import clone
from tests.visitors import NOON, PASSWORD
from tests.web.conftest import compiled_translations  # noqa: F401 - holds for these tests, too.

# A busy machine may take its time; a test that hopes for five seconds fails for nothing.
expect.set_options(timeout=20_000)

CHROMIUM = shutil.which("chromium")
ACCOUNTS = {
    Role.COMMUNITY_ADMIN: "kangle.admin",
    Role.GRID_ADMIN: "kangle.grid{:02d}",
    Role.VOLUNTEER: "kangle.volunteer{:02d}",
    Role.LEADER: "kangle.leader",
    Role.HANDLER: "kangle.handler",
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive Debian's Chromium; its sandbox does not work as root."""
    if CHROMIUM is None:
        pytest.skip("no Chromium to drive: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def live(server: PrivatePostgis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Serve Kangle, with a route for each cell, on a free port; its clock stands at noon."""
    with serve_demo(Store.at(clone(server, "live")), tmp_path_factory.mktemp("live")) as live:
        yield live


@contextmanager
def serve_demo(store: Store, instance: Path) -> Iterator[Live]:
    """Write the demo into an empty store, and serve it until no longer wanted."""
    settings = Settings(wangge_instance=instance)
    code = _make_demo(store, settings)
    app = create_app(settings, store)
    app.config["CLOCK"] = lambda: NOON
    web = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    try:
        yield Live(f"http://127.0.0.1:{web.port}", code, store)
    finally:
        web.shutdown()
        thread.join()
        web.server_close()
        store.close()


def _make_demo(store: Store, settings: Settings) -> str:
    """Store Kangle as the command does, and give its code."""
    today = NOON.date()
    with store.transaction() as session:
        generated = generate("kangle", seed=1, today=today)
        community = load_demo(session, generated, password=PASSWORD, at=NOON, on=today)
        plan_cells(session, Viewer(on=today), community, settings=settings, at=NOON)
    return community.code


class Visit(Protocol):
    """Opens a browser of its own for a visitor."""

    def __call__(self, *, phone: bool = False, expects: str = "", **options: Any) -> Page:
        """Open it, on a desk of 1440 x 900 or a phone of 390 x 844.

        ``expects`` is part of what the console may say; others are playwright's options.
        """


@pytest.fixture
def visit(live: Live, new_context: Callable[..., BrowserContext]) -> Iterator[Visit]:
    """Open browsers on the live server, and fail on any fault that they meet."""
    watches: list[Watch] = []

    def open_one(*, phone: bool = False, expects: str = "", **options: Any) -> Page:
        context = new_context(base_url=live.url, **(PHONE if phone else DESKTOP), **options)
        watches.append(Watch(context, live.url, expects))
        return context.new_page()

    yield open_one
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture(scope="session")
def kept_log_ins() -> dict[str, Any]:
    """Keep the cookies of who has logged in once, since hashing a password takes its time."""
    return {}


class LogIn(Protocol):
    """Logs a demo account in."""

    def __call__(
        self, role: Role, *, number: int = 1, phone: bool = False, **options: Any
    ) -> MapPage:
        """Log in the account of a role and open the map, which then has all it needs."""


@pytest.fixture
def log_in(live: Live, visit: Visit, kept_log_ins: dict[str, Any]) -> LogIn:
    """Log demo accounts in through the form; each browser is watched for faults."""

    def enter(role: Role, *, number: int = 1, phone: bool = False, **options: Any) -> MapPage:
        username = ACCOUNTS[role].format(number)
        page = visit(phone=phone, storage_state=kept_log_ins.get(username), **options)
        page.goto(f"/c/{live.code}/map")
        if username not in kept_log_ins:
            page.fill("[name=username]", username)
            page.fill("[name=password]", PASSWORD)
            page.click("button[type=submit].button-main")
            page.wait_for_url("**/map*")
            state = page.context.storage_state()
            # What the map remembers of one test is no business of the next.
            kept_log_ins[username] = {**state, "origins": []}
        return MapPage(page, live)

    return enter
