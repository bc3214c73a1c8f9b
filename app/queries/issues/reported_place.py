"""The place at which somebody is about to report something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Building, Community, Entrance, Issue
from app.models.places import building_name
from app.queries.natural import natural_key
from app.queries.scope import Viewer, visible_buildings


@dataclass(frozen=True)
class ChosenBuilding:
    """A building with the entrances among which one chooses."""

    id: int
    name: str
    address: str
    entrances: tuple[tuple[int, str], ...]


def chosen_building(
    session: Session,
    viewer: Viewer,
    community: Community,
    *,
    building_id: int | None,
    entrance_id: int | None,
) -> ChosenBuilding | None:
    """Find the building that somebody chose, by itself or by one of its entrances.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    building_id, entrance_id : int or None

    Returns
    -------
    ChosenBuilding or None
        None where nothing was chosen, or it is out of the viewer's scope.
    """
    if entrance_id is not None:
        building_id = session.scalar(select(Entrance.building_id).where(Entrance.id == entrance_id))
    found = session.scalar(
        select(Building).where(
            Building.id == building_id,
            Building.community_id == community.id,
            Building.id.in_(visible_buildings(viewer)),
        )
    )
    if found is None:
        return None
    name = building_name(found.number, found.name)
    return ChosenBuilding(found.id, name, found.address, _entrances(session, found.id))


def _entrances(session: Session, building_id: int) -> tuple[tuple[int, str], ...]:
    """Give keys and names of the entrances of a building, as people count them."""
    rows: Sequence[Entrance] = session.scalars(
        select(Entrance).where(Entrance.building_id == building_id, Entrance.vanished_on.is_(None))
    ).all()
    return tuple((one.id, one.name) for one in sorted(rows, key=lambda one: natural_key(one.name)))


def issue_of_form(session: Session, community: Community, ticket: str) -> int | None:
    """Find the issue that a form made already: it was sent twice.

    Parameters
    ----------
    session : Session
    community : Community
    ticket : str
        What the form carries.
    """
    return session.scalar(
        select(Issue.id).where(
            Issue.community_id == community.id, Issue.source == "own", Issue.source_ref == ticket
        )
    )
