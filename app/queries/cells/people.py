"""Who answers for cells and for what lies in them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CTE, Subquery, func, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.models import LEADING_ROLES, BuildingCell, Cell, Community, Duty, Entrance
from app.queries.cells.chosen import seen_cells
from app.queries.duties import (
    Holder,
    holder_name,
    join_holders,
    read_holders,
    role_rank,
    select_holders,
)
from app.queries.scope import Viewer


def holders_in_cell(
    session: Session, viewer: Viewer, community: Community, cell_id: int
) -> tuple[Holder, ...]:
    """List who answers for a cell, its buildings and its entrances, leading roles first.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    cell_id : int
    """
    mine = seen_cells(viewer, community).where(Cell.id == cell_id).cte("mine")
    duties = select(duties_in(mine, viewer.on).c.duty_id)
    return read_holders(session, select_holders(viewer).where(Duty.id.in_(duties)))


def duties_in(mine: CTE, on: dt.date) -> Subquery:
    """Give the current duties for cells, their buildings and their entrances.

    Parameters
    ----------
    mine : CTE
        Ids of cells in the viewer's scope.
    on : datetime.date

    Returns
    -------
    Subquery
        ``cell_id, duty_id, person_id``.
    """
    cells = select(Duty.cell_id.label("cell_id"), Duty.id.label("duty_id"), Duty.person_id).where(
        Duty.cell_id.in_(select(mine.c.id)), Duty.current(on)
    )
    placed = (
        select(BuildingCell.cell_id, Duty.id, Duty.person_id)
        .join(mine, mine.c.id == BuildingCell.cell_id)
        .where(Duty.current(on))
    )
    buildings = placed.join(Duty, Duty.building_id == BuildingCell.building_id)
    stairs = placed.join(Entrance, Entrance.building_id == BuildingCell.building_id).join(
        Duty, Duty.entrance_id == Entrance.id
    )
    # A duty has one place, so no part repeats another: there is nothing to sort out.
    return union_all(cells, buildings, stairs).subquery("duties_in")


def count_members(mine: CTE, on: dt.date) -> Subquery:
    """Count the people on duty in each cell.

    Parameters
    ----------
    mine : CTE
        Ids of cells in the viewer's scope.
    on : datetime.date

    Returns
    -------
    Subquery
        ``cell_id, members``.
    """
    duties = duties_in(mine, on)
    return (
        select(duties.c.cell_id, func.count(duties.c.person_id.distinct()).label("members"))
        .group_by(duties.c.cell_id)
        .subquery("member_counts")
    )


def name_leaders(mine: CTE, on: dt.date) -> Subquery:
    """Name who leads each cell.

    Parameters
    ----------
    mine : CTE
        Ids of cells in the viewer's scope.
    on : datetime.date

    Returns
    -------
    Subquery
        ``cell_id, leader``.
    """
    rows = select(Duty.cell_id, holder_name().label("leader")).select_from(Duty)
    return (
        join_holders(rows)
        .where(Duty.cell_id.in_(select(mine.c.id)), Duty.role.in_(LEADING_ROLES), Duty.current(on))
        .ext(distinct_on(Duty.cell_id))
        .order_by(Duty.cell_id, role_rank(), Duty.since, Duty.id)
        .subquery("leads")
    )
