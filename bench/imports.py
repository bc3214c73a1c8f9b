"""Storing 100,000 buildings: our loader against GeoDataFrame.to_postgis.

``python -m bench imports``. Ours keeps keys, constraints, defaults and three indexes, and would
update by key; ``to_postgis`` writes a new table with one spatial index.
"""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import geopandas as gpd
import shapely
from sqlalchemy import select, text

from app.database import Store
from app.models import Community
from app.queries.scope import Viewer
from app.services.imports import ImportOptions, import_file
from app.services.imports.options import Subject
from bench.store import CODE, NOW, add_town, load_buildings, throwaway_store, vacuum
from bench.timing import in_turn, table
from bench.towns import town

RUNS = 5


def main(buildings: int = 100_000) -> None:
    """Measure and print.

    Parameters
    ----------
    buildings : int
        Size of the generated town.
    """
    houses, grid = town(buildings, 300, seed=1)
    with throwaway_store() as store, tempfile.TemporaryDirectory() as folder:
        add_town(store, shapely.union_all(grid.geometry))
        file = Path(folder) / "buildings.gpkg"
        houses.to_file(file, layer="buildings")

        def empty() -> None:
            with store.transaction() as session:
                session.execute(text("DELETE FROM building"))
                session.execute(text("DROP TABLE IF EXISTS peer"))
            vacuum(store, "building")

        tasks = {
            "GeoDataFrame.to_postgis": lambda: to_postgis(store, houses),
            "ours: frame to store": lambda: load_buildings(store, houses),
            "GeoDataFrame: read the file, to_postgis": lambda: to_postgis(
                store, gpd.read_file(file)
            ),
            "ours: read the file, check, store, record": lambda: whole_import(store, file),
        }
        seconds = in_turn(tasks, runs=RUNS, before=empty)
    print(f"{buildings} buildings, median of {RUNS} runs in turn")
    print(table(seconds, "GeoDataFrame.to_postgis"))
    print("goal: ours from frame to store at most 1.0 x")


def to_postgis(store: Store, houses: gpd.GeoDataFrame) -> None:
    """Write the frame as GeoPandas does."""
    with store.transaction() as session, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        houses.to_postgis("peer", session.connection(), index=False)


def whole_import(store: Store, file: Path) -> None:
    """Import the file as a user would."""
    with store.transaction() as session:
        community = session.scalars(select(Community).where(Community.code == CODE)).one()
        import_file(
            session,
            Viewer(on=NOW.date()),
            community,
            Subject.BUILDINGS,
            file,
            ImportOptions(),
            at=NOW,
        )
