"""Which share of visits each cell is to have, and which it had."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import CTE, Subquery, func, select
from sqlalchemy.orm import Session

from app.models import Building, BuildingCell, Cell, Community
from app.queries.cells.chosen import seen_cells
from app.queries.coverage import Period
from app.queries.patrol_need.places import finds_of, visits_of
from app.queries.scope import Viewer
from patrol.need import shares_of_visits

MOST_CELLS = 2_000


@dataclass(frozen=True)
class CellNeed:
    """How much a cell needs patrols, beside how much it had.

    Attributes
    ----------
    id, code, name
        Of the cell.
    buildings : int
        What there is to visit.
    visits, found : int
        In the period.
    advised : float
        Share of the visits to all cells in scope that this one is to have.
    walked : float or None
        Share that it had; None while no cell was visited at all.
    """

    id: int
    code: str | None
    name: str
    buildings: int
    visits: int
    found: int
    advised: float
    walked: float | None


def cell_needs(
    session: Session, viewer: Viewer, community: Community, period: Period
) -> list[CellNeed]:
    """Say of each cell which share of visits it is to have, and which it had.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Sees its own cells; shares are of these.
    community : Community
    period : Period

    Returns
    -------
    list of CellNeed
        By code, at most 2,000.
    """
    mine = (
        select(Cell.id, Cell.code, Cell.name, Cell.shape)
        .where(Cell.id.in_(seen_cells(viewer, community)))
        .order_by(Cell.code, Cell.id)
        .limit(MOST_CELLS)
        .cte("mine")
    )
    cells = session.execute(
        select(mine.c.id, mine.c.code, mine.c.name).order_by(mine.c.code, mine.c.id)
    ).all()
    if not cells:
        return []
    numbers = (
        _buildings(session, mine),
        _by_cell(session, mine, visits_of(community, period)),
        _by_cell(session, mine, finds_of(viewer, community, period)),
    )
    sizes, visits, found = ([number.get(cell.id, 0) for cell in cells] for number in numbers)
    advised, all_visits = shares_of_visits(found, visits, sizes=sizes), sum(visits)
    return [
        CellNeed(*cell, size, seen, hits, float(share), seen / all_visits if all_visits else None)
        for cell, size, seen, hits, share in zip(cells, sizes, visits, found, advised, strict=True)
    ]


def _buildings(session: Session, mine: CTE) -> dict[int, int]:
    """Count the buildings of each cell."""
    rows = session.execute(
        select(BuildingCell.cell_id, func.count())
        .join(mine, mine.c.id == BuildingCell.cell_id)
        .join(Building, Building.id == BuildingCell.building_id)
        .where(Building.vanished_on.is_(None))
        .group_by(BuildingCell.cell_id)
    )
    return {row[0]: row[1] for row in rows}


def _by_cell(session: Session, mine: CTE, place: Subquery) -> dict[int, int]:
    """Count by the cell of today: that of the building, or the one in which the point lies."""
    at_buildings = (
        select(BuildingCell.cell_id, func.count())
        .join(mine, mine.c.id == BuildingCell.cell_id)
        .join(place, place.c.building_id == BuildingCell.building_id)
        .group_by(BuildingCell.cell_id)
    )
    at_points = (
        select(mine.c.id, func.count())
        .join_from(mine, place, func.ST_Intersects(mine.c.shape, place.c.point))
        .where(place.c.building_id.is_(None))
        .group_by(mine.c.id)
    )
    numbers: dict[int, int] = {}
    for rows in (at_buildings, at_points):
        for cell_id, number in session.execute(rows):
            numbers[cell_id] = numbers.get(cell_id, 0) + number
    return numbers
