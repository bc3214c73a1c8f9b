"""Coverage of cells in a period: lanes, buildings, stops, patrols; planned against walked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import CTE, Float, Subquery, cast, func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    Cell,
    Community,
    LaneVisit,
    Patrol,
    PatrolState,
    Shift,
    Stop,
    Visit,
)
from app.queries.cells import published_cells
from app.queries.coverage.parts import drawn, lanes_of, metres, united, unnested
from app.queries.moments import local_date
from app.queries.scope import Viewer, visible_cells

MOST_CELLS = 2_000

WENT = (PatrolState.UNDER_WAY, PatrolState.DONE)

_HOUSES = ("buildings", "visited")
_DUE = ("patrols", "walked", "missed", "stops", "stops_visited")


@dataclass(frozen=True)
class Period:
    """A period: ``since`` and ``until`` are its first and last day; ``at`` carries the zone."""

    since: dt.date
    until: dt.date
    at: dt.datetime


@dataclass(frozen=True)
class CellCoverage:
    """What was covered of a cell in a period.

    Attributes
    ----------
    id, code, name
        Of the cell.
    lanes_m, walked_m : float
        Metres of its lanes, and of these walked at least once; a lane on the border counts in
        both cells.
    buildings, visited : int
        Its buildings, and those visited.
    patrols, walked, missed : int
        Patrols that were due, that were walked, and to which nobody came.
    stops, stops_visited : int
        Stops of the routes of the patrols that were due, and visits of them.
    """

    id: int
    code: str
    name: str
    lanes_m: float
    walked_m: float
    buildings: int
    visited: int
    patrols: int
    walked: int
    missed: int
    stops: int
    stops_visited: int

    @property
    def lanes_share(self) -> float | None:
        """Walked share of the lanes; None where there are none."""
        return min(1.0, self.walked_m / self.lanes_m) if self.lanes_m else None

    @property
    def buildings_share(self) -> float | None:
        """Visited share of the buildings; None where there are none."""
        return self.visited / self.buildings if self.buildings else None

    @property
    def stops_share(self) -> float | None:
        """Visited share of the stops that were due; None where none were."""
        return min(1.0, self.stops_visited / self.stops) if self.stops else None


def cell_coverage(
    session: Session, viewer: Viewer, community: Community, period: Period
) -> list[CellCoverage]:
    """Say what was covered of each cell in a period.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Sees its own cells.
    community : Community
        In the viewer's scope.
    period : Period

    Returns
    -------
    list of CellCoverage
        By code, at most 2,000.
    """
    mine = (
        select(Cell.id, Cell.code, Cell.name, Cell.shape)
        .where(Cell.id.in_(published_cells(community)), Cell.id.in_(visible_cells(viewer)))
        .order_by(Cell.code, Cell.id)
        .limit(MOST_CELLS)
        .cte("mine")
    )
    lane = lanes_of(viewer, community)
    lanes, walked = _lanes(community, mine, lane), _walked(community, mine, lane, period)
    houses, due = _houses(mine, period), _due(mine, period)
    rows = session.execute(
        select(
            mine.c.id,
            mine.c.code,
            mine.c.name,
            func.coalesce(lanes.c.metres, 0.0).label("lanes_m"),
            func.coalesce(walked.c.metres, 0.0).label("walked_m"),
            *(
                func.coalesce(counts.c[name], 0).label(name)
                for counts, names in ((houses, _HOUSES), (due, _DUE))
                for name in names
            ),
        )
        .outerjoin(lanes, lanes.c.cell_id == mine.c.id)
        .outerjoin(walked, walked.c.cell_id == mine.c.id)
        .outerjoin(houses, houses.c.cell_id == mine.c.id)
        .outerjoin(due, due.c.cell_id == mine.c.id)
        .order_by(mine.c.code, mine.c.id)
    )
    return [CellCoverage(**row) for row in rows.mappings()]


def _lanes(community: Community, mine: CTE, lane: CTE) -> Subquery:
    """Measure the lanes inside each cell: ``cell_id, metres``."""
    inside = func.ST_Intersection(mine.c.shape, lane.c.line)
    return (
        select(mine.c.id.label("cell_id"), func.sum(metres(inside, community)).label("metres"))
        .join_from(mine, lane, func.ST_Intersects(mine.c.shape, lane.c.line))
        .group_by(mine.c.id)
        .subquery("lanes")
    )


def _walked(community: Community, mine: CTE, lane: CTE, period: Period) -> Subquery:
    """Measure what was walked of the lanes inside each cell: ``cell_id, metres``."""
    parts = (
        select(LaneVisit.path_id, united().label("parts"))
        .where(
            LaneVisit.community_id == community.id,
            LaneVisit.walked_on.between(period.since, period.until),
        )
        .group_by(LaneVisit.path_id)
        .subquery("parts")
    )
    each = (
        select(lane.c.line, lane.c.length_m, unnested(parts.c.parts).label("part"))
        .join_from(lane, parts, parts.c.path_id == lane.c.id)
        .subquery("each")
    )
    shape = drawn(each.c.line, cast(each.c.length_m, Float), each.c.part)
    piece = select(shape.label("line")).subquery("piece")
    inside = func.ST_Intersection(mine.c.shape, piece.c.line)
    return (
        select(mine.c.id.label("cell_id"), func.sum(metres(inside, community)).label("metres"))
        .join_from(mine, piece, func.ST_Intersects(mine.c.shape, piece.c.line))
        .group_by(mine.c.id)
        .subquery("walked")
    )


def _houses(mine: CTE, period: Period) -> Subquery:
    """Count the buildings of each cell, and those visited: ``cell_id, buildings, visited``."""
    day = local_date(func.coalesce(Visit.at), period.at)
    seen = select(Visit.building_id).where(day.between(period.since, period.until))
    return (
        select(
            BuildingCell.cell_id,
            func.count().label("buildings"),
            func.count().filter(Building.id.in_(seen)).label("visited"),
        )
        .join(mine, mine.c.id == BuildingCell.cell_id)
        .join(Building, Building.id == BuildingCell.building_id)
        .where(Building.vanished_on.is_(None))
        .group_by(BuildingCell.cell_id)
        .subquery("houses")
    )


def _due(mine: CTE, period: Period) -> Subquery:
    """Count patrols and stops that were due: ``cell_id`` and the columns of `_DUE`.

    A patrol is due once it was walked or missed.
    """
    day = local_date(func.coalesce(Shift.starts_at, Patrol.started_at), period.at)
    planned = select(func.count()).where(Stop.route_id == Patrol.route_id).scalar_subquery()
    made = (
        select(func.count())
        .where(Visit.patrol_id == Patrol.id, Visit.stop_id.is_not(None))
        .scalar_subquery()
    )
    each = (
        select(Patrol.cell_id, Patrol.state, planned.label("stops"), made.label("visits"))
        .join(mine, mine.c.id == Patrol.cell_id)
        .outerjoin(Shift, Shift.id == Patrol.shift_id)
        .where(
            Patrol.state.in_((*WENT, PatrolState.MISSED)),
            day.between(period.since, period.until),
        )
        .subquery("each_patrol")
    )
    return (
        select(
            each.c.cell_id,
            func.count().label("patrols"),
            func.count().filter(each.c.state.in_(WENT)).label("walked"),
            func.count().filter(each.c.state == PatrolState.MISSED).label("missed"),
            func.sum(each.c.stops).label("stops"),
            func.sum(each.c.visits).label("stops_visited"),
        )
        .group_by(each.c.cell_id)
        .subquery("due")
    )
