"""The plan of a cell as its page, its sheet and its files show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app.models import Cell, Community, PatrolPlan, Route, Stop, UnreachableStop
from app.queries.cells.chosen import seen_cells
from app.queries.scope import NotFound, Viewer, visible_routes
from geodata.errors import N_

MOST_CELLS = 2_000
MOST_ROUTES = 60


@dataclass(frozen=True)
class CellPlan:
    """The routes of a cell, from one run of the planner or one step by hand.

    Attributes
    ----------
    cell : Cell
    plan : PatrolPlan or None
        None while the cell has no route.
    routes : tuple of Route
        By volunteer, with their stops and what is not visited.
    """

    cell: Cell
    plan: PatrolPlan | None
    routes: tuple[Route, ...]

    @property
    def unreachable(self) -> list[UnreachableStop]:
        """What no route visits."""
        return [stop for route in self.routes for stop in route.unreachable]

    @property
    def stops(self) -> list[Stop]:
        """All stops, in order of walking, route by route."""
        return [stop for route in self.routes for stop in route.stops]

    @property
    def replaces(self) -> int | None:
        """Key of the plan that an undo brings back."""
        return self.plan.settings.get("replaces") if self.plan else None


@dataclass(frozen=True)
class PlanLine:
    """A cell in the list of all plans.

    ``minutes`` is the longest round of one volunteer; ``length_m`` that of all together.
    """

    cell_id: int
    name: str
    code: str | None
    volunteers: int
    stops: int
    unreachable: int
    length_m: float
    minutes: int | None
    made_at: dt.datetime | None


def minutes_of(route: Route) -> int:
    """Give how long a route takes with its stops, minutes, rounded up.

    Parameters
    ----------
    route : Route
        Those of earlier versions know walking time alone.
    """
    return ceil((route.duration_s or route.walk_s) / 60)


def cell_plan(session: Session, viewer: Viewer, community: Community, cell_id: int) -> CellPlan:
    """Read the current plan of a cell that holds.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    cell_id : int

    Raises
    ------
    NotFound
        If the viewer may see no such cell.
    """
    wanted = select(Cell).where(Cell.id == cell_id, Cell.id.in_(seen_cells(viewer, community)))
    cell = session.scalar(wanted)
    if cell is None:
        raise NotFound(N_("There is no such cell."))
    routes = _whole(session, select(Route).where(Route.cell_id == cell_id, Route.is_current))
    return CellPlan(cell, routes[0].plan if routes else None, routes)


def planned_before(session: Session, plan: CellPlan) -> tuple[Route, ...]:
    """Give the routes that an undo would bring back; none where there is nothing to undo.

    Parameters
    ----------
    session : Session
    plan : CellPlan
        From the viewer's scope.
    """
    if plan.replaces is None:
        return ()
    wanted = select(Route).where(Route.cell_id == plan.cell.id, Route.plan_id == plan.replaces)
    return _whole(session, wanted)


def find_route(session: Session, viewer: Viewer, community: Community, route_id: int) -> Route:
    """Find a route, an earlier one too: its sheet may hang on a wall.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    route_id : int

    Raises
    ------
    NotFound
        If the viewer may see no such route.
    """
    found = _whole(
        session,
        select(Route).where(
            Route.id == route_id,
            Route.id.in_(visible_routes(viewer)),
            Route.cell_id.in_(select(Cell.id).where(Cell.community_id == community.id)),
        ),
    )
    if not found:
        raise NotFound(N_("There is no such route."))
    return found[0]


def plan_lines(session: Session, viewer: Viewer, community: Community) -> list[PlanLine]:
    """List the cells that a viewer sees with what is planned in them, by code.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    """
    # Each count stands alone: joined, stops would multiply what is unreachable.
    mine = (Route.cell_id == Cell.id) & Route.is_current

    def counted(table: Any) -> Any:
        rows = select(func.count()).select_from(table).join(Route, Route.id == table.route_id)
        return rows.where(mine).correlate(Cell).scalar_subquery()

    def of_routes(value: Any) -> Any:
        return select(value).where(mine).correlate(Cell).scalar_subquery()

    made = select(func.max(PatrolPlan.made_at)).join(Route, Route.plan_id == PatrolPlan.id)
    longest = func.max(func.coalesce(Route.duration_s, Route.walk_s))
    rows = (
        select(
            Cell.id, Cell.name, Cell.code, of_routes(func.count(Route.id)), counted(Stop),
            counted(UnreachableStop), of_routes(func.coalesce(func.sum(Route.length_m), 0.0)),
            of_routes(func.ceil(longest / 60)), made.where(mine).correlate(Cell).scalar_subquery(),
        )
        .where(Cell.id.in_(seen_cells(viewer, community)))
        .order_by(Cell.code, Cell.id)
        .limit(MOST_CELLS)
    )  # fmt: skip
    return [_line(row) for row in session.execute(rows)]


def _line(row: Any) -> PlanLine:
    """Make a line; the store rounds up to a number with a point."""
    cell_id, name, code, volunteers, stops, unreachable, length_m, minutes, made_at = row
    whole = None if minutes is None else int(minutes)
    return PlanLine(cell_id, name, code, volunteers, stops, unreachable, length_m, whole, made_at)


def extent_of(shapes: Iterable[BaseGeometry]) -> tuple[float, float, float, float] | None:
    """Give the window of shapes, west, south, east, north; None where there are none.

    Parameters
    ----------
    shapes : iterable of geometry
        EPSG:4326.
    """
    boxes = [shape.bounds for shape in shapes if not shape.is_empty]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _whole(session: Session, routes: Any) -> tuple[Route, ...]:
    """Read routes with their stops, their plan and what they do not visit."""
    whole = routes.options(
        selectinload(Route.stops),
        selectinload(Route.unreachable),
        selectinload(Route.plan),
        selectinload(Route.cell),
    )
    return tuple(session.scalars(whole.order_by(Route.walker, Route.id).limit(MOST_ROUTES)))
