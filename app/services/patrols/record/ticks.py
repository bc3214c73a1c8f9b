"""Ticking off stops on the phone 到了: doubtful marks are flagged, never refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import geopandas as gpd
from shapely import Point
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import Community, Patrol, Stop, Visit, VisitDoubt, VisitHow
from app.queries.scope import Action, NotFound, Viewer, require
from app.settings import Settings
from geodata.crs import STORAGE_SRID
from geodata.errors import N_

_POOR_M = 100.0
"""A phone that says so much or more of its own error does not know where it is."""

_CLOCK_SLACK = dt.timedelta(minutes=5)
_OLDEST = dt.timedelta(days=2)


@dataclass(frozen=True)
class Tick:
    """What a phone says when somebody ticks off a stop.

    Attributes
    ----------
    stop_id : int
    at : datetime.datetime or None
        When, by the phone: it may have been without signal for hours. None: now.
    lon, lat : float or None
        Where the phone was; never asked for twice, never kept.
    accuracy_m : float or None
        What the phone says of its error.
    how : VisitHow
        On the spot, or written down afterwards.
    """

    stop_id: int
    at: dt.datetime | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    how: VisitHow = VisitHow.TICKED


def tick_stop(
    session: Session,
    viewer: Viewer,
    community: Community,
    patrol: Patrol,
    tick: Tick,
    *,
    settings: Settings,
    at: dt.datetime,
) -> VisitDoubt | None:
    """Write down that a stop was visited.

    Sending it twice does no harm: the first mark stays.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to walk.
    community : Community
    patrol : Patrol
        In the viewer's scope.
    tick : Tick
    settings : Settings
        The radius beyond which a mark is doubtful.
    at : datetime.datetime
        Now.

    Returns
    -------
    VisitDoubt or None
        Why the mark is doubtful; it counts all the same.

    Raises
    ------
    NotFound
        If the route of the patrol has no such stop.
    """
    require(viewer, Action.WALK)
    stop = session.scalar(
        select(Stop).where(Stop.id == tick.stop_id, Stop.route_id == patrol.route_id)
    )
    if stop is None:
        raise NotFound(N_("There is no such stop on the route of this patrol."))
    away_m = _away_m(stop, tick, community)
    wrong_clock = tick.at is not None and time_doubtful(tick.at, at)
    doubt = _doubt(tick, away_m, settings.wangge_tick_radius_m, wrong_clock=wrong_clock)
    moment = at if tick.at is None or wrong_clock else min(tick.at, at)
    session.execute(
        insert(Visit)
        .values(
            patrol_id=patrol.id,
            stop_id=stop.id,
            building_id=stop.building_id,
            at=moment,
            how=tick.how,
            doubt=doubt,
            distance_m=away_m,
        )
        .on_conflict_do_nothing()
    )
    return doubt


def time_doubtful(told: dt.datetime, at: dt.datetime) -> bool:
    """Tell whether the time that a phone gives cannot be believed.

    Parameters
    ----------
    told : datetime.datetime
        By the phone.
    at : datetime.datetime
        Now.
    """
    return not at - _OLDEST <= told <= at + _CLOCK_SLACK


def untick_stop(session: Session, viewer: Viewer, patrol: Patrol, stop_id: int) -> None:
    """Take a mark back that was made by mistake.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to walk.
    patrol : Patrol
        In the viewer's scope.
    stop_id : int
    """
    require(viewer, Action.WALK)
    session.execute(
        delete(Visit).where(
            Visit.patrol_id == patrol.id,
            Visit.stop_id == stop_id,
            Visit.how != VisitHow.TRACK,
        )
    )


def _away_m(stop: Stop, tick: Tick, community: Community) -> float | None:
    """Measure from the phone to the stop, metres."""
    if tick.lon is None or tick.lat is None or community.metric_srid is None:
        return None
    both = gpd.GeoSeries([stop.point, Point(tick.lon, tick.lat)], crs=STORAGE_SRID)
    here, there = both.to_crs(community.metric_srid)
    return float(here.distance(there))


def _doubt(
    tick: Tick, away_m: float | None, radius_m: float, *, wrong_clock: bool
) -> VisitDoubt | None:
    """Say why a mark is doubtful; a phone that errs much is not held against its owner's place."""
    if wrong_clock:
        return VisitDoubt.CLOCK_WRONG
    if tick.accuracy_m is not None and tick.accuracy_m >= _POOR_M:
        return VisitDoubt.POOR_GPS
    if away_m is not None and away_m > radius_m + (tick.accuracy_m or 0.0):
        return VisitDoubt.OUT_OF_RADIUS
    return None
