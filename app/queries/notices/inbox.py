"""The notices of one account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.models import Community, Issue, Notice, Patrol
from app.queries.issues import IssueRow, read_rows
from app.queries.scope import NotFound, Viewer, seen_issue, visible_patrols
from app.queries.shifts import PatrolLine, patrol_lines
from geodata.errors import N_

MOST_UNREAD = 100
"""Beyond this the bell just says that there are many."""
PAGE = 50


@dataclass(frozen=True)
class NoticeLine:
    """A notice as the list shows it.

    Attributes
    ----------
    id : int
    kind : str
        A key of :data:`app.services.issues.notices.NOTICE_WORDS`.
    at : datetime.datetime
    is_read : bool
    issue : IssueRow or None
        As it is now.
    patrol : PatrolLine or None
        As it is now: a notice is of an issue or of a patrol.
    """

    id: int
    kind: str
    at: dt.datetime
    is_read: bool
    issue: IssueRow | None
    patrol: PatrolLine | None


@dataclass(frozen=True)
class NoticePart:
    """Part of the list of notices; ``next`` is the key before which the rest begins, or None."""

    lines: tuple[NoticeLine, ...]
    next: int | None


def count_unread(session: Session, viewer: Viewer, community: Community) -> int:
    """Count a viewer's unread notices of what they may see, up to :data:`MOST_UNREAD`.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    """
    unread = (
        select(Notice.id)
        .outerjoin(Issue, Issue.id == Notice.issue_id)
        .outerjoin(Patrol, Patrol.id == Notice.patrol_id)
        .where(_own(viewer, community), Notice.read_at.is_(None))
        .limit(MOST_UNREAD)
    )
    return session.scalar(select(func.count()).select_from(unread.subquery())) or 0


def list_notices(
    session: Session,
    viewer: Viewer,
    community: Community,
    *,
    at: dt.datetime,
    unread: bool = False,
    before: int | None = None,
    limit: int = PAGE,
) -> NoticePart:
    """List part of a viewer's notices, the newest first.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    at : datetime.datetime
        Now, aware.
    unread : bool
        Only those that are unread.
    before : int, optional
        The ``next`` of the part before.
    limit : int
        Most lines.
    """
    rows = (
        select(Notice)
        .outerjoin(Issue, Issue.id == Notice.issue_id)
        .outerjoin(Patrol, Patrol.id == Notice.patrol_id)
        .where(_own(viewer, community))
        .order_by(Notice.id.desc())
        .limit(limit + 1)
    )
    if unread:
        rows = rows.where(Notice.read_at.is_(None))
    if before is not None:
        rows = rows.where(Notice.id < before)
    found = session.scalars(rows).all()
    shown = found[:limit]
    issues = read_rows(session, viewer, [one.issue_id for one in shown if one.issue_id], at)
    walks = [one.patrol_id for one in shown if one.patrol_id]
    zone, these = at.tzinfo or dt.UTC, Patrol.id.in_(walks)
    patrols = {
        line.id: line
        for line in (patrol_lines(session, viewer, community, zone, these) if walks else ())
    }
    lines = tuple(
        NoticeLine(
            one.id, one.kind, one.at, one.read_at is not None,
            issues.get(one.issue_id or 0), patrols.get(one.patrol_id or 0),
        )
        for one in shown
    )  # fmt: skip
    return NoticePart(lines, shown[-1].id if len(found) > limit else None)


def find_notice(session: Session, viewer: Viewer, community: Community, notice_id: int) -> Notice:
    """Find one of a viewer's own notices.

    Raises
    ------
    NotFound
        If it is somebody else's, or of what the viewer may see no more.
    """
    found = session.scalar(
        select(Notice)
        .outerjoin(Issue, Issue.id == Notice.issue_id)
        .outerjoin(Patrol, Patrol.id == Notice.patrol_id)
        .where(_own(viewer, community), Notice.id == notice_id)
    )
    if found is None:
        raise NotFound(N_("There is no such notice."))
    return found


def _own(viewer: Viewer, community: Community) -> ColumnElement[bool]:
    """Give the condition that a notice is the viewer's own, of what they may see."""
    return (Notice.user_id == viewer.user_id) & or_(
        (Issue.community_id == community.id) & seen_issue(viewer),
        (Patrol.community_id == community.id) & Patrol.id.in_(visible_patrols(viewer)),
    )
