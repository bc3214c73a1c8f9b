"""Who sees what: `visible_cells` is the rule, and the others stand on it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, any_, false, func, or_, select, true, union
from sqlalchemy.orm import InstrumentedAttribute

from app.models import (
    Building,
    BuildingCell,
    Cell,
    Community,
    Division,
    DivisionState,
    Duty,
    Entrance,
    Household,
    Issue,
    Patrol,
    Person,
    Role,
    Route,
    StandIn,
    TeamMember,
)
from app.queries.scope.viewer import Viewer

Ids = Select[int]


def visible_communities(viewer: Viewer) -> Ids:
    """Select the ids of the communities that a viewer may open.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One column, community ids.
    """
    if viewer.is_operator:
        return select(Community.id)
    if viewer.role is Role.SYSTEM_ADMIN:
        return select(Community.id).where(false())
    own = Community.id == viewer.community_id
    if viewer.role is Role.LEADER and viewer.street_id is not None:
        own = or_(own, Community.street_id == viewer.street_id)
    return select(Community.id).where(own)


def visible_cells(viewer: Viewer) -> Ids:
    """Select the ids of the cells that a viewer may see: the rule that all others stand on.

    Community administrators and leaders see all cells. Everybody else sees the cells for which
    they, or a team of theirs, hold a duty on the viewer's day.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One column, cell ids.
    """
    cells = select(Cell.id).where(Cell.community_id.in_(visible_communities(viewer)))
    if viewer.sees_whole_community:
        return cells
    own = own_duty(viewer) & Duty.current(viewer.on) & Duty.cell_id.is_not(None)
    return cells.where(Cell.id.in_(select(Duty.cell_id).where(own)))


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


def visible_buildings(viewer: Viewer) -> Ids:
    """Select the ids of the buildings that a viewer may see: in their cells, or their own.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One column, building ids; those in no cell only for viewers of whole communities.
    """
    if viewer.sees_whole_community:
        return select(Building.id).where(Building.community_id.in_(visible_communities(viewer)))
    in_cells = (
        select(BuildingCell.building_id.label("id"))
        .join(Division, Division.id == BuildingCell.division_id)
        .where(
            Division.state == DivisionState.PUBLISHED,
            BuildingCell.cell_id.in_(visible_cells(viewer)),
        )
    )
    either = union(in_cells, own_buildings(viewer)).subquery()
    return select(either.c.id)


def visible_duties(viewer: Viewer) -> Ids:
    """Select the ids of the duties at places that a viewer may see.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One column, duty ids, past duties included.
    """
    if viewer.sees_whole_community:
        return select(Duty.id).where(Duty.community_id.in_(visible_communities(viewer)))
    buildings = visible_buildings(viewer)
    entrances = select(Entrance.id).where(Entrance.building_id.in_(buildings))
    households = select(Household.id).where(Household.building_id.in_(buildings))
    return select(Duty.id).where(
        or_(
            Duty.cell_id.in_(visible_cells(viewer)),
            Duty.building_id.in_(buildings),
            Duty.entrance_id.in_(entrances),
            Duty.household_id.in_(households),
        )
    )


def visible_people(viewer: Viewer) -> Ids:
    """Select the ids of the people whom a viewer may know of.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One column, person ids: everybody of the community for its administrators and leaders;
        otherwise oneself, and those with a current duty, alone or in a team, in one's cells.
    """
    if viewer.sees_whole_community:
        return select(Person.id).where(Person.community_id.in_(visible_communities(viewer)))
    duties = visible_duties(viewer)
    holders = select(Duty.person_id.label("id")).where(
        Duty.id.in_(duties), Duty.current(viewer.on), Duty.person_id.is_not(None)
    )
    mates = (
        select(TeamMember.person_id.label("id"))
        .join(Duty, Duty.team_id == TeamMember.team_id)
        .where(Duty.id.in_(duties), Duty.current(viewer.on), TeamMember.current(viewer.on))
    )
    known = union(holders, mates).subquery()
    return select(Person.id).where(
        or_(Person.id == viewer.person_id, Person.id.in_(select(known.c.id)))
    )


def own_issue(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition that a viewer has to handle an issue: they, a team, or their unit.

    Parameters
    ----------
    viewer : Viewer
    """
    mine: list[ColumnElement[bool]] = []
    if viewer.person_id is not None:
        mine += [Issue.person_id == viewer.person_id, _among(Issue.team_id, own_teams(viewer))]
    if viewer.unit_id is not None:
        mine.append(Issue.unit_id == viewer.unit_id)
    return or_(false(), *mine)


def seen_issue(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition that a viewer may see an issue.

    Administrators and leaders see those of their communities; everybody else those in their
    cells and buildings, those that they have to handle, and those that they reported.

    Parameters
    ----------
    viewer : Viewer
    """
    if viewer.is_operator:
        return true()
    here = _among(Issue.community_id, visible_communities(viewer))
    if viewer.sees_whole_community:
        return here
    reported = Issue.reported_by == viewer.user_id
    return here & or_(
        _among(Issue.cell_id, visible_cells(viewer)),
        _among(Issue.building_id, own_buildings(viewer)),
        own_issue(viewer),
        reported,
    )


def _among(column: InstrumentedAttribute[Any], ids: Ids) -> ColumnElement[bool]:
    """Give the condition that a column of a large table is one of a few ids.

    As an array they are read once, before the table: behind an OR, IN would be asked row by
    row, and no index could be used.
    """
    return column == any_(func.array(ids.scalar_subquery()))


def visible_issues(viewer: Viewer) -> Ids:
    """Select the ids of the issues that a viewer may see: :func:`seen_issue`.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One column, issue ids.
    """
    return select(Issue.id).where(seen_issue(viewer))


def visible_routes(viewer: Viewer) -> Ids:
    """Select the ids of the routes through a viewer's cells.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One column, route ids.
    """
    return select(Route.id).where(Route.cell_id.in_(visible_cells(viewer)))


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


def visible_patrols(viewer: Viewer) -> Ids:
    """Select the ids of the patrols through a viewer's cells, and of those that they walk.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One column, patrol ids.
    """
    patrols = select(Patrol.id).where(Patrol.community_id.in_(visible_communities(viewer)))
    if viewer.sees_whole_community:
        return patrols
    return patrols.where(or_(Patrol.cell_id.in_(visible_cells(viewer)), own_patrol(viewer)))
