"""What a planner of patrols needs to know: the paths, the houses, and the stops of each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building, BuildingCell, Cell, Community, Division, Entrance, Path
from app.queries.scope import Viewer, visible_cells
from geodata.crs import STORAGE_SRID

MOST_PATHS = 200_000
MOST_STOPS = 200_000


@dataclass(frozen=True)
class PatrolProblem:
    """The ground on which patrols are planned.

    Attributes
    ----------
    paths : GeoDataFrame
        ``key, name, kind, barrier, layer`` and lines, EPSG:4326: of the whole community, because
        the way between two stops of a cell may lead outside it.
    footprints : GeoDataFrame
        ``key`` and polygons of all buildings: nobody walks through one.
    cells : list of Cell
        Those to be planned, by code.
    stops : GeoDataFrame
        ``cell_id, building_id, entrance_id, key, name`` and points, EPSG:4326.
    """

    paths: gpd.GeoDataFrame
    footprints: gpd.GeoDataFrame
    cells: list[Cell]
    stops: gpd.GeoDataFrame


def patrol_problem(
    session: Session,
    viewer: Viewer,
    community: Community,
    division: Division,
    cell_code: str | None = None,
) -> PatrolProblem:
    """Read what is needed to plan the cells of a division that a viewer sees.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    division : Division
        The one whose cells are planned.
    cell_code : str, optional
        Only this cell.
    """
    wanted = (
        select(Cell)
        .where(Cell.division_id == division.id, Cell.id.in_(visible_cells(viewer)))
        .order_by(Cell.code)
    )
    if cell_code is not None:
        wanted = wanted.where(Cell.code == cell_code)
    cells = list(session.scalars(wanted))
    return PatrolProblem(
        paths=community_paths(session, community),
        footprints=community_footprints(session, community),
        cells=cells,
        stops=_stops(session, division, [cell.id for cell in cells]),
    )


def community_paths(session: Session, community: Community) -> gpd.GeoDataFrame:
    """Read the paths of a community.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.

    Returns
    -------
    GeoDataFrame
        ``key, name, kind, barrier, layer`` and lines, EPSG:4326, at most :data:`MOST_PATHS`.
    """
    rows = session.execute(
        select(Path.key, Path.name, Path.kind, Path.barrier, Path.layer, Path.line)
        .where(Path.community_id == community.id, Path.vanished_on.is_(None))
        .order_by(Path.key)
        .limit(MOST_PATHS)
    ).all()
    return _frame(rows, ["key", "name", "kind", "barrier", "layer"])


def community_footprints(session: Session, community: Community) -> gpd.GeoDataFrame:
    """Read the outlines of a community's buildings.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.

    Returns
    -------
    GeoDataFrame
        ``key`` and polygons, EPSG:4326, at most :data:`MOST_STOPS`.
    """
    rows = session.execute(
        select(Building.key, Building.footprint)
        .where(
            Building.community_id == community.id,
            Building.vanished_on.is_(None),
            func.ST_Dimension(Building.footprint) == 2,
        )
        .order_by(Building.key)
        .limit(MOST_STOPS)
    ).all()
    return _frame(rows, ["key"])


def _stops(session: Session, division: Division, cell_ids: list[int]) -> gpd.GeoDataFrame:
    """Read the entrances of the cells' buildings; a building without any stands for itself."""
    label = func.coalesce(
        func.nullif(Building.name, ""), func.nullif(Building.number, ""), Building.key
    )
    rows = session.execute(
        select(
            BuildingCell.cell_id,
            Building.id,
            Entrance.id,
            func.coalesce(Entrance.key, Building.key),
            func.concat_ws(" ", label, func.nullif(Entrance.name, "")),
            func.coalesce(Entrance.point, func.ST_PointOnSurface(Building.footprint)),
        )
        .join(Building, Building.id == BuildingCell.building_id)
        .outerjoin(Entrance, (Entrance.building_id == Building.id) & Entrance.vanished_on.is_(None))
        .where(
            BuildingCell.division_id == division.id,
            BuildingCell.cell_id.in_(cell_ids),
            Building.vanished_on.is_(None),
        )
        .order_by(BuildingCell.cell_id, Building.key, Entrance.key)
        .limit(MOST_STOPS)
    ).all()
    return _frame(rows, ["cell_id", "building_id", "entrance_id", "key", "name"])


def _frame(rows: Sequence[Any], columns: list[str]) -> gpd.GeoDataFrame:
    """Make a frame of rows whose last value is a geometry."""
    return gpd.GeoDataFrame(
        [row[:-1] for row in rows],
        columns=columns,
        geometry=[row[-1] for row in rows],
        crs=STORAGE_SRID,
    )
