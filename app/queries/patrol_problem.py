"""What a planner of patrols needs to know: the paths, the houses, and the stops of each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
from sqlalchemy import case, false, func, literal, null, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    Cell,
    Community,
    Division,
    Entrance,
    MustVisit,
    Path,
    StopKind,
)
from app.queries.scope import Viewer, visible_cells
from geodata.crs import STORAGE_SRID

MOST_PATHS = 200_000
MOST_STOPS = 200_000
MOST_CELLS = 10_000

_STOP_COLUMNS = [
    "cell_id", "building_id", "entrance_id", "must_visit_id", "kind", "key", "name", "required",
    "priority", "dwell_s",
]  # fmt: skip


@dataclass(frozen=True)
class PatrolProblem:
    """What is to be visited.

    Attributes
    ----------
    cells : list of Cell
        Those to be planned, by code.
    stops : GeoDataFrame
        ``cell_id, building_id, entrance_id, must_visit_id, kind, key, name, required, priority,
        dwell_s`` and points, EPSG:4326; ``dwell_s`` is NaN where the plan decides.
    """

    cells: list[Cell]
    stops: gpd.GeoDataFrame


def patrol_problem(
    session: Session,
    viewer: Viewer,
    community: Community,
    division: Division,
    cell_code: str | None = None,
    *,
    cell_id: int | None = None,
) -> PatrolProblem:
    """Read what is to be visited in the cells of a division that a viewer sees.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    division : Division
        The one whose cells are planned.
    cell_code, cell_id : str, int, optional
        Only this cell.
    """
    wanted = (
        select(Cell)
        .where(Cell.division_id == division.id, Cell.id.in_(visible_cells(viewer)))
        .order_by(Cell.code)
    )
    if cell_code is not None:
        wanted = wanted.where(Cell.code == cell_code)
    if cell_id is not None:
        wanted = wanted.where(Cell.id == cell_id)
    cells = list(session.scalars(wanted))
    ids = [cell.id for cell in cells]
    rows = [*_doors(session, division, ids), *_points(session, community, ids)]
    return PatrolProblem(cells=cells, stops=_frame(rows, _STOP_COLUMNS))


def division_cells(session: Session, division: Division) -> list[Cell]:
    """Read all cells of a division, by code; outlines are for everybody.

    Parameters
    ----------
    session : Session
    division : Division
        Of a community in the viewer's scope.
    """
    rows = select(Cell).where(Cell.division_id == division.id).order_by(Cell.code, Cell.id)
    return list(session.scalars(rows.limit(MOST_CELLS)))


def ground_stamp(session: Session, community: Community) -> str:
    """Give a mark that changes whenever the paths or buildings of a community do.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.
    """
    paths = func.concat_ws(
        "|", Path.key, Path.name, Path.kind, Path.barrier, Path.layer, func.ST_AsBinary(Path.line)
    )
    marks = [
        session.execute(
            select(func.count(), func.bit_xor(func.hashtextextended(facts, 0))).where(
                table.community_id == community.id, table.vanished_on.is_(None)
            )
        ).one()
        for table, facts in (
            (Path, paths),
            (Building, func.concat_ws("|", Building.key, func.ST_AsBinary(Building.footprint))),
        )
    ]
    return "-".join(str(mark) for row in marks for mark in row)


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


def _doors(session: Session, division: Division, cell_ids: list[int]) -> Sequence[Any]:
    """Read the entrances of the cells' buildings; a building without any stands for itself."""
    label = func.coalesce(
        func.nullif(Building.name, ""), func.nullif(Building.number, ""), Building.key
    )
    kind = case((Entrance.id.is_(None), StopKind.BUILDING.value), else_=StopKind.ENTRANCE.value)
    return session.execute(
        select(
            BuildingCell.cell_id,
            Building.id,
            Entrance.id,
            null(),
            kind,
            func.coalesce(Entrance.key, Building.key),
            func.concat_ws(" ", label, func.nullif(Entrance.name, "")),
            false(),
            literal(1.0),
            null(),
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


def _points(session: Session, community: Community, cell_ids: list[int]) -> Sequence[Any]:
    """Read the must-visit points and pickets that lie in the cells."""
    return session.execute(
        select(
            Cell.id,
            MustVisit.building_id,
            null(),
            MustVisit.id,
            MustVisit.kind,
            func.concat("must-visit:", MustVisit.id),
            MustVisit.name,
            MustVisit.required,
            MustVisit.need,
            MustVisit.dwell_s,
            MustVisit.point,
        )
        .join(Cell, func.ST_Intersects(Cell.shape, MustVisit.point))
        .where(
            MustVisit.community_id == community.id,
            MustVisit.active,
            Cell.id.in_(cell_ids),
        )
        .ext(distinct_on(MustVisit.id))
        .order_by(MustVisit.id, Cell.id)
        .limit(MOST_STOPS)
    ).all()


def _frame(rows: Sequence[Any], columns: list[str]) -> gpd.GeoDataFrame:
    """Make a frame of rows whose last value is a geometry."""
    return gpd.GeoDataFrame(
        [row[:-1] for row in rows],
        columns=columns,
        geometry=[row[-1] for row in rows],
        crs=STORAGE_SRID,
    )
