"""People who answer for many places."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Subquery, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.orm import Session

from app.models import (
    Building,
    Community,
    Duty,
    DutyRole,
    Entrance,
    Household,
    Person,
    mask_phone,
)
from app.queries.duties.holders import building_id_of_duty
from app.queries.features import feature_collection, properties
from app.queries.scope import Viewer, visible_duties, visible_people
from app.queries.types import Rows

MANY_PLACES = 5
"""More places than this are many for one person, where nobody says another number."""

MOST_PEOPLE = 500
MOST_DRAWN = 20_000


@dataclass(frozen=True)
class Overload:
    """Somebody with many places.

    Attributes
    ----------
    person_id : int
    name, masked_phone : str
    places : int
        Different places for which they answer today, alone and not in a team.
    roles : tuple of DutyRole
    """

    person_id: int
    name: str
    masked_phone: str
    places: int
    roles: tuple[DutyRole, ...]


def list_overloads(
    session: Session,
    viewer: Viewer,
    community: Community,
    *,
    more_than: int = MANY_PLACES,
    limit: int = MOST_PEOPLE,
) -> tuple[Overload, ...]:
    """List people with more than a number of places, those with the most first.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    more_than : int
    limit : int
        Most people.

    Returns
    -------
    tuple of Overload
    """
    loads = _loads(viewer, community, more_than)
    rows = (
        select(Person.id, Person.name, Person.phone, loads.c.places, loads.c.roles)
        .join(loads, loads.c.person_id == Person.id)
        .where(Person.id.in_(visible_people(viewer)))
        .order_by(loads.c.places.desc(), Person.name, Person.id)
        .limit(limit)
    )
    return tuple(
        Overload(
            row.id, row.name, mask_phone(row.phone), row.places,
            tuple(dict.fromkeys(map(DutyRole, row.roles))),
        )
        for row in session.execute(rows)
    )  # fmt: skip


def overload_features(
    session: Session, viewer: Viewer, community: Community, *, more_than: int = MANY_PLACES
) -> bytes:
    """Give the buildings of people with many places as points for the map.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    more_than : int

    Returns
    -------
    bytes
        GeoJSON of :func:`select_overloads`; at most ``MOST_DRAWN`` features, else ``truncated``
        is true.
    """
    drawn = select_overloads(viewer, community, more_than=more_than)
    return feature_collection(session, drawn, limit=MOST_DRAWN)


def select_overloads(viewer: Viewer, community: Community, *, more_than: int = MANY_PLACES) -> Rows:
    """Select the buildings of people with many places, as the map draws them.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    more_than : int

    Returns
    -------
    Select
        ``properties`` (``building_id``, ``person_id``, ``name``, ``places``), and ``shape``,
        a point.
    """
    loads = _loads(viewer, community, more_than)
    rows = (
        select(Building.id, loads.c.person_id, Person.name, loads.c.places, Building.footprint)
        .select_from(Duty)
        .join(loads, loads.c.person_id == Duty.person_id)
        .join(Person, Person.id == Duty.person_id)
        .outerjoin(Household, Household.id == Duty.household_id)
        .outerjoin(Entrance, Entrance.id == Duty.entrance_id)
        .join(Building, Building.id == building_id_of_duty())
        .where(Duty.current(viewer.on), Duty.id.in_(visible_duties(viewer)))
        .ext(distinct_on(Building.id, loads.c.person_id))
        .order_by(Building.id, loads.c.person_id)
        .subquery()
    )
    facts = properties(
        id=rows.c.person_id,
        building_id=rows.c.id,
        person_id=rows.c.person_id,
        name=rows.c.name,
        places=rows.c.places,
    )
    points = func.ST_PointOnSurface(rows.c.footprint)
    return select(facts.label("properties"), points.label("shape")).order_by(rows.c.id)


def _loads(viewer: Viewer, community: Community, more_than: int) -> Subquery:
    """Count the places of everybody who has more than a number of them."""
    place = func.concat_ws(
        "/", Duty.cell_id, "b", Duty.building_id, "e", Duty.entrance_id, "h", Duty.household_id,
        "s", Duty.estate_id,
    )  # fmt: skip
    places = func.count(place.distinct())
    return (
        select(
            Duty.person_id,
            places.label("places"),
            func.array_agg(aggregate_order_by(Duty.role, Duty.role)).label("roles"),
        )
        .where(
            Duty.community_id == community.id,
            Duty.person_id.is_not(None),
            Duty.current(viewer.on),
            Duty.id.in_(visible_duties(viewer)),
        )
        .group_by(Duty.person_id)
        .having(places > more_than)
        .subquery("loads")
    )
