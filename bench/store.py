"""A throwaway PostGIS for one measurement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select, text

from app.database import Store, migrate
from app.models import Community
from app.postgis import throwaway_postgis
from app.services import areas
from app.services.imports.load import Load
from app.services.imports.options import Subject
from app.services.imports.target import TARGETS

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
CODE = "110108990001"


@contextmanager
def throwaway_store() -> Iterator[Store]:
    """Start a PostGIS in a temporary folder, migrated and empty, and remove it afterwards.

    Yields
    ------
    Store
    """
    with throwaway_postgis() as server:
        migrate(server.url())
        store = Store.at(server.url())
        yield store
        store.close()


def add_town(store: Store, boundary: BaseGeometry) -> None:
    """Add an empty community with an outline.

    Parameters
    ----------
    store : Store
    boundary : Polygon or MultiPolygon
        EPSG:4326.
    """
    with store.transaction() as session:
        community = areas.add_community(session, name="量测", code=CODE, at=NOW, by=None)
        areas.set_boundary(community, boundary)


def load_buildings(store: Store, houses: gpd.GeoDataFrame) -> None:
    """Store the buildings of the town.

    Parameters
    ----------
    store : Store
        With :func:`add_town` done.
    houses : GeoDataFrame
        Frame ``buildings`` of docs/frames.md.
    """
    with store.transaction() as session:
        key = session.scalars(select(Community.id).where(Community.code == CODE)).one()
        with Load(session, TARGETS[Subject.BUILDINGS], houses, key) as load:
            load.store()


def store_town(store: Store, houses: gpd.GeoDataFrame, grid: gpd.GeoDataFrame) -> None:
    """Store a generated town with its cells published and its buildings assigned.

    Parameters
    ----------
    store : Store
    houses, grid : GeoDataFrame
        As :func:`bench.towns.town` makes them.
    """
    add_town(store, shapely.union_all(grid.geometry))
    load_buildings(store, houses)
    with store.transaction() as session:
        session.execute(text("ANALYZE"))
        community = session.scalars(select(Community).where(Community.code == CODE)).one()
        areas.publish_cells(session, community, grid, on=NOW.date(), at=NOW, by=None)


def vacuum(store: Store, name: str) -> None:
    """Clear away what a run deleted, so that the next one does not pay for it.

    Parameters
    ----------
    store : Store
    name : str
        A table of ours; always a literal in our code.
    """
    with store.sessions() as session:
        autocommit = {"isolation_level": "AUTOCOMMIT"}
        session.connection(execution_options=autocommit).execute(text(f"VACUUM ANALYZE {name}"))
