"""The application on a town with any number of issues, asked as a browser would."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import StaticPool

from app.database import Store
from app.models import Community, Role, User
from app.queries.scope import Viewer
from app.services.issues.catalogue import install_catalogue
from app.services.users import add_user
from app.settings import Settings
from app.web import create_app
from bench.issues.life import CLEAR, FILL
from bench.store import CODE, NOW

USERNAME = "bench"
PASSWORD = "seven calm measurements"  # noqa: S105 - of an account that lives for minutes.
HERE = f"/c/{CODE}/issues"
_WINDOW = "116.355,39.987,116.365,39.993"
"""What a screen shows of the middle of the town, near enough to tell houses apart."""

ADDRESSES = {
    "page: open, most pressing": f"{HERE}?pile=open",
    "page: all, newest": f"{HERE}?pile=all",
    "page: overdue": f"{HERE}?pile=overdue",
    "page: to be verified": f"{HERE}?pile=verify",
    "page: words": f"{HERE}?pile=all&q=41号楼",
    "page: far down the list": f"{HERE}?pile=all&after=1700000000.000000_1",
    "layer: open, a screen": f"{HERE}/layer.geojson?pile=open&bbox={_WINDOW}",
    "layer: all, a screen": f"{HERE}/layer.geojson?pile=all&bbox={_WINDOW}",
    "layer: open, the whole town": f"{HERE}/layer.geojson?pile=open",
}


@dataclass
class Site:
    """The application with an account that is logged in.

    Attributes
    ----------
    store : Store
        With one connection, so that its backend's CPU can be read.
    client : FlaskClient
    community_id : int
    viewer : Viewer
    backend : int
        Process id in PostgreSQL.
    """

    store: Store
    client: FlaskClient
    community_id: int
    viewer: Viewer
    backend: int

    def ask(self, address: str) -> bytes:
        """Ask for a page.

        Parameters
        ----------
        address : str

        Raises
        ------
        RuntimeError
            If it does not come: an error would be quick, and no measurement.
        """
        answer = self.client.get(address, buffered=True)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status}")
        body: bytes = answer.data
        return body


def open_site(store: Store, settings: Settings) -> Site:
    """Start the application on a town, with its catalogue and one account.

    Parameters
    ----------
    store : Store
        With :func:`bench.store.store_town` done.
    settings : Settings
    """
    url = store.sessions.kw["bind"].url
    single = create_engine(url, poolclass=StaticPool, isolation_level="READ COMMITTED")
    one = Store(sessionmaker(single, expire_on_commit=False))
    with one.transaction() as session:
        community = session.scalars(select(Community).where(Community.code == CODE)).one()
        install_catalogue(session, community, NOW)
        user = add_user(
            session, username=USERNAME, display_name="量测", password=PASSWORD,
            role=Role.COMMUNITY_ADMIN, at=NOW, by=None, community_id=community.id,
        )  # fmt: skip
        viewer, key = Viewer.of(session.get_one(User, user.id), NOW.date()), community.id
        backend = session.scalar(select(func.pg_backend_pid())) or 0
    app = create_app(settings, one)
    app.config["CLOCK"] = lambda: NOW
    return Site(one, _logged_in(app.test_client()), key, viewer, backend)


def grow_to(site: Site, size: int) -> None:
    """Fill the town with issues that look back on three years, a quarter of them open.

    Parameters
    ----------
    site : Site
    size : int
        How many there are afterwards.
    """
    with site.store.transaction() as session:
        for statement in CLEAR:
            session.execute(text(statement))
        for statement in FILL:
            session.execute(
                text(statement), {"community": site.community_id, "size": size, "at": NOW}
            )
        session.execute(text("ANALYZE"))


def _logged_in(client: FlaskClient) -> FlaskClient:
    """Log the account in."""
    page = client.get("/login").get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    token = found[1] if found else ""
    form = {"csrf_token": token, "username": USERNAME, "password": PASSWORD}
    client.post("/login", data=form)
    return client
