"""What dividing ground stands on, read from the store: houses, barriers, compounds, cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import shapely
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building, Cell, Community, Division, Estate, GroundArea, Path
from geodata.crs import STORAGE_SRID
from geodata.walkable import CLOSED_KINDS

MOST_HOUSES = 200_000
MOST_BARRIERS = 300_000
MOST_CELLS = 10_000
WATER = "water"


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
    """Read what divides the ground of a community: paths by class, and water.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.

    Returns
    -------
    GeoDataFrame
        ``kind`` and lines or polygons, EPSG:4326; at most 300,000.
    """
    paths = session.execute(
        select(Path.kind, func.ST_AsBinary(Path.line))
        .where(Path.community_id == community.id, Path.vanished_on.is_(None))
        .order_by(Path.key)
        .limit(MOST_BARRIERS)
    ).all()
    return _frame([*paths, *_water(session, community)], ["kind"])


def closing_barriers(session: Session, community: Community) -> gpd.GeoDataFrame:
    """Read the barriers of a community if any of them part ground on foot; else none at all.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.
    """
    closed = session.scalar(
        select(Path.id)
        .where(
            Path.community_id == community.id,
            Path.vanished_on.is_(None),
            Path.kind.in_(CLOSED_KINDS),
        )
        .limit(1)
    )
    if closed is None and not _water(session, community):
        return _frame([], ["kind"])
    return community_barriers(session, community)


def _water(session: Session, community: Community) -> Sequence[Any]:
    """Read the water of a community."""
    return session.execute(
        select(GroundArea.kind, func.ST_AsBinary(GroundArea.shape))
        .where(
            GroundArea.community_id == community.id,
            GroundArea.vanished_on.is_(None),
            GroundArea.kind == WATER,
        )
        .order_by(GroundArea.key)
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
