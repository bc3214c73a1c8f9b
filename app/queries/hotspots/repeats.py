"""Where the same comes again: addresses with several issues of a category."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building, Community, Entrance, Issue
from app.models.places import building_name
from app.queries.hotspots.cases import counted
from app.queries.hotspots.wish import Wish
from app.queries.issues.lights import is_open
from app.queries.scope import Viewer, seen_issue, visible_buildings

MOST_ADDRESSES = 100
LEAST_TIMES = 3


@dataclass(frozen=True)
class RepeatAddress:
    """A building, or one entrance of it, at which one thing is reported again and again.

    Attributes
    ----------
    building_id : int
    building, entrance : str
        Names; the entrance is empty where it is not known.
    category : str
    category_id : int or None
    times, open : int
        Issues of the period, and those of them that still need somebody.
    first_at, last_at : datetime.datetime
    """

    building_id: int
    building: str
    entrance: str
    category: str
    category_id: int | None
    times: int
    open: int
    first_at: dt.datetime
    last_at: dt.datetime


def repeat_addresses(
    session: Session,
    viewer: Viewer,
    community: Community,
    wish: Wish,
    *,
    at: dt.datetime,
    least: int = LEAST_TIMES,
) -> list[RepeatAddress]:
    """List addresses at which one category was reported several times in a period.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wish : Wish
        Its days and category.
    at : datetime.datetime
        Now, in the zone of the place.
    least : int
        Times from which an address is listed.

    Returns
    -------
    list of RepeatAddress
        The most frequent first, at most 100.
    """
    times = func.count()
    still_open = times.filter(is_open())
    rows = session.execute(
        select(
            Building.id, Building.number, Building.name, Entrance.name, Issue.category,
            func.max(Issue.category_id), times, still_open,
            func.min(Issue.reported_at), func.max(Issue.reported_at),
        )
        .select_from(Issue)
        .join(Building, Building.id == Issue.building_id)
        .outerjoin(Entrance, Entrance.id == Issue.entrance_id)
        .where(
            seen_issue(viewer),
            *counted(community, wish, at),
            Issue.place_doubt.is_(None),
            Building.id.in_(visible_buildings(viewer)),
        )
        .group_by(Building.id, Entrance.id, Issue.category)
        .having(times >= least)
        .order_by(times.desc(), func.max(Issue.reported_at).desc(), Building.id)
        .limit(MOST_ADDRESSES)
    )  # fmt: skip
    return [
        RepeatAddress(key, building_name(number or "", name or ""), entrance or "", *rest)
        for key, number, name, entrance, *rest in rows
    ]
