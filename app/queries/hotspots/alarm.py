"""The alarm: what came up lately, at a place and time, and lasts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
import shapely
from sqlalchemy.orm import Session

from app.models import Community
from app.progress import Tell, or_stop, tell_nobody
from app.queries.hotspots.find import Found, by_slice, find_hotspots
from app.queries.hotspots.wish import Method, Wish
from app.queries.scope import Viewer
from mapping.hotspots import Cluster, permutation_scan, space_time_scan

WEEKS = 26
"""Of the past with which the last ones are compared."""

FALSE_ALARMS = 0.05


@dataclass(frozen=True)
class Alarm:
    """A cluster in space and time that lasts to the end of the period.

    Attributes
    ----------
    cluster : Cluster
        Its members are numbers of ``found.pieces``.
    since, until : datetime.date
        First and last day.
    names : tuple of str
        Of its places.
    """

    cluster: Cluster
    since: dt.date
    until: dt.date
    names: tuple[str, ...]


class _Options(TypedDict):
    """What both scans take."""

    replications: int
    seed: int
    tell: Tell


def find_alarms(
    session: Session,
    viewer: Viewer,
    community: Community,
    wish: Wish,
    *,
    at: dt.datetime,
    by_permutation: bool = False,
    tell: Tell = tell_nobody,
) -> tuple[Found, list[Alarm]]:
    """Find what came up in the last weeks and lasts, false in at most 5 of 100 quiet periods.

    Weeks that were busy everywhere raise no alarm: each is taken with its own total.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wish : Wish
        Its last day, pieces, exposure, category, replications and seed; the 26 weeks before are
        looked at, week by week.
    at : datetime.datetime
        Now, in the zone of the place.
    by_permutation : bool
        Where nobody knows who is exposed: against the place's and the week's own totals.
    tell : Tell

    Returns
    -------
    found : Found
        The pieces and issues that were looked at.
    alarms : list of Alarm
        The likeliest first; empty in quiet times.

    Raises
    ------
    NotFound, InputRefused, Stopped
        As :func:`find_hotspots`.
    """
    since = wish.until - dt.timedelta(days=7 * WEEKS - 1)
    weekly = replace(wish, since=since, slices=WEEKS, method=Method.GI)
    found = find_hotspots(session, viewer, community, weekly, at=at)
    table = by_slice(found.pieces, found.cases, found.piece_of, weekly).astype(np.int64)
    middles = shapely.get_coordinates(shapely.point_on_surface(found.pieces.shapes))
    options = _Options(replications=wish.replications, seed=wish.seed, tell=or_stop(tell))
    if by_permutation:
        clusters = permutation_scan(middles, table, **options)
    else:
        clusters = space_time_scan(
            middles, table, found.pieces.exposure, busy_times=True, **options
        )
    return found, [
        _alarm(found, cluster, since) for cluster in clusters if cluster.p <= FALSE_ALARMS
    ]


def _alarm(found: Found, cluster: Cluster, since: dt.date) -> Alarm:
    """Turn slices into days, and numbers into names."""
    first, last = cluster.since or 0, cluster.until or 0
    names = (found.pieces.names[member] or found.pieces.keys[member] for member in cluster.members)
    return Alarm(
        cluster,
        since + dt.timedelta(days=7 * first),
        since + dt.timedelta(days=7 * last + 6),
        tuple(names),
    )
