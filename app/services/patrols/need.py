"""What is visited first where not all fits: need times the time since anybody was there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from app.models import Community, PatrolMode
from app.queries.patrol_need import building_sights, lane_sights, need_period, points_last_at
from app.queries.patrol_problem import PatrolProblem
from app.queries.scope import Viewer
from app.services.patrols.ground import PatrolGround
from app.services.patrols.wish import PlanWish
from app.settings import Settings
from patrol.need import shares_of_visits
from patrol.noding import Floats
from patrol.urgency import urgency


def weighed(
    session: Session,
    viewer: Viewer,
    community: Community,
    problem: PatrolProblem,
    wish: PlanWish,
    *,
    settings: Settings,
    at: dt.datetime,
) -> PatrolProblem:
    """Weigh what is to be visited, where a limit of minutes may leave some of it out.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    problem : PatrolProblem
    wish : PlanWish
    settings : Settings
        The time zone of the place.
    at : datetime.datetime
        Now, aware.

    Returns
    -------
    PatrolProblem
        As it was, where everything is visited anyway.
    """
    if wish.max_s is None or wish.mode is not PatrolMode.STOPS or problem.stops.empty:
        return problem
    here = at.astimezone(ZoneInfo(settings.wangge_timezone))
    stops = with_urgency(session, viewer, community, problem.stops, at=here)
    return replace(problem, stops=stops)


def lanes_weighed(
    session: Session,
    viewer: Viewer,
    community: Community,
    ground: PatrolGround,
    wish: PlanWish,
    *,
    settings: Settings,
    at: dt.datetime,
) -> Floats | None:
    """Weigh the lanes, where a limit of minutes may leave some of them out.

    Parameters
    ----------
    session, viewer, community, wish, settings, at
        As for :func:`weighed`.
    ground : PatrolGround

    Returns
    -------
    ndarray of float, shape (e,), or None
        Of :func:`needs_of_lanes`; None where every lane is walked anyway.
    """
    if wish.max_s is None or wish.mode is not PatrolMode.STREETS:
        return None
    here = at.astimezone(ZoneInfo(settings.wangge_timezone))
    return needs_of_lanes(session, viewer, community, ground, at=here)


def with_urgency(
    session: Session,
    viewer: Viewer,
    community: Community,
    stops: gpd.GeoDataFrame,
    *,
    at: dt.datetime,
) -> gpd.GeoDataFrame:
    """Give stops the priority that what visits find makes them worth.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    stops : GeoDataFrame
        Of :class:`app.queries.patrol_problem.PatrolProblem`; the need that people gave a
        must-visit point is its ``priority``.
    at : datetime.datetime
        Now, aware, in the zone of the place.

    Returns
    -------
    GeoDataFrame
        With new ``priority``: times the usual need, times days.
    """
    period = need_period(at)
    sights = building_sights(session, viewer, community, period)
    needs = pd.Series(times_usual(sights), index=sights.index)
    need = stops["priority"] * stops["building_id"].map(needs).fillna(1.0)
    points = points_last_at(session, viewer, community, period)
    last = stops["building_id"].map(sights["last_at"])
    own = pd.to_datetime(stops["must_visit_id"].map(points), utc=True)
    # A point beside a house is not seen when the house is: its own visits alone count.
    last = last.where(stops["must_visit_id"].isna(), own)
    return stops.assign(priority=urgency(need, last, at=pd.Timestamp(at)))


def needs_of_lanes(
    session: Session,
    viewer: Viewer,
    community: Community,
    ground: PatrolGround,
    *,
    at: dt.datetime,
) -> Floats:
    """Say how much each edge of the network needs to be walked.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    ground : PatrolGround
    at : datetime.datetime
        Now, aware, in the zone of the place.

    Returns
    -------
    ndarray of float, shape (e,)
        Metres times the usual need times days. A bridged gap, and a lane out of scope, is as
        others are in the mean.
    """
    sights = lane_sights(session, viewer, community, need_period(at))
    worth = pd.Series(
        urgency(
            pd.Series(times_usual(sights), index=sights.index),
            sights["last_at"],
            at=pd.Timestamp(at),
        ),
        index=sights.index,
    )
    usual = float(worth.mean()) if len(worth) else 1.0
    of_paths = ground.paths["key"].map(worth).fillna(usual).to_numpy(dtype=float)
    edge_path = ground.network.edge_path
    per_metre = np.where(edge_path >= 0, np.append(of_paths, usual)[edge_path], usual)
    return np.asarray(ground.network.edge_length_m * per_metre)


def times_usual(sights: pd.DataFrame) -> Floats:
    """Give how many times the usual need each place has: 1 where all are alike.

    Parameters
    ----------
    sights : DataFrame
        ``visits, found``.
    """
    shares = shares_of_visits(sights["found"], sights["visits"])
    return np.asarray(shares * len(shares))
