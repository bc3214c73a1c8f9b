"""Buildings to cells: our use case against the bare PostGIS statements and GeoPandas.

``python -m bench assignment``: 100,000 generated buildings and 300 cells.
"""

from __future__ import annotations

import geopandas as gpd
from sqlalchemy import delete, select, text

from app.database import Store
from app.models import AreaNote, BuildingCell, Division
from app.services import areas
from app.services.areas.assignment import place_buildings
from bench.store import store_town, throwaway_store, vacuum
from bench.timing import in_turn, table
from bench.towns import town

BARE = """
    INSERT INTO building_cell (division_id, building_id, cell_id, by_hand, reason)
    SELECT DISTINCT ON (b.id) c.division_id, b.id, c.id, false, ''
    FROM building b JOIN cell c ON ST_Intersects(c.shape, ST_PointOnSurface(b.footprint))
    ORDER BY b.id, c.code
"""
RUNS = 5


def main(buildings: int = 100_000, cells: int = 300) -> None:
    """Measure and print.

    Parameters
    ----------
    buildings, cells : int
        Size of the generated town.
    """
    houses, grid = town(buildings, cells, seed=1)
    with throwaway_store() as store:
        store_town(store, houses, grid)

        def empty() -> None:
            with store.transaction() as session:
                session.execute(delete(BuildingCell))
                session.execute(delete(AreaNote))
            vacuum(store, "building_cell")

        tasks = {
            "bare statement, the planner's own join": lambda: run_bare(store),
            "ours: assignment alone": lambda: run_ours(store, checks=False),
            "ours: assignment and findings": lambda: run_ours(store, checks=True),
            "geopandas.sjoin in memory (reads and writes nothing)": lambda: run_geopandas(
                houses, grid
            ),
        }
        seconds = in_turn(tasks, runs=RUNS, before=empty)
    print(f"{buildings} buildings into {cells} cells, median of {RUNS} runs in turn")
    print(table(seconds, "bare statement, the planner's own join"))
    print("goal: ours within 1.2 x of the bare statement")


def run_bare(store: Store) -> None:
    """Assign by the statement that anybody would write."""
    with store.transaction() as session:
        session.execute(text(BARE))


def run_ours(store: Store, *, checks: bool) -> None:
    """Assign by our use case, with or without looking for findings."""
    with store.transaction() as session:
        division = session.scalars(select(Division)).one()
        (areas.assign_buildings if checks else place_buildings)(session, division)


def run_geopandas(houses: gpd.GeoDataFrame, grid: gpd.GeoDataFrame) -> None:
    """Assign in memory, where nothing has to be read or kept."""
    points = houses[["geometry"]].set_geometry(houses.geometry.representative_point())
    gpd.sjoin(points, grid[["geometry"]], predicate="intersects")
