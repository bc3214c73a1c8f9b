"""What a subscribed calendar shows: found by a secret, without a log-in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.models import CalendarLink, Community, Patrol, PatrolEvent, StandIn, TeamMember, User
from app.queries.scope import NotFound, Viewer, can, visible_communities
from app.queries.scope.actions import Action
from app.queries.shifts.lines import PatrolLine, patrol_lines
from geodata.errors import N_

BEHIND, AHEAD = dt.timedelta(days=14), dt.timedelta(days=35)
"""How much of the past and of the future a calendar shows."""

MOST_LINKS = 200


@dataclass(frozen=True)
class FeedOwner:
    """A calendar link that holds, with what it shows."""

    link: CalendarLink
    community: Community
    name: str


def find_feed(session: Session, token: str) -> FeedOwner:
    """Find what a secret address shows.

    Parameters
    ----------
    session : Session
    token : str
        From the address.

    Raises
    ------
    NotFound
        If there is no such link, it was revoked, or who made it has no account any more.
    """
    digest = sha256(token.encode()).hexdigest()
    row = session.execute(
        select(CalendarLink, Community)
        .join(Community, Community.id == CalendarLink.community_id)
        .outerjoin(User, User.id == CalendarLink.made_by)
        .where(
            CalendarLink.token_sha256 == digest,
            CalendarLink.revoked_at.is_(None),
            or_(User.active, CalendarLink.made_by.is_(None)),
        )
    ).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such calendar: its link was revoked."))
    link, community = row
    subject = link.person or link.team or community
    return FeedOwner(link, community, subject.name)


def feed_lines(
    session: Session, owner: FeedOwner, at: dt.datetime
) -> list[tuple[PatrolLine, int, dt.datetime]]:
    """List the shifts of a calendar, each with how often and when it last changed.

    Parameters
    ----------
    session : Session
    owner : FeedOwner
    at : datetime.datetime
        Now, in the zone of the place.

    Returns
    -------
    list of (PatrolLine, int, datetime)
        Someone's own calendar leaves out the shifts for which another stands in for them.
    """
    zone = at.tzinfo or dt.UTC
    viewer = Viewer(on=at.date())  # The link itself says what may be seen.
    first, last = (at - BEHIND).date(), (at + AHEAD).date()
    link = owner.link
    lines = patrol_lines(session, viewer, owner.community, zone, *_of(link), first=first, last=last)
    if link.person_id is not None:
        lines = [line for line in lines if _walks(line, link.person_id)]
    changes = _changes(session, [line.id for line in lines])
    return [(line, *changes.get(line.id, (0, link.made_at))) for line in lines]


def _of(link: CalendarLink) -> list[ColumnElement[bool]]:
    """Give the condition on patrols that a link shows."""
    if link.team_id is not None:
        return [Patrol.team_id == link.team_id]
    if link.person_id is None:
        return []
    teams = select(TeamMember.team_id).where(TeamMember.person_id == link.person_id)
    stands_in = select(StandIn.patrol_id).where(StandIn.person_id == link.person_id)
    return [or_(Patrol.team_id.in_(teams), Patrol.id.in_(stands_in))]


def _walks(line: PatrolLine, person_id: int) -> bool:
    return any(walker.person_id == person_id for walker in line.crew.walkers)


def _changes(
    session: Session, patrols: Sequence[int]
) -> dict[int, tuple[int, dt.datetime]]:  # fmt: skip
    """Count what happened to patrols, and when the last of it did."""
    rows = session.execute(
        select(PatrolEvent.patrol_id, func.count(), func.max(PatrolEvent.at))
        .where(PatrolEvent.patrol_id.in_(patrols))
        .group_by(PatrolEvent.patrol_id)
    )
    return {patrol_id: (count, at) for patrol_id, count, at in rows}


def list_links(session: Session, viewer: Viewer, community: Community) -> Sequence[CalendarLink]:
    """List the links that hold: one's own, and all of them for who plans the whole community.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    """
    rows = (
        select(CalendarLink)
        .where(
            CalendarLink.community_id == community.id,
            CalendarLink.community_id.in_(visible_communities(viewer)),
            CalendarLink.revoked_at.is_(None),
        )
        .options(joinedload(CalendarLink.person), joinedload(CalendarLink.team))
        .order_by(CalendarLink.id.desc())
        .limit(MOST_LINKS)
    )
    if not (viewer.sees_whole_community and can(viewer, Action.PLAN)):
        rows = rows.where(CalendarLink.made_by == viewer.user_id)
    return session.scalars(rows).all()
