"""What is overdue: nobody set out, or nobody came back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import and_, or_
from sqlalchemy.orm import Session

from app.models import Community, Patrol, PatrolState, Shift
from app.queries.scope import Viewer
from app.queries.shifts.lines import WAITING, PatrolLine, patrol_lines

LOOK_BACK = dt.timedelta(days=3)
"""How long somebody who did not come back is asked after."""


@dataclass(frozen=True)
class Overdue:
    """An overdue patrol; ``minutes`` since it should have begun or ended."""

    line: PatrolLine
    minutes: int

    @property
    def is_out(self) -> bool:
        """Whether they are still out; otherwise nobody set out."""
        return self.line.state is PatrolState.UNDER_WAY


def overdue_patrols(
    session: Session,
    viewer: Viewer,
    community: Community,
    *,
    at: dt.datetime,
    patience: dt.timedelta,
) -> list[Overdue]:
    """List the patrols on which nobody set out in time, and those that are not back.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    at : datetime.datetime
        Now, in the zone of the place.
    patience : timedelta
        How late is late.

    Returns
    -------
    list of Overdue
        Those who are out first: something may have happened to them.
    """
    limit = at - patience
    nobody_set_out = and_(Patrol.state.in_(WAITING), Shift.starts_at <= limit, Shift.ends_at > at)
    nobody_came_back = and_(
        Patrol.state == PatrolState.UNDER_WAY,
        Shift.ends_at <= limit,
        Shift.ends_at > at - LOOK_BACK,
    )
    zone = at.tzinfo or dt.UTC
    lines = patrol_lines(session, viewer, community, zone, or_(nobody_set_out, nobody_came_back))
    found = [Overdue(line, _minutes(line, at)) for line in lines]
    return sorted(found, key=lambda one: (not one.is_out, one.line.starts_at))


def _minutes(line: PatrolLine, at: dt.datetime) -> int:
    due = line.ends_at if line.state is PatrolState.UNDER_WAY else line.starts_at
    return int((at - due).total_seconds() // 60)
