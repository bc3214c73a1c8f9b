"""What becomes of duties, open issues, routes and patrols when a division is published.

Publishing does what stands here, and the preview shows it: both read the same rows.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Cell,
    Duty,
    Entrance,
    Household,
    Issue,
    Patrol,
    PatrolState,
    Route,
    Stop,
    UnreachableStop,
)
from app.queries.divisions.change import Change
from app.queries.divisions.ground import among
from app.queries.duties import holder_name, join_holders, role_rank
from app.queries.issues import is_open
from app.queries.scope import Viewer, visible_cells, visible_duties, visible_issues, visible_routes
from app.queries.types import AnyRow

MOST_ROWS = 100_000


class DutyFate(StrEnum):
    """What becomes of a duty."""

    GOES_ON = "goes_on"  # In the cell that goes on, with the same buildings.
    OTHER_GROUND = "other_ground"  # In the cell that goes on, which gains or loses buildings.
    ENDS = "ends"  # No cell goes on from that of the duty.
    MOVES_ALONG = "moves_along"  # Of a building, entrance or household that gets into another cell.


class RouteFate(StrEnum):
    """What becomes of a route."""

    GOES_ON = "goes_on"  # It visits every building of the cell that goes on, and no other.
    INCOMPLETE = "incomplete"  # It goes on, but buildings came that it does not visit.
    PLAN_ANEW = "plan_anew"  # Its cell is gone, or it visits buildings of other cells.


def cell_duties(session: Session, viewer: Viewer, change: Change, on: dt.date) -> list[AnyRow]:
    """Read the duties for the old cells that do not end before a day.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    change : Change
    on : datetime.date
        First day of the new division.

    Returns
    -------
    list of rows
        ``id, role, since, until, cell_id, holder``, leading roles first.
    """
    rows = select(
        Duty.id, Duty.role, Duty.since, Duty.until, Duty.cell_id, holder_name().label("holder")
    ).select_from(Duty)
    return list(
        session.execute(
            join_holders(rows)
            .where(
                Duty.cell_id.in_(list(change.old)),
                or_(Duty.until.is_(None), Duty.until >= on),
                Duty.id.in_(visible_duties(viewer)),
            )
            .order_by(role_rank(), Duty.cell_id, Duty.id)
            .limit(MOST_ROWS)
        )
    )


def last_day(since: dt.date, on: dt.date) -> dt.date:
    """Give the last day of a duty whose cell is gone from a day on.

    A duty that would begin only then has no day before on which to end: it holds for one day.

    Parameters
    ----------
    since : datetime.date
        First day of the duty.
    on : datetime.date
        First day of the new division.
    """
    return max(since, on - dt.timedelta(days=1))


def moved_duties(session: Session, viewer: Viewer, change: Change, on: dt.date) -> list[AnyRow]:
    """Read the duties for buildings, entrances and households that get into another cell.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    change : Change
    on : datetime.date

    Returns
    -------
    list of rows
        ``id, role, since, until, building_id, label, holder``.
    """
    moved = [int(key) for key in change.buildings.index[change.moved]]
    building_id = func.coalesce(
        Duty.building_id, Entrance.building_id, Household.building_id
    ).label("building_id")
    label = func.concat_ws(
        " ",
        func.coalesce(
            func.nullif(Building.number, ""), func.nullif(Building.name, ""), Building.key
        ),
        func.nullif(Entrance.name, ""),
        Household.number,
    ).label("label")
    rows = (
        select(
            Duty.id, Duty.role, Duty.since, Duty.until, building_id, label,
            holder_name().label("holder"),
        )
        .select_from(Duty)
        .outerjoin(Entrance, Entrance.id == Duty.entrance_id)
        .outerjoin(Household, Household.id == Duty.household_id)
        .join(Building, Building.id == building_id.element)
    )  # fmt: skip
    return list(
        session.execute(
            join_holders(rows)
            .where(among(Building.id, moved), Duty.current(on), Duty.id.in_(visible_duties(viewer)))
            .order_by(Building.number, role_rank(), Duty.id)
            .limit(MOST_ROWS)
        )
    )


def issue_cells(session: Session, viewer: Viewer, change: Change) -> pd.DataFrame:
    """Tell the cells of open issues, now and in the new division.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    change : Change

    Returns
    -------
    DataFrame
        ``id, title, before, after`` (cell ids, Int64), as locating them anew will say: the cell
        of the building, or the one in which the place lies. At most 100,000.
    """
    at_place = (
        select(Cell.id)
        .where(Cell.division_id == change.after.id, func.ST_Intersects(Cell.shape, Issue.point))
        .order_by(Cell.code)
        .limit(1)
        .correlate(Issue)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Issue.id, Issue.title, Issue.building_id, Issue.cell_id, at_place)
        .where(
            Issue.community_id == change.after.community_id,
            is_open(),
            ~Issue.place_doubtful,
            Issue.id.in_(visible_issues(viewer)),
        )
        .order_by(Issue.id)
        .limit(MOST_ROWS)
    ).all()
    frame = pd.DataFrame(rows, columns=["id", "title", "building_id", "before", "lying"])
    for column in ("building_id", "before", "lying"):
        frame[column] = frame[column].astype("Int64")
    of_building = frame["building_id"].map(change.buildings["after"]).astype("Int64")
    return frame.assign(after=of_building.fillna(frame["lying"]))[
        ["id", "title", "before", "after"]
    ]


@dataclass(frozen=True)
class RouteLot:
    """What becomes of one route: ``stops_lost`` leave its cell, ``missed`` buildings came."""

    id: int
    name: str
    cell_id: int
    fate: RouteFate
    stops: int
    stops_lost: int
    missed: int


def route_lots(session: Session, viewer: Viewer, change: Change) -> list[RouteLot]:
    """Tell what becomes of the current routes through the old cells.

    A route follows whole, or not at all: one that leaves out stops would still be walked past them.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    change : Change
    """
    routes = session.execute(
        select(Route.id, Route.name, Route.cell_id)
        .where(
            Route.cell_id.in_(list(change.old)),
            Route.is_current,
            Route.id.in_(visible_routes(viewer)),
        )
        .order_by(Route.id)
        .limit(MOST_ROWS)
    ).all()
    ids = [route.id for route in routes]
    stops, unreached = (_visited(session, model, ids, change) for model in (Stop, UnreachableStop))
    in_cell = change.buildings.groupby("after").groups
    return [
        _lot(route, stops[stops["route"] == route.id], unreached, change, in_cell)
        for route in routes
    ]


def _visited(
    session: Session, model: type[Stop] | type[UnreachableStop], ids: list[int], change: Change
) -> pd.DataFrame:
    """Read the buildings of routes, with their new cells; vanished ones have none."""
    rows = session.execute(
        select(model.route_id, model.building_id)
        .where(among(model.route_id, ids), model.building_id.is_not(None))
        .limit(10 * MOST_ROWS)
    ).all()
    frame = pd.DataFrame(rows, columns=["route", "building"])
    standing = frame[frame["building"].isin(change.buildings.index)]
    return standing.assign(after=standing["building"].map(change.buildings["after"]))


def _lot(
    route: AnyRow,
    stops: pd.DataFrame,
    unreached: pd.DataFrame,
    change: Change,
    in_cell: dict[int, pd.Index],
) -> RouteLot:
    """Decide what becomes of one route."""
    target = change.successors.get(route.cell_id)
    lost = len(stops) if target is None else int((stops["after"] != target).sum())
    known = {*stops["building"], *unreached.loc[unreached["route"] == route.id, "building"]}
    missed = 0 if target is None else len(set(in_cell.get(target, ())) - known)
    if target is None or lost:
        fate = RouteFate.PLAN_ANEW
    else:
        fate = RouteFate.INCOMPLETE if missed else RouteFate.GOES_ON
    return RouteLot(route.id, route.name, route.cell_id, fate, len(stops), lost, missed)


def planned_patrols(session: Session, viewer: Viewer, change: Change) -> list[AnyRow]:
    """Read the patrols of the old cells that nobody has set out on.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    change : Change

    Returns
    -------
    list of rows
        ``id, cell_id, route_id``.
    """
    return list(
        session.execute(
            select(Patrol.id, Patrol.cell_id, Patrol.route_id)
            .where(
                Patrol.cell_id.in_(list(change.old)),
                Patrol.cell_id.in_(visible_cells(viewer)),
                Patrol.state.in_((PatrolState.PLANNED, PatrolState.OPEN)),
            )
            .order_by(Patrol.id)
            .limit(MOST_ROWS)
        )
    )
