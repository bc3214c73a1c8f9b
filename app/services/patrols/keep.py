"""Keeping a planned route, with its stops and with those that no route can reach."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from shapely import Point
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import Cell, PatrolPlan, Route, Stop, UnreachableStop
from patrol.plan import RoutePlan


def keep_route(
    session: Session, plan: PatrolPlan, cell: Cell, solved: RoutePlan, stops: gpd.GeoDataFrame
) -> Route:
    """Store a route as the current one of its cell; the one before stays readable.

    Parameters
    ----------
    session : Session
    plan : PatrolPlan
        The run that made it.
    cell : Cell
    solved : RoutePlan
        The walk.
    stops : GeoDataFrame
        ``key, building_id, entrance_id`` of all that was to be visited.

    Returns
    -------
    Route
    """
    session.execute(
        update(Route).where(Route.cell_id == cell.id, Route.is_current).values(is_current=False)
    )
    places = stops.drop_duplicates("key").set_index("key")[["building_id", "entrance_id"]]
    route = Route(
        plan=plan,
        cell=cell,
        name=cell.name,
        closed=solved.closed,
        length_m=solved.length_m,
        walk_s=solved.walk_s,
        line=solved.geometry,
        stops=_stops(solved, places),
        unreachable=_unreachable(solved, places),
    )
    session.add(route)
    session.flush()
    return route


def _stops(solved: RoutePlan, places: pd.DataFrame) -> list[Stop]:
    """Make the stops in the order of walking."""
    return [
        Stop(
            sequence=stop.sequence,
            name=stop.name,
            leg_m=stop.leg_m,
            arrival_s=stop.arrival_s,
            point=Point(stop.lon, stop.lat),
            building_id=int(places.at[stop.key, "building_id"]),
            entrance_id=_known(places.at[stop.key, "entrance_id"]),
        )
        for stop in solved.stops.itertuples()
    ]


def _unreachable(solved: RoutePlan, places: pd.DataFrame) -> list[UnreachableStop]:
    """Make the list of what no route can reach, with the reasons."""
    return [
        UnreachableStop(
            building_id=int(places.at[stop.key, "building_id"]),
            name=stop.name,
            reason=stop.reason,
            distance_m=stop.distance_m,
            point=Point(stop.lon, stop.lat),
        )
        for stop in solved.unreachable.itertuples()
    ]


def _known(value: float | None) -> int | None:
    """Turn what a frame makes of a missing id back into None."""
    return None if value is None or pd.isna(value) else int(value)
