"""What happens on the grid: open issues, and the routes that are walked."""

from __future__ import annotations

from sqlalchemy import func, select

from app.models import Issue, Route, Stop, UnreachableStop
from app.queries.features import properties
from app.queries.issues import draw_issues, is_open
from app.queries.layers.ask import Ask
from app.queries.patrols import current_routes
from app.queries.scope import seen_issue
from app.queries.types import Rows


def issues(ask: Ask) -> Rows:
    """Select the open issues that have a place.

    Properties: ``id, title, category, status, light, building_id, reported_at, doubtful``.
    """
    here = [Issue.community_id == ask.community.id, seen_issue(ask.viewer), is_open()]
    if ask.bbox is not None:  # Of the window, and not of all, the most pressing are drawn.
        here.append(ask.bbox.touches(Issue.point))
    return draw_issues(ask.viewer, here, ask.at)


def routes(ask: Ask) -> Rows:
    """Select the current routes: ``id, cell_id, name, length_m, minutes``."""
    facts = properties(
        id=Route.id,
        cell_id=Route.cell_id,
        name=Route.name,
        length_m=func.round(Route.length_m),
        minutes=func.ceil(Route.walk_s / 60),
    )
    rows = select(facts.label("properties"), Route.line.label("shape")).where(
        Route.id.in_(current_routes(ask.viewer, ask.community)),
        # A route that reaches nothing has no line, only its unreachable stops.
        ~func.ST_IsEmpty(Route.line),
    )
    return ask.within(rows.order_by(Route.id), Route.line)


def stops(ask: Ask) -> Rows:
    """Select the stops of the current routes: ``route_id, sequence, name, building_id``."""
    facts = properties(
        route_id=Stop.route_id,
        sequence=Stop.sequence,
        name=Stop.name,
        building_id=Stop.building_id,
    )
    rows = (
        select(facts.label("properties"), Stop.point.label("shape"))
        .where(Stop.route_id.in_(current_routes(ask.viewer, ask.community)))
        .order_by(Stop.route_id, Stop.sequence)
    )
    return ask.within(rows, Stop.point)


def unreachable(ask: Ask) -> Rows:
    """Select the stops that no route reaches.

    Properties: ``route_id, name, building_id, reason, distance_m``.
    """
    facts = properties(
        route_id=UnreachableStop.route_id,
        name=UnreachableStop.name,
        building_id=UnreachableStop.building_id,
        reason=UnreachableStop.reason,
        distance_m=func.round(UnreachableStop.distance_m),
    )
    rows = (
        select(facts.label("properties"), UnreachableStop.point.label("shape"))
        .where(UnreachableStop.route_id.in_(current_routes(ask.viewer, ask.community)))
        .order_by(UnreachableStop.id)
    )
    return ask.within(rows, UnreachableStop.point)
