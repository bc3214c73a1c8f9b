"""Where a person belonged and belongs: organisations and teams, from when until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Date, Text, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.models import FormerMembership, Organisation, Person, Team, TeamMember
from app.queries.scope import Viewer, visible_people

MOST_LINES = 200


@dataclass(frozen=True)
class Membership:
    """That somebody belongs or belonged to an organisation or a team.

    Attributes
    ----------
    kind : str
        ``organisation`` or ``team``.
    id : int
        Of the organisation or team.
    name : str
    since, until : datetime.date or None
        None where nobody noted the day, or it lasts.
    """

    kind: str
    id: int
    name: str
    since: dt.date | None
    until: dt.date | None


def memberships(session: Session, viewer: Viewer, person_id: int) -> tuple[Membership, ...]:
    """List where somebody belongs today, then where they belonged.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    person_id : int

    Returns
    -------
    tuple of Membership
        Empty for a person of whom the viewer may not know.
    """
    organisation, team = literal("organisation", Text), literal("team", Text)
    now = select(
        organisation.label("kind"), Organisation.id, Organisation.name,
        Person.organisation_since.label("since"), cast(null(), Date).label("until"),
        Person.id.label("person_id"),
    ).join(Person, Person.organisation_id == Organisation.id)  # fmt: skip
    before = select(
        organisation, Organisation.id, Organisation.name, FormerMembership.since,
        FormerMembership.until, FormerMembership.person_id,
    ).join(FormerMembership, FormerMembership.organisation_id == Organisation.id)  # fmt: skip
    teams = select(
        team, Team.id, Team.name, TeamMember.since, TeamMember.until, TeamMember.person_id
    ).join(TeamMember, TeamMember.team_id == Team.id)
    found = union_all(now, before, teams).subquery("found")
    rows = (
        select(found.c.kind, found.c.id, found.c.name, found.c.since, found.c.until)
        .where(found.c.person_id == person_id, found.c.person_id.in_(visible_people(viewer)))
        .order_by(found.c.until.desc().nulls_first(), found.c.kind, found.c.name)
        .limit(MOST_LINES)
    )
    return tuple(Membership(*row) for row in session.execute(rows))
