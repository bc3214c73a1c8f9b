"""How often buildings, must-visit points and lanes were seen, what was found, and when last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Row, Subquery, func, select, true
from sqlalchemy.orm import Session

from app.models import Building, Cell, Community, LaneVisit, Path
from app.queries.cells.chosen import seen_cells
from app.queries.coverage import Period
from app.queries.coverage.parts import lanes_of
from app.queries.patrol_need.places import finds_of, visits_of
from app.queries.scope import Viewer, visible_buildings
from patrol.lines import NOT_FOR_FEET

MOST_PLACES = 200_000

_NEAR_DEGREES = 0.0005
"""A find within about 50 m of lanes belongs to the nearest of them."""


def building_sights(
    session: Session, viewer: Viewer, community: Community, period: Period
) -> pd.DataFrame:
    """Read how often each building was visited, what was found there, and when last.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    period : Period

    Returns
    -------
    DataFrame
        ``visits, found, last_at`` by ``building_id``, at most 200,000.
    """
    visit, find = visits_of(community, period), finds_of(viewer, community, period)
    seen = _grouped(visit, func.max(visit.c.at).label("last_at"))
    hits = _grouped(find)
    rows = session.execute(
        select(Building.id, seen.c.number, hits.c.number, seen.c.last_at)
        .outerjoin(seen, seen.c.building_id == Building.id)
        .outerjoin(hits, hits.c.building_id == Building.id)
        .where(
            Building.community_id == community.id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(viewer)),
        )
        .order_by(Building.id)
        .limit(MOST_PLACES)
    ).all()
    return _sights(rows, "building_id")


def points_last_at(
    session: Session, viewer: Viewer, community: Community, period: Period
) -> dict[int, dt.datetime]:
    """Read when each must-visit point in the cells of a viewer was visited last.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    period : Period

    Returns
    -------
    dict
        Times by the id of the must-visit point; without those where nobody was.
    """
    place = visits_of(community, period)
    cell = select(Cell.id).where(
        Cell.id.in_(seen_cells(viewer, community)), func.ST_Intersects(Cell.shape, place.c.point)
    )
    rows = session.execute(
        select(place.c.must_visit_id, func.max(place.c.at))
        .where(place.c.must_visit_id.is_not(None), cell.exists())
        .group_by(place.c.must_visit_id)
        .limit(MOST_PLACES)
    )
    return {row[0]: row[1] for row in rows}


def lane_sights(
    session: Session, viewer: Viewer, community: Community, period: Period
) -> pd.DataFrame:
    """Read on how many days each lane was walked, what was found along it, and when last.

    A find belongs to the nearest lane.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    period : Period

    Returns
    -------
    DataFrame
        ``visits, found, last_at`` by the ``key`` of the lanes in scope.
    """
    lane = lanes_of(viewer, community)
    walked = _walked(community, period)
    hits = _hits(community, finds_of(viewer, community, period))
    rows = session.execute(
        select(Path.key, walked.c.days, hits.c.number, walked.c.last_on)
        .join(lane, lane.c.id == Path.id)
        .outerjoin(walked, walked.c.path_id == lane.c.id)
        .outerjoin(hits, hits.c.path_id == lane.c.id)
        .order_by(lane.c.id)
    ).all()
    return _sights(rows, "key")


def _walked(community: Community, period: Period) -> Subquery:
    """Count the days on which each lane was walked: ``path_id, days, last_on``."""
    return (
        select(
            LaneVisit.path_id,
            func.count(LaneVisit.walked_on.distinct()).label("days"),
            func.max(LaneVisit.walked_on).label("last_on"),
        )
        .where(
            LaneVisit.community_id == community.id,
            LaneVisit.walked_on.between(period.since, period.until),
        )
        .group_by(LaneVisit.path_id)
        .subquery("walked")
    )


def _hits(community: Community, find: Subquery) -> Subquery:
    """Count what was found along each lane: ``path_id, number``."""
    nearest = (
        select(Path.id)
        .where(
            Path.community_id == community.id,
            Path.vanished_on.is_(None),
            Path.kind.not_in(NOT_FOR_FEET),
            func.ST_DWithin(Path.line, find.c.point, _NEAR_DEGREES),
        )
        .order_by(func.ST_Distance(Path.line, find.c.point), Path.id)
        .limit(1)
        .lateral("nearest")
    )
    return (
        select(nearest.c.id.label("path_id"), func.count().label("number"))
        .select_from(find)
        .join(nearest, true())
        .group_by(nearest.c.id)
        .subquery("hits")
    )


def _grouped(place: Subquery, *more: Any) -> Subquery:
    """Count by building: ``building_id, number`` and what else is asked."""
    return (
        select(place.c.building_id, func.count().label("number"), *more)
        .where(place.c.building_id.is_not(None))
        .group_by(place.c.building_id)
        .subquery()
    )


def _sights(rows: Sequence[Row[Any]], key: str) -> pd.DataFrame:
    """Make a frame of rows; what is missing was never seen, and nothing was found there."""
    frame = pd.DataFrame(rows, columns=[key, "visits", "found", "last_at"]).set_index(key)
    frame["last_at"] = pd.to_datetime(frame["last_at"], utc=True)
    return frame.fillna({"visits": 0, "found": 0})
