"""People who patrol: those of patrol teams, and volunteers by their duty."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.models import Community, Duty, DutyRole, Person, Team, TeamKind, TeamMember
from app.queries.natural import natural_key
from app.queries.scope import Viewer, visible_people
from app.queries.shifts.find import visible_teams

MOST_PEOPLE = 1_000


@dataclass(frozen=True)
class WalkerChoice:
    """Somebody who could walk, with the names of their teams."""

    id: int
    name: str
    teams: str


def walker_choices(
    session: Session, viewer: Viewer, community: Community, team_id: int | None = None
) -> list[WalkerChoice]:
    """List the people who patrol, those of one team together.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    team_id : int, optional
        Only the people of this team, whatever it is for.
    """
    seen = visible_teams(viewer, community)
    teams = func.coalesce(func.string_agg(Team.name, "、"), "")
    rows = (
        select(Person.id, Person.name, teams)
        .outerjoin(
            TeamMember, (TeamMember.person_id == Person.id) & TeamMember.current(viewer.on)
        )
        .outerjoin(Team, (Team.id == TeamMember.team_id) & Team.id.in_(seen))
        .where(
            Person.community_id == community.id,
            Person.id.in_(visible_people(viewer)),
            Person.left_on.is_(None),
            _patrols(viewer) if team_id is None else _is_in(viewer, team_id),
        )
        .group_by(Person.id)
        .limit(MOST_PEOPLE)
    )  # fmt: skip
    found = [WalkerChoice(*row) for row in session.execute(rows)]
    return sorted(found, key=lambda one: (natural_key(one.teams), one.name, one.id))


def _patrols(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition that somebody is in a patrol team, or a volunteer by duty."""
    return or_(
        Person.id.in_(
            select(TeamMember.person_id)
            .join(Team, Team.id == TeamMember.team_id)
            .where(Team.kind == TeamKind.PATROL, TeamMember.current(viewer.on))
        ),
        Person.id.in_(
            select(Duty.person_id).where(
                Duty.role == DutyRole.PATROL_VOLUNTEER, Duty.current(viewer.on)
            )
        ),
    )


def _is_in(viewer: Viewer, team_id: int) -> ColumnElement[bool]:
    """Give the condition that somebody is in a team today."""
    return Person.id.in_(
        select(TeamMember.person_id).where(
            TeamMember.team_id == team_id, TeamMember.current(viewer.on)
        )
    )
