"""Cells in numbers: what lies in each, who answers for it, what is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Cell, CellKind, Community
from app.queries.cells.chosen import MOST_CHOICES, seen_cells
from app.queries.cells.numbers import count_ground, count_issues, last_patrols
from app.queries.cells.people import count_members, name_leaders
from app.queries.scope import NotFound, Viewer
from app.queries.types import Rows
from geodata.errors import N_


@dataclass(frozen=True)
class CellFacts:
    """A cell with its numbers.

    Attributes
    ----------
    id : int
    code, name : str
    kind : CellKind
    tint : int
        0 to 7; neighbours differ.
    leader : str or None
        Who holds the first of the leading roles.
    members : int
        Different people with a duty of their own for the cell, its buildings or entrances.
    buildings, households, population, vacant_buildings : int
        Vacant: nobody answers for the building or any of its entrances.
    open_issues, overdue_issues : int
    last_patrol_on : datetime.date or None
        When a patrol of it was last done.
    """

    id: int
    code: str
    name: str
    kind: CellKind
    tint: int
    leader: str | None
    members: int
    buildings: int
    households: int
    population: int
    vacant_buildings: int
    open_issues: int
    overdue_issues: int
    last_patrol_on: dt.date | None


def select_facts(viewer: Viewer, community: Community, at: dt.datetime) -> Rows:
    """Select the cells of the published division that a viewer may see, with their numbers.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    at : datetime.datetime
        Now, aware, in the zone of the place.

    Returns
    -------
    Select
        The columns of :class:`CellFacts`, west to east by code.
    """
    mine = seen_cells(viewer, community).cte("mine")
    leads = name_leaders(mine, viewer.on)
    counted = [
        count_members(mine, viewer.on),
        count_ground(mine, viewer.on),
        count_issues(mine, at),
    ]
    walked = last_patrols(mine, at)
    numbers = [
        func.coalesce(column, 0).label(column.name)
        for part in counted
        for column in part.c
        if column.name != "cell_id"
    ]
    rows = select(
        Cell.id, Cell.code, Cell.name, Cell.kind, Cell.tint, leads.c.leader, *numbers,
        walked.c.last_patrol_on,
    ).join(mine, mine.c.id == Cell.id)  # fmt: skip
    for part in (leads, *counted, walked):
        rows = rows.outerjoin(part, part.c.cell_id == Cell.id)
    return rows.order_by(Cell.code, Cell.id)


def find_cell(
    session: Session, viewer: Viewer, community: Community, cell_id: int, at: dt.datetime
) -> CellFacts:
    """Read one cell with its numbers.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    cell_id : int
    at : datetime.datetime
        Now, aware, in the zone of the place.

    Raises
    ------
    NotFound
        If the viewer may see no such cell in the published division.
    """
    rows = select_facts(viewer, community, at).where(Cell.id == cell_id)
    row = session.execute(rows).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such cell."))
    return CellFacts(**{field.name: getattr(row, field.name) for field in fields(CellFacts)})


def list_cells(
    session: Session, viewer: Viewer, community: Community, at: dt.datetime
) -> tuple[CellFacts, ...]:
    """List the cells of the published division that a viewer may see, with their numbers.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    at : datetime.datetime
        Now, aware, in the zone of the place.

    Returns
    -------
    tuple of CellFacts
        By code; at most ``MOST_CHOICES``.
    """
    names = [field.name for field in fields(CellFacts)]
    rows = session.execute(select_facts(viewer, community, at).limit(MOST_CHOICES))
    return tuple(CellFacts(**{name: getattr(row, name) for name in names}) for row in rows)
