"""The doors of a building or an entrance: households as places, with who answers for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models import Building, Community, Entrance, Household
from app.queries.duties_at import holders_at
from app.queries.scope import NotFound, Viewer, visible_buildings
from geodata.errors import N_

MOST_DOORS = 1_000


@dataclass(frozen=True)
class Door:
    """A household by its number, with the names of who answers for it today."""

    id: int
    number: str
    entrance: str
    holders: Sequence[str]


def list_doors(
    session: Session, viewer: Viewer, community: Community, place: Building | Entrance
) -> tuple[Door, ...]:
    """List the doors that are known.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    place : Building or Entrance
        Found in the viewer's scope; of a building all doors, of an entrance its own.

    Returns
    -------
    tuple of Door
        By entrance and number (9 before 10), at most ``MOST_DOORS``.
    """
    digits = func.nullif(func.regexp_replace(Household.number, r"\D", "", "g"), "")
    found = session.scalars(
        select(Household)
        .outerjoin(Entrance, Entrance.id == Household.entrance_id)
        .where(_inside(place), Household.vanished_on.is_(None))
        .order_by(Entrance.name, func.length(digits), digits, Household.number)
        .limit(MOST_DOORS)
    ).all()
    held = holders_at(session, viewer, community, found) if found else {}
    return tuple(
        Door(
            one.id,
            one.number,
            one.entrance.name if one.entrance else "",
            held.get(("household", one.id), ()),
        )
        for one in found
    )


def _inside(place: Building | Entrance) -> ColumnElement[bool]:
    if isinstance(place, Entrance):
        return Household.entrance_id == place.id
    return Household.building_id == place.id


def building_of_household(session: Session, viewer: Viewer, household_id: int) -> int:
    """Give the id of the building to which a household belongs.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    household_id : int

    Raises
    ------
    NotFound
        If the viewer may see no such household.
    """
    found = session.scalar(
        select(Household.building_id).where(
            Household.id == household_id, Household.building_id.in_(visible_buildings(viewer))
        )
    )
    if found is None:
        raise NotFound(N_("There is no such household."))
    return found
