"""Telling whoever has an issue that its time is nearly over, or is over."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.models import RUNNING_STATES, Community, Issue, IssueEvent, Notice, Sending
from app.services.issues.notices.tell import tell

FRESH = dt.timedelta(days=1)
"""Older lateness is told by the lists and the digest: a server that was off tells no old news."""
MOST_AT_ONCE = 200


def tell_late(session: Session, *, at: dt.datetime) -> int:
    """Tell of issues whose light turned yellow or red within the last day, once for each turn.

    Parameters
    ----------
    session : Session
    at : datetime.datetime
        Now, in the zone of the place.

    Returns
    -------
    int
        How many issues were looked at; at most :data:`MOST_AT_ONCE` for each light.
    """
    soon = _turned(session, "soon", Issue.warn_at, at, Issue.due_at > at)
    return soon + _turned(session, "overdue", Issue.due_at, at)


def _turned(
    session: Session,
    kind: str,
    turn: InstrumentedAttribute[dt.datetime | None],
    at: dt.datetime,
    *more: ColumnElement[bool],
) -> int:
    """Tell of the issues whose light turned at a time that a column names."""
    told = aliased(Notice)
    is_told = exists().where(told.issue_id == Issue.id, told.kind == kind, told.at >= turn)
    # By way of the community, whose index of running issues is short.
    rows = (
        select(Issue)
        .join(Community, Community.id == Issue.community_id)
        .where(Issue.state.in_(RUNNING_STATES), turn > at - FRESH, turn <= at, ~is_told, *more)
        .order_by(turn)
        .limit(MOST_AT_ONCE)
    )
    found = session.scalars(rows).all()
    for issue in found:
        sending = session.get(Sending, issue.community_id)
        tell(session, sending, issue, kind, IssueEvent(verb=kind, at=at, user_id=None))
    return len(found)
