"""Cells in numbers: what lies in each, who answers for it, what is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from sqlalchemy import CTE, BigInteger, Subquery, cast, func, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.models import (
    LEADING_ROLES,
    Building,
    BuildingCell,
    Cell,
    CellAncestor,
    CellKind,
    Community,
    Division,
    DivisionState,
    Duty,
    Entrance,
    Issue,
    Patrol,
    PatrolState,
)
from app.queries.duties import (
    Holder,
    held_buildings,
    holder_name,
    join_holders,
    read_holders,
    role_rank,
    select_holders,
)
from app.queries.issues import is_open, overdue
from app.queries.moments import local_date
from app.queries.scope import Ids, NotFound, Viewer, visible_cells
from app.queries.types import Rows
from geodata.errors import N_

MOST_CHOICES = 1_000


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


def published_cells(community: Community) -> Ids:
    """Select the ids of the cells of the division that holds: outlines are for everybody.

    Parameters
    ----------
    community : Community
        In the viewer's scope.
    """
    return (
        select(Cell.id)
        .join(Division, Division.id == Cell.division_id)
        .where(Division.community_id == community.id, Division.state == DivisionState.PUBLISHED)
    )


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
    mine = _mine(viewer, community).cte("mine")
    leads = _leaders(mine, viewer.on)
    counted = [
        _members(mine, viewer.on),
        _ground(mine, viewer.on),
        _issues(mine, at),
    ]
    walked = _last_patrols(mine, at)
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


def cell_choices(session: Session, viewer: Viewer, community: Community) -> list[tuple[int, str]]:
    """List the cells of the published division that a viewer may see, to choose from.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community

    Returns
    -------
    list of (int, str)
        Id and name, by code; at most ``MOST_CHOICES``.
    """
    rows = (
        select(Cell.id, Cell.name)
        .where(Cell.id.in_(_mine(viewer, community)))
        .order_by(Cell.code, Cell.id)
        .limit(MOST_CHOICES)
    )
    return [(key, name) for key, name in session.execute(rows)]


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
    mine = _mine(viewer, community).where(Cell.id == cell_id).cte("mine")
    duties = select(duties_in(mine, viewer.on).c.duty_id)
    return read_holders(session, select_holders(viewer).where(Duty.id.in_(duties)))


def _mine(viewer: Viewer, community: Community) -> Ids:
    """Select the ids of the cells of the published division that a viewer may see."""
    return select(Cell.id).where(
        Cell.id.in_(published_cells(community)), Cell.id.in_(visible_cells(viewer))
    )


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


def _members(mine: CTE, on: dt.date) -> Subquery:
    """Count the people on duty in each cell."""
    duties = duties_in(mine, on)
    return (
        select(duties.c.cell_id, func.count(duties.c.person_id.distinct()).label("members"))
        .group_by(duties.c.cell_id)
        .subquery("member_counts")
    )


def _leaders(mine: CTE, on: dt.date) -> Subquery:
    """Name who leads each cell."""
    rows = select(Duty.cell_id, holder_name().label("leader")).select_from(Duty)
    return (
        join_holders(rows)
        .where(Duty.cell_id.in_(select(mine.c.id)), Duty.role.in_(LEADING_ROLES), Duty.current(on))
        .ext(distinct_on(Duty.cell_id))
        .order_by(Duty.cell_id, role_rank(), Duty.since, Duty.id)
        .subquery("leads")
    )


def _ground(mine: CTE, on: dt.date) -> Subquery:
    """Count buildings and who lives in them."""
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


def _issues(mine: CTE, at: dt.datetime) -> Subquery:
    """Count open and overdue issues."""
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


def _last_patrols(mine: CTE, at: dt.datetime) -> Subquery:
    """Tell when the ground of each cell was last patrolled, under this division or an earlier."""
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
