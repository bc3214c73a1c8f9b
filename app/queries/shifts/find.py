"""Finding one patrol, one shift or one rhythm in a viewer's scope."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import Beat, Community, Duty, Patrol, Rhythm, Shift, Team
from app.queries.scope import (
    Ids,
    NotFound,
    Viewer,
    visible_cells,
    visible_duties,
    visible_patrols,
)
from app.queries.scope.own import own_teams
from geodata.errors import N_


def find_patrol(session: Session, viewer: Viewer, community: Community, patrol_id: int) -> Patrol:
    """Find a patrol.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    patrol_id : int

    Raises
    ------
    NotFound
        If the viewer may see no such patrol.
    """
    found = session.scalar(
        select(Patrol).where(
            Patrol.id == patrol_id,
            Patrol.community_id == community.id,
            Patrol.id.in_(visible_patrols(viewer)),
        )
    )
    if found is None:
        raise NotFound(N_("There is no such patrol."))
    return found


def find_shift(session: Session, viewer: Viewer, community: Community, shift_id: int) -> Shift:
    """Find a shift in which the viewer may see a patrol.

    Raises
    ------
    NotFound
        If there is none.
    """
    seen = select(Patrol.shift_id).where(Patrol.id.in_(visible_patrols(viewer)))
    found = session.scalar(
        select(Shift).where(
            Shift.id == shift_id, Shift.community_id == community.id, Shift.id.in_(seen)
        )
    )
    if found is None:
        raise NotFound(N_("There is no such shift."))
    return found


def visible_rhythms(viewer: Viewer, community: Community) -> Ids:
    """Select the ids of the rhythms of a community that cross a viewer's cells.

    Parameters
    ----------
    viewer : Viewer
    community : Community
        In the viewer's scope.
    """
    rhythms = select(Rhythm.id).where(Rhythm.community_id == community.id)
    if viewer.sees_whole_community:
        return rhythms
    seen = select(Beat.rhythm_id).where(Beat.cell_id.in_(visible_cells(viewer)))
    return rhythms.where(or_(Rhythm.id.in_(seen), Rhythm.made_by == viewer.user_id))


def find_rhythm(session: Session, viewer: Viewer, community: Community, rhythm_id: int) -> Rhythm:
    """Find a rhythm.

    Raises
    ------
    NotFound
        If the viewer may see no such rhythm.
    """
    found = session.scalar(
        select(Rhythm).where(
            Rhythm.id == rhythm_id, Rhythm.id.in_(visible_rhythms(viewer, community))
        )
    )
    if found is None:
        raise NotFound(N_("There is no such rhythm."))
    return found


def visible_teams(viewer: Viewer, community: Community) -> Ids:
    """Select the ids of the teams that a viewer may choose from.

    Parameters
    ----------
    viewer : Viewer
    community : Community
        In the viewer's scope.

    Returns
    -------
    Select
        All for who sees the whole community; else one's own, and those that answer for the
        viewer's cells or walk there.
    """
    teams = select(Team.id).where(Team.community_id == community.id, Team.closed_on.is_(None))
    if viewer.sees_whole_community:
        return teams
    answering = select(Duty.team_id).where(
        Duty.id.in_(visible_duties(viewer)), Duty.current(viewer.on), Duty.team_id.is_not(None)
    )
    walking = select(Beat.team_id).where(
        Beat.cell_id.in_(visible_cells(viewer)), Beat.team_id.is_not(None)
    )
    return teams.where(
        or_(Team.id.in_(own_teams(viewer)), Team.id.in_(answering), Team.id.in_(walking))
    )


def find_team(session: Session, viewer: Viewer, community: Community, team_id: int) -> Team:
    """Find a team that can walk.

    Raises
    ------
    NotFound
        If it is none of :func:`visible_teams`.
    """
    found = session.scalar(
        select(Team).where(Team.id == team_id, Team.id.in_(visible_teams(viewer, community)))
    )
    if found is None:
        raise NotFound(N_("There is no such team."))
    return found
