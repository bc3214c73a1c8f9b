"""What is a viewer's own, by person, team, unit and duty: who sees what stands on it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, any_, false, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute

from app.models import Duty, Entrance, Issue, Patrol, StandIn, TeamMember
from app.queries.scope.viewer import Viewer

Ids = Select[int]


def own_duty(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition that a duty is or was the viewer's own, or of a team of theirs.

    Parameters
    ----------
    viewer : Viewer
    """
    if viewer.person_id is None:  # Comparing with NULL would match every duty of a team.
        return false()
    return or_(Duty.person_id == viewer.person_id, Duty.team_id.in_(own_teams(viewer)))


def own_teams(viewer: Viewer) -> Ids:
    """Select the ids of the teams in which a viewer is.

    Parameters
    ----------
    viewer : Viewer
    """
    return select(TeamMember.team_id).where(
        TeamMember.person_id == viewer.person_id, TeamMember.current(viewer.on)
    )


def own_buildings(viewer: Viewer) -> Ids:
    """Select the ids of the buildings that a viewer answers for, whole or an entrance of them.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One column, building ids.
    """
    own = own_duty(viewer) & Duty.current(viewer.on)
    entrances = select(Duty.entrance_id).where(own, Duty.entrance_id.is_not(None))
    either = union(
        select(Duty.building_id.label("id")).where(own, Duty.building_id.is_not(None)),
        select(Entrance.building_id.label("id")).where(Entrance.id.in_(entrances)),
    ).subquery()
    return select(either.c.id)


def own_issue(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition that a viewer has to handle an issue: they, a team, or their unit.

    Parameters
    ----------
    viewer : Viewer
    """
    mine: list[ColumnElement[bool]] = []
    if viewer.person_id is not None:
        mine += [Issue.person_id == viewer.person_id, among(Issue.team_id, own_teams(viewer))]
    if viewer.unit_id is not None:
        mine.append(Issue.unit_id == viewer.unit_id)
    return or_(false(), *mine)


def own_patrol(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition that a viewer walks a patrol: in its team, or standing in.

    Parameters
    ----------
    viewer : Viewer
    """
    if viewer.person_id is None:
        return false()
    stands_in = select(StandIn.patrol_id).where(StandIn.person_id == viewer.person_id)
    return or_(Patrol.team_id.in_(own_teams(viewer)), Patrol.id.in_(stands_in))


def among(column: InstrumentedAttribute[Any], ids: Ids) -> ColumnElement[bool]:
    """Give the condition that a column of a large table is one of a few ids.

    As an array they are read once, before the table: behind an OR, IN would be asked row by
    row, and no index could be used.

    Parameters
    ----------
    column : InstrumentedAttribute
    ids : Select
        One column.
    """
    return column == any_(func.array(ids.scalar_subquery()))
