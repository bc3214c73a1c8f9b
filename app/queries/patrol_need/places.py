"""Visits and finds of a period, with their places."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Subquery, func, select

from app.models import Building, Community, Issue, IssueChannel, Patrol, Stop, Visit
from app.queries.coverage import Period
from app.queries.hotspots.cases import counted
from app.queries.hotspots.wish import Wish
from app.queries.moments import local_date
from app.queries.scope import Viewer, seen_issue

DAYS = 365
"""Visits and finds of so many days count: what was needed earlier may be mended."""


def need_period(at: dt.datetime) -> Period:
    """Give the days that count.

    Parameters
    ----------
    at : datetime.datetime
        Now, aware, in the zone of the place.
    """
    return Period(at.date() - dt.timedelta(days=DAYS - 1), at.date(), at)


def visits_of(community: Community, period: Period) -> Subquery:
    """Select visits of a period: ``building_id, must_visit_id, point, at``.

    Parameters
    ----------
    community : Community
        Whoever asks further limits the places to those in scope.
    period : Period
    """
    day = local_date(Visit.at.expression, period.at)
    return (
        select(
            func.coalesce(Visit.building_id, Stop.building_id).label("building_id"),
            Stop.must_visit_id,
            Stop.point,
            Visit.at,
        )
        .join(Patrol, Patrol.id == Visit.patrol_id)
        .outerjoin(Stop, Stop.id == Visit.stop_id)
        .where(Patrol.community_id == community.id, day.between(period.since, period.until))
        .subquery("visits")
    )


def finds_of(viewer: Viewer, community: Community, period: Period) -> Subquery:
    """Select what patrols found in a period: ``building_id, point``.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    period : Period
    """
    wish = Wish(period.since, period.until)
    place = func.coalesce(Issue.point, func.ST_PointOnSurface(Building.footprint))
    return (
        select(Issue.building_id, place.label("point"))
        .outerjoin(Building, Building.id == Issue.building_id)
        .where(
            seen_issue(viewer),
            *counted(community, wish, period.at),
            Issue.channel == IssueChannel.PATROL,
            Issue.place_doubt.is_(None),
            place.is_not(None),
        )
        .subquery("finds")
    )
