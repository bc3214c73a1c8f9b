"""What lies in cells and what happens there, counted."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CTE, BigInteger, Subquery, cast, func, select, union_all

from app.models import Building, BuildingCell, CellAncestor, Issue, Patrol, PatrolState
from app.queries.duties import held_buildings
from app.queries.issues import is_open, overdue
from app.queries.moments import local_date


def count_ground(mine: CTE, on: dt.date) -> Subquery:
    """Count buildings and who lives in them.

    Parameters
    ----------
    mine : CTE
        Ids of cells in the viewer's scope.
    on : datetime.date

    Returns
    -------
    Subquery
        ``cell_id, buildings, households, population, vacant_buildings``.
    """
    placed = select(BuildingCell.building_id).join(mine, mine.c.id == BuildingCell.cell_id)
    held = held_buildings(placed.cte("placed"), on)
    return (
        select(
            BuildingCell.cell_id,
            func.count().label("buildings"),
            cast(func.sum(Building.households), BigInteger).label("households"),
            cast(func.sum(Building.population), BigInteger).label("population"),
            func.count().filter(held.c.building_id.is_(None)).label("vacant_buildings"),
        )
        .join(mine, mine.c.id == BuildingCell.cell_id)
        .join(Building, Building.id == BuildingCell.building_id)
        .outerjoin(held, held.c.building_id == Building.id)
        .where(Building.vanished_on.is_(None))
        .group_by(BuildingCell.cell_id)
        .subquery("ground")
    )


def count_issues(mine: CTE, at: dt.datetime) -> Subquery:
    """Count open and overdue issues.

    Parameters
    ----------
    mine : CTE
        Ids of cells in the viewer's scope.
    at : datetime.datetime
        Now, aware, in the zone of the place.

    Returns
    -------
    Subquery
        ``cell_id, open_issues, overdue_issues``.
    """
    return (
        select(
            Issue.cell_id,
            func.count().label("open_issues"),
            func.count().filter(overdue(at)).label("overdue_issues"),
        )
        .join(mine, mine.c.id == Issue.cell_id)
        .where(is_open())
        .group_by(Issue.cell_id)
        .subquery("issue_counts")
    )


def last_patrols(mine: CTE, at: dt.datetime) -> Subquery:
    """Tell when the ground of each cell was last patrolled, under this division or an earlier.

    Parameters
    ----------
    mine : CTE
        Ids of cells in the viewer's scope.
    at : datetime.datetime
        Now, aware, in the zone of the place.

    Returns
    -------
    Subquery
        ``cell_id, last_patrol_on``.
    """
    itself = select(mine.c.id.label("cell_id"), mine.c.id.label("walked_id"))
    earlier = select(CellAncestor.cell_id, CellAncestor.ancestor_id).join(
        mine, mine.c.id == CellAncestor.cell_id
    )
    ground = union_all(itself, earlier).subquery("walked_ground")
    last = func.max(Patrol.ended_at)
    return (
        select(ground.c.cell_id, local_date(last, at).label("last_patrol_on"))
        .join(Patrol, Patrol.cell_id == ground.c.walked_id)
        .where(Patrol.state == PatrolState.DONE)
        .group_by(ground.c.cell_id)
        .subquery("walked")
    )
