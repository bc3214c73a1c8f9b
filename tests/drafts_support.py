"""A community of three cells and some houses, as a draft to be edited."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
from shapely import box
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Building, BuildingCell, BuildingKind, Cell, Community, Division
from app.services import areas
from app.services.drafts import new_draft
from geodata.edit.edges import with_corners

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
CODE = "110108010024"
WEST, SOUTH, STEP = 116.0, 40.0, 0.001


def at(x: float, y: float) -> tuple[float, float]:
    """Give the degrees of a place in steps."""
    return WEST + x * STEP, SOUTH + y * STEP


def square(x: float, y: float, width: float = 1, height: float = 1) -> BaseGeometry:
    """Give a rectangle in steps."""
    return box(*at(x, y), *at(x + width, y + height))


def three_cells() -> gpd.GeoDataFrame:
    """Give two cells side by side, 2 x 2 steps each, and one of 4 x 2 above them."""
    upper = with_corners(square(0, 2, 4, 2), np.array([at(2, 2)]))
    return gpd.GeoDataFrame(
        {"code": [None] * 3, "name": None, "kind": "general"},
        geometry=[upper, square(0, 0, 2, 2), square(2, 0, 2, 2)],
        crs=4326,
    )


def add_houses(session: Session, community: Community) -> dict[str, Building]:
    """Store 48 houses of 10 households in rows, by number; every fourth has no count."""
    houses = {}
    for row in range(6):
        for column in range(8):
            number = f"{row}{column}"
            houses[number] = Building(
                community_id=community.id,
                key=number,
                number=number,
                kind=BuildingKind.APARTMENT,
                levels=6,
                households=None if column % 4 == 3 else 10,
                footprint=square(column / 2 + 0.1, row * 2 / 3 + 0.15, 0.3, 0.3),
            )
    session.add_all(houses.values())
    session.flush()
    return houses


def make_draft(session: Session) -> tuple[Community, Division]:
    """Store the community, publish its cells, and begin a draft of them."""
    community = areas.add_community(session, name="草稿社区", code=CODE, at=NOW, by=None)
    areas.set_boundary(community, square(0, 0, 4, 4))
    add_houses(session, community)
    areas.publish_cells(session, community, three_cells(), on=TODAY, at=NOW, by=None)
    return community, new_draft(session, community, name="试划", at=NOW, by=None)


def cell_ids(session: Session, division: Division) -> dict[str, int]:
    """Give the keys of the cells by the number that ends their code."""
    rows = session.execute(select(Cell.code, Cell.id).where(Cell.division_id == division.id))
    return {code[-3:]: key for code, key in rows}


def everything(session: Session, division: Division) -> tuple[list[object], list[object]]:
    """Give all that is stored of a draft's cells and placements, to compare to the last digit."""
    cells = session.execute(
        select(Cell.id, Cell.code, Cell.name, Cell.kind, Cell.tint, Cell.shape)
        .where(Cell.division_id == division.id)
        .order_by(Cell.id)
    )
    placed = session.execute(
        select(
            BuildingCell.building_id,
            BuildingCell.cell_id,
            BuildingCell.by_hand,
            BuildingCell.reason,
        )
        .where(BuildingCell.division_id == division.id)
        .order_by(BuildingCell.building_id)
    )
    return [(*row[:5], row.shape.wkb) for row in cells], [tuple(row) for row in placed]
