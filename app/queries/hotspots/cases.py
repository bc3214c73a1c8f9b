"""The issues that are counted: those with a place that can be trusted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models import Building, Community, Issue, IssueState
from app.queries.hotspots.wish import Wish
from app.queries.moments import local_date
from app.queries.scope import Viewer, seen_issue

MOST_ISSUES = 500_000

_NO_TROUBLE = (IssueState.REJECTED, IssueState.VOID, IssueState.MERGED)
"""States of issues that were none, or are counted as another."""


@dataclass(frozen=True)
class Cases:
    """Issues of a period.

    Attributes
    ----------
    xy : ndarray of float, shape (m, 2)
        In the metric CRS of the community.
    days : ndarray of int, shape (m,)
        Since the first day of the period.
    ids, buildings : ndarray of int, shape (m,)
        Of the issue and its building; 0 for none.
    doubtful : int
        Further issues whose place is doubtful: they count in totals, and never in hotspots.
    """

    xy: NDArray[np.float64]
    days: NDArray[np.int64]
    ids: NDArray[np.int64]
    buildings: NDArray[np.int64]
    doubtful: int


def read_cases(
    session: Session, viewer: Viewer, community: Community, wish: Wish, at: dt.datetime
) -> Cases:
    """Read where and when issues were reported.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wish : Wish
    at : datetime.datetime
        Now, in the zone of the place.
    """
    day = local_date(Issue.reported_at.expression, at)
    asked = [seen_issue(viewer), *counted(community, wish, at)]
    place = func.coalesce(Issue.point, func.ST_PointOnSurface(Building.footprint))
    metric = func.ST_Transform(place, community.metric_srid)
    rows = session.execute(
        select(func.ST_X(metric), func.ST_Y(metric), day, Issue.id, Issue.building_id)
        .outerjoin(Building, Building.id == Issue.building_id)
        .where(*asked, Issue.place_doubt.is_(None), place.is_not(None))
        .order_by(Issue.id)
        .limit(MOST_ISSUES)
    ).all()
    doubtful = session.scalar(select(func.count()).where(*asked, Issue.place_doubt.is_not(None)))
    return Cases(
        xy=np.array([row[:2] for row in rows], dtype=float).reshape(-1, 2),
        days=np.array([(row[2] - wish.since).days for row in rows], dtype=np.int64),
        ids=np.array([row[3] for row in rows], dtype=np.int64),
        buildings=np.array([row[4] or 0 for row in rows], dtype=np.int64),
        doubtful=doubtful or 0,
    )


def counted(community: Community, wish: Wish, at: dt.datetime) -> list[ColumnElement[bool]]:
    """Give the conditions that an issue is trouble of the period and category asked for.

    Parameters
    ----------
    community : Community
    wish : Wish
    at : datetime.datetime
        Now, in the zone of the place.
    """
    start, end = (
        dt.datetime.combine(day, dt.time.min, at.tzinfo)
        for day in (wish.since, wish.until + dt.timedelta(days=1))
    )
    asked = [
        Issue.community_id == community.id,
        Issue.reported_at >= start,
        Issue.reported_at < end,
        Issue.state.not_in(_NO_TROUBLE),
    ]
    if wish.category_id is not None:
        asked.append(Issue.category_id == wish.category_id)
    return asked
