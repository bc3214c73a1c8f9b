"""Ticks that a phone kept while it had no signal: each finds its patrol by route and time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Patrol, PatrolState, Route, Shift, Stop, Visit
from app.queries.scope import Action, Viewer, require, visible_patrols
from app.services.patrols.record.ticks import Tick, tick_stop, time_doubtful
from app.services.patrols.shifts.life import OPENS_BEFORE, keep_time, move_patrol
from app.settings import Settings

_LATE = dt.timedelta(hours=3)
"""So long after the end of a shift a tick still belongs to it: a round may last longer."""

_COUNTING = (PatrolState.OPEN, PatrolState.UNDER_WAY, PatrolState.DONE, PatrolState.MISSED)
_BEGINS = {PatrolState.OPEN: "set out", PatrolState.MISSED: "write down"}
"""What a tick proves where nobody has said it: that somebody walked."""


class Left(StrEnum):
    """Why a tick was not taken."""

    NO_PATROL = "no_patrol"  # Nobody has this route at that time: the phone keeps it.
    NO_STOP = "no_stop"  # The route has no such stop: it can never be taken.


@dataclass(frozen=True)
class Taken:
    """What came of the ticks that a phone sent.

    Attributes
    ----------
    stops : list of int
        Stops whose tick is stored, by this phone or by another before.
    left : dict
        Why others were not taken, by stop.
    visited : list of int
        All stops of the route visited in the patrols of these ticks.
    """

    stops: list[int]
    left: dict[int, Left]
    visited: list[int]


def take_ticks(
    session: Session,
    viewer: Viewer,
    community: Community,
    route: Route,
    ticks: Sequence[Tick],
    *,
    settings: Settings,
    at: dt.datetime,
) -> Taken:
    """Take the ticks that a phone kept; sent twice, or by two phones, they count once.

    The first tick sets a patrol out on which nobody said so; one that time counted as missed is
    written down: somebody was there.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to walk.
    community : Community
    route : Route
        In the viewer's scope.
    ticks : sequence of Tick
    settings : Settings
    at : datetime.datetime
        Now.

    Returns
    -------
    Taken
    """
    require(viewer, Action.WALK)
    keep_time(session, community, at=at)
    known = set(session.scalars(select(Stop.id).where(Stop.route_id == route.id)))
    left = {tick.stop_id: Left.NO_STOP for tick in ticks if tick.stop_id not in known}
    stops, patrols = [], set()
    for tick in sorted(ticks, key=lambda one: one.at or at):
        if tick.stop_id in left:
            continue
        moment = at if tick.at is None or time_doubtful(tick.at, at) else tick.at
        patrol = _patrol_of(session, viewer, route, moment)
        if patrol is None:
            left[tick.stop_id] = Left.NO_PATROL
            continue
        _begin(session, viewer, patrol, min(moment, at), at)
        tick_stop(session, viewer, community, patrol, tick, settings=settings, at=at)
        stops.append(tick.stop_id)
        patrols.add(patrol.id)
    rows = session.scalars(select(Visit.stop_id).where(Visit.patrol_id.in_(patrols)).distinct())
    return Taken(stops, left, [stop for stop in rows if stop is not None])


def _patrol_of(
    session: Session, viewer: Viewer, route: Route, moment: dt.datetime
) -> Patrol | None:
    """Find the patrol that walked a route at a time: the one whose shift began last by then."""
    return session.scalar(
        select(Patrol)
        .join(Shift, Shift.id == Patrol.shift_id)
        .where(
            Patrol.route_id == route.id,
            Patrol.id.in_(visible_patrols(viewer)),
            Patrol.state.in_(_COUNTING),
            Shift.starts_at - OPENS_BEFORE <= moment,
            Shift.ends_at + _LATE >= moment,
        )
        .order_by(Shift.starts_at.desc(), Patrol.id)
        .limit(1)
        # Two phones of a pair may tell of the same patrol at the same moment.
        .with_for_update(of=Patrol)
        .execution_options(populate_existing=True)
    )


def _begin(
    session: Session, viewer: Viewer, patrol: Patrol, since: dt.datetime, at: dt.datetime
) -> None:
    """Move a patrol on where a tick is the first that is heard of it."""
    verb = _BEGINS.get(patrol.state)
    if verb is None:
        return
    move_patrol(session, viewer, patrol, verb, at=at)
    if verb == "set out":
        patrol.started_at = since
