"""Who sees what: `visible_cells` is the rule, and the others stand on it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_, select, true, union

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
    TeamMember,
)
from app.queries.scope.own import (
    Ids,
    among,
    own_buildings,
    own_duty,
    own_issue,
    own_patrol,
)
from app.queries.scope.viewer import Viewer


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
    here = among(Issue.community_id, visible_communities(viewer))
    if viewer.sees_whole_community:
        return here
    reported = Issue.reported_by == viewer.user_id
    return here & or_(
        among(Issue.cell_id, visible_cells(viewer)),
        among(Issue.building_id, own_buildings(viewer)),
        own_issue(viewer),
        reported,
    )


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
