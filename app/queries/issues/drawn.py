"""Issues as maps draw them: the same filter as the list beside the map."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, case, select

from app.models import Building, Issue
from app.queries.features import properties
from app.queries.issues.lights import is_open, light
from app.queries.issues.lists import Order, sorting
from app.queries.scope import Viewer, visible_buildings
from app.queries.types import Rows

MOST_DRAWN = 3_000
"""Issues on one map: more would hide each other, and take a phone seconds to load."""


def draw_issues(
    viewer: Viewer,
    where: list[ColumnElement[bool]],
    at: dt.datetime,
    order: Order = Order.PRESSING,
) -> Rows:
    """Select the features of issues that have a place.

    Properties: ``id, title, category, status, light, building_id, reported_at, doubtful``;
    the light of what needs nobody any more is ``done``.

    Parameters
    ----------
    viewer : Viewer
    where : list of ColumnElement
        Which issues; the viewer's scope is among the conditions.
    at : datetime.datetime
        Now, aware.
    order : Order
        The first are the ones left where a map does not draw them all.
    """
    # Only what is left at the bound is described: that costs ten times as much as finding it.
    near = (
        select(Issue.id)
        .where(Issue.point.is_not(None), *where)
        .order_by(*sorting(order))
        .limit(MOST_DRAWN + 1)
        .subquery("near")
    )
    seen = (Building.id == Issue.building_id) & Building.id.in_(visible_buildings(viewer))
    facts = properties(
        id=Issue.id,
        title=Issue.title,
        category=Issue.category,
        status=Issue.state,
        light=case((is_open(), light(at)), else_="done"),
        building_id=Building.id,
        reported_at=Issue.reported_at,
        doubtful=Issue.place_doubtful,
    )
    return (
        select(facts.label("properties"), Issue.point.label("shape"))
        .select_from(Issue)
        .join(near, near.c.id == Issue.id)
        .outerjoin(Building, seen)
        .order_by(*sorting(order))
    )
