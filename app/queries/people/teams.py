"""Teams, and who is in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Community, Duty, Person, Team, TeamKind, TeamMember, mask_phone
from app.queries.natural import natural_key
from app.queries.scope import Viewer, visible_communities, visible_people

MOST_TEAMS = 500
MOST_MATES = 1_000


@dataclass(frozen=True)
class TeamLine:
    """A team with its numbers of today; ``closed_on`` is None while it stands."""

    id: int
    name: str
    kind: TeamKind
    people: int
    duties: int
    closed_on: dt.date | None


@dataclass(frozen=True)
class TeamMate:
    """Somebody in a team; ``until`` is None while they are in it."""

    person_id: int
    name: str
    masked_phone: str
    since: dt.date | None
    until: dt.date | None


def list_teams(
    session: Session, viewer: Viewer, community: Community, *, with_closed: bool = False
) -> tuple[TeamLine, ...]:
    """List the teams of a community by name, as people count.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    with_closed : bool
        Also those that were dissolved.

    Returns
    -------
    tuple of TeamLine
    """
    people = (
        select(func.count())
        .where(TeamMember.team_id == Team.id, TeamMember.current(viewer.on))
        .scalar_subquery()
    )
    duties = (
        select(func.count())
        .where(Duty.team_id == Team.id, Duty.current(viewer.on))
        .scalar_subquery()
    )
    rows = (
        select(Team.id, Team.name, Team.kind, people, duties, Team.closed_on)
        .where(
            Team.community_id == community.id,
            Team.community_id.in_(visible_communities(viewer)),
        )
        .order_by(Team.name, Team.id)
        .limit(MOST_TEAMS)
    )
    if not with_closed:
        rows = rows.where(Team.closed_on.is_(None))
    found = [TeamLine(*row) for row in session.execute(rows)]
    return tuple(sorted(found, key=lambda team: natural_key(team.name)))


def team_mates(session: Session, viewer: Viewer, team: Team) -> tuple[TeamMate, ...]:
    """List who is in a team, then who was.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    team : Team
        From :func:`find_group`.

    Returns
    -------
    tuple of TeamMate
        Of the people of whom the viewer may know.
    """
    rows = (
        select(Person.id, Person.name, Person.phone, TeamMember.since, TeamMember.until)
        .join(TeamMember, TeamMember.person_id == Person.id)
        .where(TeamMember.team_id == team.id, Person.id.in_(visible_people(viewer)))
        .order_by(TeamMember.until.desc().nulls_first(), Person.name, Person.id)
        .limit(MOST_MATES)
    )
    return tuple(
        TeamMate(key, name, mask_phone(phone), since, until)
        for key, name, phone, since, until in session.execute(rows)
    )
