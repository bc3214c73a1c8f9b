"""What time does to the patrols of all communities, whether anybody looks or not."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import Community, Patrol, Rhythm, Shift
from app.services.patrols.shifts.life import is_due, keep_time
from app.services.patrols.shifts.making import make_shifts

_AHEAD = dt.timedelta(days=1)


def keep_all_time(session: Session, *, at: dt.datetime) -> None:
    """Open and miss the patrols of all communities whose time has come.

    Parameters
    ----------
    session : Session
    at : datetime.datetime
        Now, in the zone of the place.
    """
    due = (
        select(Patrol.community_id)
        .join(Shift, Shift.id == Patrol.shift_id)
        .where(is_due(at))
        .distinct()
    )
    for community in session.scalars(select(Community).where(Community.id.in_(due))):
        keep_time(session, community, at=at)


def make_next_shifts(session: Session, *, at: dt.datetime) -> None:
    """Make the shifts of today and tomorrow where a rhythm goes on; those made stay as they are.

    Parameters
    ----------
    session : Session
    at : datetime.datetime
        Now, in the zone of the place.
    """
    today = at.date()
    going = select(Rhythm.community_id).where(
        Rhythm.since <= today + _AHEAD, or_(Rhythm.until.is_(None), Rhythm.until >= today)
    )
    for community in session.scalars(select(Community).where(Community.id.in_(going))):
        make_shifts(session, community, today - _AHEAD, today + _AHEAD, at=at)
