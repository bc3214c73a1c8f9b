"""Finding a duty, a place or a holder within a viewer's scope, by what an address names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Cell,
    Community,
    Division,
    DivisionState,
    Duty,
    DutyHolder,
    Entrance,
    Estate,
    Household,
    Organisation,
    Person,
    Place,
    PlaceKind,
    Team,
)
from app.queries.scope import (
    NotFound,
    Viewer,
    visible_buildings,
    visible_cells,
    visible_communities,
    visible_duties,
    visible_people,
)
from geodata.errors import N_

PLACES: dict[PlaceKind, type[Place]] = {
    PlaceKind.ESTATE: Estate,
    PlaceKind.CELL: Cell,
    PlaceKind.BUILDING: Building,
    PlaceKind.ENTRANCE: Entrance,
    PlaceKind.HOUSEHOLD: Household,
}
HOLDERS: dict[str, type[DutyHolder]] = {
    "person": Person,
    "team": Team,
    "organisation": Organisation,
}
"""Kinds of holders, as addresses and forms name them."""


def find_duty(session: Session, viewer: Viewer, community: Community, duty_id: int) -> Duty:
    """Find a duty, of today or of before.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    duty_id : int

    Raises
    ------
    NotFound
        If the viewer may see no such duty.
    """
    found = session.scalar(
        select(Duty).where(
            Duty.id == duty_id,
            Duty.community_id == community.id,
            Duty.id.in_(visible_duties(viewer)),
        )
    )
    if found is None:
        raise NotFound(N_("There is no such duty."))
    return found


def find_place(
    session: Session, viewer: Viewer, community: Community, kind: PlaceKind, place_id: int
) -> Place:
    """Find a place, of today or of before.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    kind : PlaceKind
    place_id : int

    Raises
    ------
    NotFound
        If the viewer may see no such place.
    """
    table: Any = PLACES[kind]  # What all places have in common, mypy finds no name for.
    found: Place | None = session.scalar(
        select(table).where(
            table.id == place_id, table.community_id == community.id, _in_scope(viewer, kind)
        )
    )
    if found is None:
        raise NotFound(N_("There is no such place."))
    return found


def _in_scope(viewer: Viewer, kind: PlaceKind) -> ColumnElement[bool]:
    """Give the condition that a place of a kind is in a viewer's scope."""
    match kind:
        case PlaceKind.ESTATE:
            return Estate.community_id.in_(visible_communities(viewer))
        case PlaceKind.CELL:
            published = select(Division.id).where(Division.state != DivisionState.DRAFT)
            return Cell.id.in_(visible_cells(viewer)) & Cell.division_id.in_(published)
        case PlaceKind.BUILDING:
            return Building.id.in_(visible_buildings(viewer))
        case PlaceKind.ENTRANCE:
            return Entrance.building_id.in_(visible_buildings(viewer))
        case PlaceKind.HOUSEHOLD:
            return Household.building_id.in_(visible_buildings(viewer))


def find_holder(
    session: Session, viewer: Viewer, community: Community, kind: str, holder_id: int
) -> DutyHolder:
    """Find who can hold a duty.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    kind : str
        ``person``, ``team`` or ``organisation``.
    holder_id : int

    Raises
    ------
    NotFound
        If the viewer may know of nobody such.
    """
    table: Any = HOLDERS.get(kind)
    if table is None:
        raise NotFound(N_("There is nobody such."))
    known = table.community_id.in_(visible_communities(viewer))
    if table is Person:
        known = Person.id.in_(visible_people(viewer))
    found: DutyHolder | None = session.scalar(
        select(table).where(table.id == holder_id, table.community_id == community.id, known)
    )
    if found is None:
        raise NotFound(N_("There is nobody such."))
    return found
