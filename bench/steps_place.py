"""Where the steps of :mod:`bench.steps` are taken: a cell, its neighbour, and what lies between."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building, BuildingCell, Cell, Division

Corner = tuple[float, float]
MOVED = 10
_NUDGE = 0.02
"""Of the way from a corner to the middle of the cell."""
_RING_DEG = 0.0006
"""About 60 m."""


@dataclass(frozen=True)
class Place:
    """A cell and its neighbour, and shapes for each kind of step.

    Attributes
    ----------
    cell, other : int
        Keys of two cells that share an edge.
    border : list of int
        Buildings of the cell next to the other one.
    line, ring : list of (lon, lat)
        Right across the cell; around the middle of the shared edge.
    corner, nudged : (lon, lat)
        One that both cells share, and a place nearby.
    """

    cell: int
    other: int
    border: list[int]
    line: list[Corner]
    ring: list[Corner]
    corner: Corner
    nudged: Corner


def find_place(session: Session, division: Division, number: int) -> Place:
    """Find the place of a round.

    Parameters
    ----------
    session : Session
    division : Division
    number : int
        The round; each has another cell.
    """
    count = session.scalar(select(func.count()).where(Cell.division_id == division.id)) or 0
    key, shape = session.execute(
        select(Cell.id, Cell.shape)
        .where(Cell.division_id == division.id)
        .order_by(Cell.code)
        .offset((37 * number + 7) % count)
        .limit(1)
    ).one()
    other, beside = _neighbour(session, division, key, shape)
    shared = shapely.intersection(shape, beside)
    middle = shared.interpolate(0.5, normalized=True)
    west, south, east, north = shape.bounds
    y = shape.representative_point().y
    corner = shapely.get_coordinates(shared)[0].tolist()
    to = shape.representative_point()
    return Place(
        key,
        other,
        _nearest_buildings(session, division, key, shared),
        [(west - 1e-4, y), (east + 1e-4, y + (north - south) / 50)],
        shapely.get_coordinates(middle.buffer(_RING_DEG, quad_segs=2))[:-1].tolist(),
        (corner[0], corner[1]),
        (corner[0] + _NUDGE * (to.x - corner[0]), corner[1] + _NUDGE * (to.y - corner[1])),
    )


def _neighbour(
    session: Session, division: Division, key: int, shape: BaseGeometry
) -> tuple[int, BaseGeometry]:
    """Give the neighbour with the longest shared edge, which is one line."""
    rows = session.execute(
        select(Cell.id, Cell.shape).where(
            Cell.division_id == division.id,
            Cell.id != key,
            func.ST_Touches(Cell.shape, select(Cell.shape).where(Cell.id == key).scalar_subquery()),
        )
    ).all()
    found = max(rows, key=lambda row: shapely.intersection(shape, row.shape).length)
    return found.id, found.shape


def _nearest_buildings(
    session: Session, division: Division, key: int, shared: BaseGeometry
) -> list[int]:
    """Give the buildings of a cell that are nearest to the middle of an edge."""
    rows = session.execute(
        select(Building.id, Building.footprint)
        .join(BuildingCell, BuildingCell.building_id == Building.id)
        .where(BuildingCell.division_id == division.id, BuildingCell.cell_id == key)
    ).all()
    middle = shapely.line_merge(shared).interpolate(0.5, normalized=True)
    nearest = sorted(rows, key=lambda row: (shapely.distance(row.footprint, middle), row.id))
    return [row.id for row in nearest[:MOVED]]
