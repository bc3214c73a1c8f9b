"""Patrol routes: how long, through what, and what they cannot reach."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, Community, Route, Stop, UnreachableStop
from app.queries.cells import published_cells
from app.queries.scope import Ids, NotFound, Viewer, visible_routes
from app.queries.types import Rows
from geodata.errors import N_

STOPS_LIMIT = 500


@dataclass(frozen=True)
class RouteLine:
    """A route as lists show it; ``minutes`` is walking time, rounded up."""

    id: int
    name: str
    cell_id: int
    cell_name: str
    length_m: float
    walk_s: float
    closed: bool

    @property
    def minutes(self) -> int:
        """Walking time in minutes, rounded up."""
        return ceil(self.walk_s / 60)


@dataclass(frozen=True)
class StopLine:
    """A stop of a route; ``arrival_s`` counts from the start."""

    sequence: int
    name: str
    building_id: int | None
    leg_m: float
    arrival_s: float


@dataclass(frozen=True)
class Unreached:
    """A stop that the route cannot reach, with the reason."""

    name: str
    building_id: int | None
    reason: str
    distance_m: float | None


@dataclass(frozen=True)
class RouteFacts:
    """What the panel of a route shows."""

    line: RouteLine
    stops: tuple[StopLine, ...]
    unreachable: tuple[Unreached, ...]


def current_routes(viewer: Viewer, community: Community) -> Ids:
    """Select the ids of the current routes through the published cells that a viewer may see.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    """
    return select(Route.id).where(
        Route.is_current,
        Route.cell_id.in_(published_cells(community)),
        Route.id.in_(visible_routes(viewer)),
    )


def select_lines(viewer: Viewer, community: Community) -> Rows:
    """Select the current routes as lists show them.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    """
    return (
        select(
            Route.id, Route.name, Route.cell_id, Cell.name.label("cell_name"), Route.length_m,
            Route.walk_s, Route.closed,
        )
        .select_from(Route)
        .join(Cell, Cell.id == Route.cell_id)
        .where(Route.id.in_(current_routes(viewer, community)))
    )  # fmt: skip


def routes_of_cell(
    session: Session, viewer: Viewer, community: Community, cell_id: int
) -> tuple[RouteLine, ...]:
    """List the current routes of a cell, at most 20.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    cell_id : int
    """
    rows = select_lines(viewer, community).where(Route.cell_id == cell_id)
    return tuple(RouteLine(*row) for row in session.execute(rows.order_by(Route.id).limit(20)))


def route_facts(
    session: Session, viewer: Viewer, community: Community, route_id: int
) -> RouteFacts:
    """Read one route with its stops.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    route_id : int

    Raises
    ------
    NotFound
        If the viewer may see no such current route.
    """
    rows = select_lines(viewer, community).where(Route.id == route_id)
    row = session.execute(rows).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such route."))
    stops = session.execute(
        select(Stop.sequence, Stop.name, Stop.building_id, Stop.leg_m, Stop.arrival_s)
        .where(Stop.route_id == route_id)
        .order_by(Stop.sequence)
        .limit(STOPS_LIMIT)
    )
    return RouteFacts(
        RouteLine(*row), tuple(StopLine(*stop) for stop in stops), _unreached(session, route_id)
    )


def _unreached(session: Session, route_id: int) -> tuple[Unreached, ...]:
    """List what a route cannot reach."""
    rows = session.execute(
        select(
            UnreachableStop.name, UnreachableStop.building_id, UnreachableStop.reason,
            UnreachableStop.distance_m,
        )
        .where(UnreachableStop.route_id == route_id)
        .order_by(UnreachableStop.id)
        .limit(STOPS_LIMIT)
    )  # fmt: skip
    return tuple(Unreached(*row) for row in rows)
