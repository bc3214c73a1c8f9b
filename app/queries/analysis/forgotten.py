"""Buildings that no patrol visited for longest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building, Community, Patrol, Visit
from app.models.places import building_name
from app.queries.households import living_there
from app.queries.moments import local_date
from app.queries.scope import Viewer, visible_buildings

MOST_LINES = 500


@dataclass(frozen=True)
class ForgottenBuilding:
    """A building where somebody lives, and when it was visited last (None: never)."""

    id: int
    name: str
    households: int
    last_on: dt.date | None


def buildings_longest_ago(
    session: Session,
    viewer: Viewer,
    community: Community,
    *,
    at: dt.datetime,
    most: int = 20,
) -> list[ForgottenBuilding]:
    """List the inhabited buildings that were not visited for longest.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    at : datetime.datetime
        Now, in the zone of the place.
    most : int
        How many, at most 500.

    Returns
    -------
    list of ForgottenBuilding
        Never visited ones first; among equals those with the most households.
    """
    last = (
        select(Visit.building_id, local_date(func.max(Visit.at), at).label("last_on"))
        .join(Patrol, Patrol.id == Visit.patrol_id)
        .where(Patrol.community_id == community.id, Visit.at <= at)
        .group_by(Visit.building_id)
        .subquery("last")
    )
    homes = living_there()
    rows = session.execute(
        select(Building.id, Building.number, Building.name, homes, last.c.last_on)
        .outerjoin(last, last.c.building_id == Building.id)
        .where(
            Building.community_id == community.id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(viewer)),
            homes > 0,
        )
        .order_by(last.c.last_on.asc().nulls_first(), homes.desc(), Building.id)
        .limit(min(most, MOST_LINES))
    )
    return [
        ForgottenBuilding(key, building_name(number, name), int(households or 0), last_on)
        for key, number, name, households, last_on in rows
    ]
