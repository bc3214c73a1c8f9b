"""Marking one's own notices as read."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.models import Community, Issue, Notice, Patrol
from app.queries.scope import Viewer


def read_notices(
    session: Session,
    viewer: Viewer,
    community: Community,
    *,
    at: dt.datetime,
    issue_id: int | None = None,
    patrol_id: int | None = None,
    until_id: int | None = None,
) -> int:
    """Mark a viewer's unread notices of a community as read.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    at : datetime.datetime
        Now, aware.
    issue_id : int, optional
        Only those of one issue: whoever opens its page knows.
    patrol_id : int, optional
        Only those of one patrol.
    until_id : int, optional
        Only up to this one: what came since the page was shown stays unread.

    Returns
    -------
    int
        How many.
    """
    here = select(Issue.id).where(Issue.community_id == community.id)
    walks = select(Patrol.id).where(Patrol.community_id == community.id)
    unread = update(Notice).where(
        Notice.user_id == viewer.user_id,
        Notice.read_at.is_(None),
        or_(Notice.issue_id.in_(here), Notice.patrol_id.in_(walks)),
    )
    if issue_id is not None:
        unread = unread.where(Notice.issue_id == issue_id)
    if patrol_id is not None:
        unread = unread.where(Notice.patrol_id == patrol_id)
    if until_id is not None:
        unread = unread.where(Notice.id <= until_id)
    return len(session.scalars(unread.values(read_at=at).returning(Notice.id)).all())
