"""Secret links to calendars: made, shown once, revoked."""

from __future__ import annotations

import datetime as dt
import secrets
from hashlib import sha256

from sqlalchemy.orm import Session

from app.models import CalendarLink, Community, Person, Team
from app.queries.scope import Action, NotAllowed, Viewer, can
from app.services.audit import record
from geodata.errors import N_


def make_link(
    session: Session,
    viewer: Viewer,
    community: Community,
    subject: Person | Team | None,
    *,
    at: dt.datetime,
) -> tuple[CalendarLink, str]:
    """Make a link under which a calendar can be subscribed.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Anybody for themselves; who plans for a person in scope; for a team or the community
        only who sees the whole community.
    community : Community
    subject : Person, Team or None
        Whose shifts it shows; None for all of the community.
    at : datetime.datetime
        Now.

    Returns
    -------
    (CalendarLink, str)
        With its secret, which is told this once: we keep only its hash.

    Raises
    ------
    NotAllowed
    """
    _require(viewer, subject)
    token = secrets.token_urlsafe(32)
    link = CalendarLink(
        token_sha256=sha256(token.encode()).hexdigest(),
        community_id=community.id,
        person_id=subject.id if isinstance(subject, Person) else None,
        team_id=subject.id if isinstance(subject, Team) else None,
        made_by=viewer.user_id,
        made_at=at,
    )
    session.add(link)
    session.flush()
    _tell(session, viewer, link, "add", at)
    return link, token


def revoke_link(
    session: Session, viewer: Viewer, link: CalendarLink, *, at: dt.datetime
) -> None:  # fmt: skip
    """Revoke a link: whoever subscribed gets nothing more.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    link : CalendarLink
        From :func:`app.queries.shifts.list_links`.
    at : datetime.datetime
    """
    link.revoked_at = at
    session.flush()
    _tell(session, viewer, link, "revoke", at)


def _require(viewer: Viewer, subject: Person | Team | None) -> None:
    """Refuse links to what a viewer may not hand on."""
    if isinstance(subject, Person) and subject.id == viewer.person_id:
        return
    plans = can(viewer, Action.PLAN)
    if not plans or not (isinstance(subject, Person) or viewer.sees_whole_community):
        raise NotAllowed(N_("You can subscribe only to your own shifts."))


def _tell(
    session: Session, viewer: Viewer, link: CalendarLink, action: str, at: dt.datetime
) -> None:
    """Tell the audit log."""
    record(
        session,
        at=at,
        by=viewer.user_id,
        action=action,
        thing_kind="calendar_link",
        thing_id=link.id,
        community_id=link.community_id,
    )
