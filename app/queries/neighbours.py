"""Buildings near a building."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building
from app.models.places import building_name
from app.queries.scope import Viewer, visible_buildings

MOST_NEIGHBOURS = 8

METRES_A_DEGREE = 40_000.0
"""A degree is longer than this all over the country, so a box of so much holds what is near."""


@dataclass(frozen=True)
class Neighbour:
    """A building near another, with the metres between them from edge to edge."""

    id: int
    name: str
    households: int | None
    distance_m: float


def neighbours(
    session: Session, viewer: Viewer, building: Building, within_m: float
) -> tuple[Neighbour, ...]:
    """List the buildings near one, the nearest first.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    building : Building
        From the viewer's scope.
    within_m : float
        Metres from edge to edge.

    Returns
    -------
    tuple of Neighbour
        At most ``MOST_NEIGHBOURS``.
    """
    here = select(Building.footprint).where(Building.id == building.id).scalar_subquery()
    distance_m = func.ST_Distance(func.Geography(Building.footprint), func.Geography(here))
    rows = session.execute(
        select(Building.id, Building.number, Building.name, Building.households,
               distance_m.label("distance_m"))
        .where(
            Building.community_id == building.community_id,
            Building.id != building.id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(viewer)),
            Building.footprint.op("&&")(func.ST_Expand(here, within_m / METRES_A_DEGREE)),
            distance_m <= within_m,
        )
        .order_by(distance_m, Building.id)
        .limit(MOST_NEIGHBOURS)
    )  # fmt: skip
    return tuple(
        Neighbour(row.id, building_name(row.number, row.name), row.households, row.distance_m)
        for row in rows
    )
