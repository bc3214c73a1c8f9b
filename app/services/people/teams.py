"""Teams, and who is in them from when until when."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models import Community, Person, Team, TeamKind, TeamMember
from app.services.areas import take_turn
from app.services.audit import record
from app.services.people.rules import end_duties_of, free_key, plain_name
from geodata.errors import N_, InputRefused


def add_team(
    session: Session,
    community: Community,
    *,
    name: str,
    kind: TeamKind,
    at: dt.datetime,
    by: int | None,
) -> Team:
    """Found a team.

    Parameters
    ----------
    session : Session
    community : Community
    name : str
    kind : TeamKind
    at, by : datetime, int or None

    Returns
    -------
    Team

    Raises
    ------
    InputRefused
        If the name is missing, or an open team has it.
    """
    take_turn(session, community)
    plain = plain_name(name)
    _refuse_twice(session, community.id, plain)
    key = free_key(session, Team, community.id, plain)
    team = Team(community_id=community.id, key=key, name=plain, kind=kind)
    session.add(team)
    session.flush()
    _tell(session, team, "add", at, by)
    return team


def edit_team(
    session: Session,
    team: Team,
    *,
    name: str,
    kind: TeamKind,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Give a team another name or kind.

    Parameters
    ----------
    session : Session
    team : Team
    name : str
    kind : TeamKind
    at, by : datetime, int or None

    Raises
    ------
    InputRefused
        As :func:`add_team`.
    """
    take_turn(session, session.get_one(Community, team.community_id))
    plain = plain_name(name)
    if plain != team.name:
        _refuse_twice(session, team.community_id, plain)
    team.name, team.kind = plain, kind
    session.flush()
    _tell(session, team, "edit", at, by)


def close_team(
    session: Session,
    team: Team,
    *,
    on: dt.date,
    reason: str,
    at: dt.datetime,
    by: int | None,
) -> int:
    """Dissolve a team: its duties end and its people are free; its past stays readable.

    Parameters
    ----------
    session : Session
    team : Team
    on : datetime.date
        The last day.
    reason : str
    at, by : datetime, int or None

    Returns
    -------
    int
        How many duties ended.

    Raises
    ------
    InputRefused
        If it is closed already.
    """
    take_turn(session, session.get_one(Community, team.community_id))
    _refuse_closed(team)
    team.closed_on = on
    own = TeamMember.team_id == team.id
    begun = TeamMember.since.is_(None) | (TeamMember.since <= on)
    session.execute(
        update(TeamMember).where(own, begun, TeamMember.until.is_(None)).values(until=on)
    )
    ended = end_duties_of(session, team, on, reason.strip())
    _tell(session, team, "close", at, by)
    return ended


def join_team(
    session: Session,
    team: Team,
    person: Person,
    *,
    since: dt.date,
    at: dt.datetime,
    by: int | None,
) -> TeamMember:
    """Let somebody join a team.

    Parameters
    ----------
    session : Session
    team : Team
    person : Person
    since : datetime.date
        First day.
    at, by : datetime, int or None

    Returns
    -------
    TeamMember

    Raises
    ------
    InputRefused
        If the person is in it already, has left, or is of another community; if it is closed.
    """
    take_turn(session, session.get_one(Community, team.community_id))
    _refuse_closed(team)
    if person.community_id != team.community_id or person.left_on is not None:
        raise InputRefused(
            N_("%(name)s is not, or no longer, among the people of this community."),
            name=person.name,
        )
    if _present(session, team, person) is not None:
        raise InputRefused(N_("%(name)s is in %(team)s already."), name=person.name, team=team.name)
    mate = TeamMember(team_id=team.id, person_id=person.id, since=since)
    session.add(mate)
    session.flush()
    _tell(session, team, "join", at, by, person_id=person.id)
    return mate


def leave_team(
    session: Session,
    team: Team,
    person: Person,
    *,
    until: dt.date,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Let somebody leave a team.

    Parameters
    ----------
    session : Session
    team : Team
    person : Person
    until : datetime.date
        Last day.
    at, by : datetime, int or None

    Raises
    ------
    InputRefused
        If the person is not in it, or joined later.
    """
    take_turn(session, session.get_one(Community, team.community_id))
    mate = _present(session, team, person)
    if mate is None:
        raise InputRefused(N_("%(name)s is not in %(team)s."), name=person.name, team=team.name)
    if mate.since is not None and until < mate.since:
        raise InputRefused(
            N_("%(name)s joined only on %(date)s."),
            name=person.name,
            date=mate.since.isoformat(),
        )
    mate.until = until
    session.flush()
    _tell(session, team, "leave", at, by, person_id=person.id)


def _present(session: Session, team: Team, person: Person) -> TeamMember | None:
    """Find that somebody is in a team without an end."""
    return session.scalar(
        select(TeamMember).where(
            TeamMember.team_id == team.id,
            TeamMember.person_id == person.id,
            TeamMember.until.is_(None),
        )
    )


def _refuse_closed(team: Team) -> None:
    if team.closed_on is not None:
        raise InputRefused(
            N_("%(name)s was closed on %(date)s already."),
            name=team.name,
            date=team.closed_on.isoformat(),
        )


def _refuse_twice(session: Session, community_id: int, name: str) -> None:
    same = select(Team.id).where(
        Team.community_id == community_id, Team.name == name, Team.closed_on.is_(None)
    )
    if session.scalar(same.limit(1)) is not None:
        raise InputRefused(N_("There is already a team %(name)s."), name=name)


def _tell(
    session: Session,
    team: Team,
    action: str,
    at: dt.datetime,
    by: int | None,
    person_id: int | None = None,
) -> None:
    """Tell the audit log."""
    record(
        session,
        at=at,
        by=by,
        action=action,
        thing_kind="team",
        thing_id=team.id,
        community_id=team.community_id,
        person_id=person_id,
    )
