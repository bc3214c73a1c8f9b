"""What was not visited for longest: stops of the current routes, and lanes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from app.models import Cell, Community, LaneVisit, Route, Stop, Visit
from app.queries.coverage.cells import Period
from app.queries.coverage.parts import lanes_of
from app.queries.moments import local_date
from app.queries.patrols import current_routes
from app.queries.scope import Viewer, visible_cells

MOST_LINES = 500


@dataclass(frozen=True)
class MissedStop:
    """A stop of a current route that nobody visited in a period; ``last_on`` None is never."""

    cell_id: int
    route_id: int
    sequence: int
    name: str
    building_id: int | None
    last_on: dt.date | None


@dataclass(frozen=True)
class LaneLine:
    """A lane, when it was walked last (None: never), and its middle in degrees."""

    name: str
    kind: str
    length_m: float
    last_on: dt.date | None
    lon: float
    lat: float


def missed_stops(
    session: Session,
    viewer: Viewer,
    community: Community,
    period: Period,
    *,
    cell_id: int | None = None,
) -> list[MissedStop]:
    """List the stops of the current routes that nobody visited in a period.

    A visit counts for a stop of an earlier plan at the same place.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    period : Period
    cell_id : int, optional
        Only those of this cell.

    Returns
    -------
    list of MissedStop
        Those that were visited longest ago first, at most 500.
    """
    before = aliased(Stop)
    same = or_(
        before.id == Stop.id,
        (before.key == Stop.key)
        & (Stop.key != "")
        & before.building_id.is_not_distinct_from(Stop.building_id),
    )
    last = local_date(
        select(func.max(Visit.at))
        .join(before, before.id == Visit.stop_id)
        .where(same, Visit.at <= period.at)
        .scalar_subquery(),
        period.at,
    )
    rows = (
        select(Route.cell_id, Stop.route_id, Stop.sequence, Stop.name, Stop.building_id, last)
        .join(Route, Route.id == Stop.route_id)
        .where(
            Stop.route_id.in_(current_routes(viewer, community)),
            or_(last.is_(None), last < period.since, last > period.until),
        )
        .order_by(last.asc().nulls_first(), Route.cell_id, Stop.sequence)
        .limit(MOST_LINES)
    )
    if cell_id is not None:
        rows = rows.where(Route.cell_id == cell_id)
    return [MissedStop(*row) for row in session.execute(rows)]


def lanes_longest_ago(
    session: Session,
    viewer: Viewer,
    community: Community,
    *,
    on: dt.date,
    cell_id: int | None = None,
    most: int = 20,
) -> list[LaneLine]:
    """List the lanes that were not walked for longest, longer ones first among equals.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    on : datetime.date
        Today.
    cell_id : int, optional
        Only those that cross this cell.
    most : int
        How many, at most 500.

    Returns
    -------
    list of LaneLine
    """
    lane = lanes_of(viewer, community)
    last = (
        select(LaneVisit.path_id, func.max(LaneVisit.walked_on).label("last_on"))
        .where(LaneVisit.community_id == community.id, LaneVisit.walked_on <= on)
        .group_by(LaneVisit.path_id)
        .subquery("last")
    )
    middle = func.ST_LineInterpolatePoint(lane.c.line, 0.5)
    rows = select(
        lane.c.name, lane.c.kind, lane.c.length_m, last.c.last_on,
        func.ST_X(middle), func.ST_Y(middle),
    ).outerjoin_from(lane, last, last.c.path_id == lane.c.id)  # fmt: skip
    if cell_id is not None:
        cell = select(Cell.id).where(
            Cell.id == cell_id,
            Cell.id.in_(visible_cells(viewer)),
            func.ST_Intersects(Cell.shape, lane.c.line),
        )
        rows = rows.where(cell.exists())
    order = (last.c.last_on.asc().nulls_first(), lane.c.length_m.desc())
    found = session.execute(rows.order_by(*order).limit(min(most, MOST_LINES)))
    return [LaneLine(*row) for row in found]
