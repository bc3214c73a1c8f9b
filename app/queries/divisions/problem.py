"""What dividing ground stands on, read from the store: houses, barriers, compounds, cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, or_, select
from sqlalchemy.orm import Session

from app.models import Barrier, Building, Cell, Community, Division, Estate, GroundArea, Path
from geodata.crs import STORAGE_SRID
from geodata.walkable import CLOSED_KINDS

MOST_HOUSES = 200_000
MOST_BARRIERS = 300_000
MOST_CELLS = 10_000
WATER = "water"
_Dividing: TypeAlias = type[Path] | type[Barrier] | type[GroundArea]


def community_houses(session: Session, community: Community) -> gpd.GeoDataFrame:
    """Read the buildings of a community, as they are to be shared out.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.

    Returns
    -------
    GeoDataFrame
        ``key, number, kind, levels, households`` (missing where unknown), footprints or points,
        EPSG:4326; at most 200,000.
    """
    rows = session.execute(
        select(
            Building.key, Building.number, Building.kind, Building.levels, Building.households,
            func.ST_AsBinary(Building.footprint),
        )
        .where(Building.community_id == community.id, Building.vanished_on.is_(None))
        .order_by(Building.key)
        .limit(MOST_HOUSES)
    ).all()  # fmt: skip
    found = _frame(rows, ["key", "number", "kind", "levels", "households"])
    return found.astype({"levels": "Int64", "households": "Int64"})


def community_barriers(session: Session, community: Community) -> gpd.GeoDataFrame:
    """Read what divides the ground of a community: paths by class, barriers, and water.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.

    Returns
    -------
    GeoDataFrame
        ``kind`` and lines or polygons, EPSG:4326; at most 300,000 of each source.
    """
    water = GroundArea.kind == WATER
    rows = [
        *_lines(session, community, Path, Path.line),
        *_lines(session, community, Barrier, Barrier.line),
        *_lines(session, community, GroundArea, GroundArea.shape, water),
    ]
    return _frame(rows, ["kind"])


def closing_barriers(session: Session, community: Community) -> gpd.GeoDataFrame:
    """Read the barriers of a community if any of them part ground on foot; else none at all.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.
    """
    closed = [
        select(model.id).where(_stands(model, community), model.kind.in_(CLOSED_KINDS)).exists()
        for model in (Path, Barrier, GroundArea)
    ]
    if not session.scalar(select(or_(*closed))):
        return _frame([], ["kind"])
    return community_barriers(session, community)


def _stands(model: _Dividing, community: Community) -> ColumnElement[bool]:
    """Give the condition that a row is of a community and still there."""
    return and_(model.community_id == community.id, model.vanished_on.is_(None))


def _lines(
    session: Session,
    community: Community,
    model: _Dividing,
    shape: SQLColumnExpression[BaseGeometry],
    *conditions: ColumnElement[bool],
) -> Sequence[Any]:
    """Read kind and shape of what divides ground."""
    return session.execute(
        select(model.kind, func.ST_AsBinary(shape))
        .where(_stands(model, community), *conditions)
        .order_by(model.key)
        .limit(MOST_BARRIERS)
    ).all()


def community_estates(session: Session, community: Community) -> gpd.GeoDataFrame:
    """Read the compounds of a community: ``key, name`` and polygons, EPSG:4326.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.
    """
    rows = session.execute(
        select(Estate.key, Estate.name, func.ST_AsBinary(Estate.shape))
        .where(Estate.community_id == community.id, Estate.vanished_on.is_(None))
        .order_by(Estate.key)
        .limit(MOST_BARRIERS)
    ).all()
    return _frame(rows, ["key", "name"])


def division_cells(session: Session, division: Division) -> gpd.GeoDataFrame:
    """Read the cells of a division: ``id, code, name, kind`` and polygons, EPSG:4326, by code.

    Parameters
    ----------
    session : Session
    division : Division
        From the viewer's scope.
    """
    rows = session.execute(
        select(Cell.id, Cell.code, Cell.name, Cell.kind, func.ST_AsBinary(Cell.shape))
        .where(Cell.division_id == division.id)
        .order_by(Cell.code, Cell.id)
        .limit(MOST_CELLS)
    ).all()
    return _frame(rows, ["id", "code", "name", "kind"])


def _frame(rows: Sequence[Any], columns: list[str]) -> gpd.GeoDataFrame:
    """Make a frame of rows whose last value is a shape as the store sends it."""
    return gpd.GeoDataFrame(
        [row[:-1] for row in rows],
        columns=columns,
        geometry=shapely.from_wkb([row[-1] for row in rows]),
        crs=STORAGE_SRID,
    )
