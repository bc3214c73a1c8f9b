"""A generated town with people and issues, served as ``./wangge serve`` does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from app.database import Store
from app.models import Community, Role
from app.services.users import add_user
from bench.store import CODE, NOW, store_town, throwaway_store
from bench.towns import town

USERNAME = "bench"
PASSWORD = "seven calm measurements"  # noqa: S105 - of an account that lives for minutes.
START_S = 60
LIFE = """
    INSERT INTO person (community_id, key, name, phone, is_member)
    SELECT community_id, key, '示意' || number, '10000000000', true FROM building;
    INSERT INTO duty (community_id, person_id, building_id, role, since)
    SELECT b.community_id, p.id, b.id, 'building_lead', date '2026-01-01'
    FROM building b JOIN person p USING (community_id, key) WHERE b.id % 10 > 0;
    INSERT INTO issue (community_id, source, source_ref, channel, category, condition, title,
                       description, address, state, level, point, building_id, cell_id,
                       reported_at, due_at)
    SELECT b.community_id, 'own', b.key, 'demo', '管道堵塞', '', b.number || '号楼堵塞',
           '', '', 'filed', 'cell', ST_PointOnSurface(b.footprint), b.id, c.cell_id,
           timestamptz '2026-11-20', timestamptz '2026-11-21' + b.id % 5 * interval '1 day'
    FROM building b JOIN building_cell c ON c.building_id = b.id WHERE b.id % 50 = 0;
    ANALYZE;
"""
"""A lead for nine buildings of ten, and an open issue at every fiftieth."""

MIDDLE = """
    SELECT id, number, ST_X(ST_PointOnSurface(footprint)), ST_Y(ST_PointOnSurface(footprint))
    FROM building WHERE id % 50 > 0
    ORDER BY footprint <-> (
        SELECT ST_SetSRID(ST_Centroid(ST_Extent(footprint)::geometry), 4326) FROM building
    )
    LIMIT 1
"""


@dataclass(frozen=True)
class Site:
    """A served town.

    Attributes
    ----------
    url : str
        Origin.
    buildings : int
        How many it has.
    house : str
        Number of the building in its middle.
    lon, lat : float
        Where that is, degrees.
    """

    url: str
    buildings: int
    house: str
    lon: float
    lat: float

    @property
    def map_url(self) -> str:
        """The map from near, its middle at the building in the middle."""
        return f"{self.url}/c/{CODE}/map?z=17&lat={self.lat}&lon={self.lon}"

    @property
    def cells_url(self) -> str:
        """The layer of all cells with their numbers."""
        return f"{self.url}/api/v1/communities/{CODE}/layers/cells.geojson"


@contextmanager
def served_town(buildings: int, cells: int) -> Iterator[Site]:
    """Store a town in a PostGIS of its own and serve it with gunicorn.

    Parameters
    ----------
    buildings, cells : int
        Size of the generated town.

    Yields
    ------
    Site
    """
    with throwaway_store() as store, tempfile.TemporaryDirectory() as instance:
        houses, grid = town(buildings, cells, seed=1)
        store_town(store, houses, grid)
        _, house, lon, lat = _add_life(store)
        with _gunicorn(store, Path(instance)) as url:
            yield Site(url, buildings, house, lon, lat)


def _add_life(store: Store) -> Any:
    """Add people, issues and an account; give the building in the middle."""
    with store.transaction() as session:
        for statement in filter(str.strip, LIFE.split(";")):
            session.execute(text(statement))
        community = session.scalars(select(Community).where(Community.code == CODE)).one()
        add_user(
            session,
            username=USERNAME,
            display_name="",
            password=PASSWORD,
            role=Role.COMMUNITY_ADMIN,
            at=NOW,
            by=None,
            community_id=community.id,
        )
        return session.execute(text(MIDDLE)).one()


@contextmanager
def _gunicorn(store: Store, instance: Path) -> Iterator[str]:
    """Run the command that serves, on a free port, until it is no longer needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = store.sessions.kw["bind"].url.set(drivername="postgresql")
    environment = os.environ | {
        "DATABASE_URL": address.render_as_string(hide_password=False),
        "WANGGE_INSTANCE": str(instance),
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "app.cli", "serve", "--no-demo"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/healthz")
            yield url
        finally:
            server.terminate()


def _wait_for(url: str) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + START_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server.
                return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
