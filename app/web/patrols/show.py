"""The plan of a cell as its page reads it."""

from __future__ import annotations

from typing import Any

from app.models import Route, Stop, UnreachableStop
from app.queries.plans import CellPlan, minutes_of, planned_before
from app.queries.scope import Action, can
from app.queries.words import word
from app.web.asking import Asked
from app.web.i18n import translate
from app.web.patrols.words import say_quality, say_turn

Json = dict[str, Any]


def show_plan(asked: Asked, plan: CellPlan) -> Json:
    """Show how the plan of a cell stands.

    Parameters
    ----------
    asked : Asked
    plan : CellPlan
    """
    may_change = can(asked.viewer, Action.PLAN)
    return {
        "version": plan.plan.id if plan.plan else None,
        "mode": plan.plan.mode.value if plan.plan else None,
        "quality": say_quality(plan),
        "can_undo": may_change and bool(planned_before(asked.session, plan)),
        "routes": [show_route(route) for route in plan.routes],
        "unreachable": [show_unreached(stop) for stop in plan.unreachable],
    }


def show_route(route: Route) -> Json:
    """Show one route with its line, its stops and the way in words."""
    return {
        "id": route.id,
        "walker": route.walker,
        "name": route.name,
        "minutes": minutes_of(route),
        "length_m": route.length_m,
        "closed": route.closed,
        "line": [list(place) for place in route.line.coords] if not route.line.is_empty else [],
        "stops": [_stop(stop) for stop in route.stops],
        "turns": [
            {
                "way": turn["way"],
                "text": say_turn(turn),
                "length_m": round(turn["length_m"]),
                "stop": turn["stop"],
            }
            for turn in route.turns
        ],
    }


def show_unreached(stop: UnreachableStop) -> Json:
    """Show a stop that no route visits, with the reason in words."""
    return {
        "name": stop.name,
        "reason": word(stop.reason, "reason", translate),
        "distance_m": None if stop.distance_m is None else round(stop.distance_m),
        "point": _lon_lat(stop),
    }


def _stop(stop: Stop) -> Json:
    return {
        "id": stop.id,
        "key": stop.key,
        "sequence": stop.sequence,
        "name": stop.name,
        "kind": stop.kind.value,
        "removable": stop.must_visit_id is not None,
        "lane": stop.lane,
        "leg_m": round(stop.leg_m),
        "minute": round(stop.arrival_s / 60),
        "locked": stop.locked,
        "point": _lon_lat(stop),
    }


def _lon_lat(stop: Stop | UnreachableStop) -> list[float]:
    place = stop.point.centroid
    return [round(place.x, 7), round(place.y, 7)]
