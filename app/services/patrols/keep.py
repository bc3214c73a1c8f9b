"""Keeping planned routes, with their stops and with those that no route visits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import Cell, PatrolPlan, Route, Stop, StopKind, UnreachableStop
from geodata.crs import STORAGE_SRID
from patrol.directions import Lanes, Turn, tell_turns
from patrol.result import RoutePlan

MOST_LEFT_OUT = 2_000
"""Stops or lanes that no route visits which are kept with their reasons."""

Locked = frozenset[tuple[str, str]]
"""Keys of neighbouring stops whose leg stays as it is."""


def keep_routes(
    session: Session,
    plan: PatrolPlan,
    cell: Cell,
    routes: Sequence[RoutePlan],
    stops: gpd.GeoDataFrame,
    paths: gpd.GeoDataFrame,
    *,
    left_out: pd.DataFrame,
    gap: float | None = None,
    locked: Locked = frozenset(),
) -> list[Route]:
    """Store the routes of a cell as its current ones; those before stay readable.

    Parameters
    ----------
    session : Session
    plan : PatrolPlan
        The run that made them.
    cell : Cell
    routes : sequence of RoutePlan
        One a volunteer, at least one.
    stops : GeoDataFrame
        All that was to be visited, as :class:`app.queries.patrol_problem.PatrolProblem` has it.
    paths : GeoDataFrame
        ``name, kind`` and lines, metres, for the way in words.
    left_out : DataFrame
        ``key, name, reason, lon, lat`` and perhaps ``distance_m`` of what no route visits.
    gap : float, optional
        How far the routes may be from the best ones.
    locked : frozenset
        Legs that stay when the rest is planned anew.

    Returns
    -------
    list of Route
        The first carries what is not visited.
    """
    session.execute(
        update(Route).where(Route.cell_id == cell.id, Route.is_current).values(is_current=False)
    )
    places = stops.drop_duplicates("key").set_index("key")
    made = []
    for number, solved in enumerate(routes, 1):
        turns = _turns(solved, paths)
        route = Route(
            plan=plan,
            cell=cell,
            walker=number,
            name=cell.name if len(routes) == 1 else f"{cell.name} {number}",
            closed=solved.closed,
            length_m=solved.length_m,
            walk_s=solved.walk_s,
            duration_s=solved.duration_s,
            gap=gap,
            line=solved.geometry,
            turns=[_stored(turn) for turn in turns],
            stops=_stops(solved, places, _lanes_of_stops(turns), locked),
        )
        session.add(route)
        made.append(route)
    made[0].unreachable = _unreachable(left_out, places)
    session.flush()
    return made


def joined(lists: Sequence[pd.DataFrame | None]) -> pd.DataFrame:
    """Put lists of what no route visits together.

    Parameters
    ----------
    lists : sequence of DataFrame or None
        At least one is given.
    """
    given = [one for one in lists if one is not None]
    return pd.concat([one for one in given if len(one)] or given[:1], ignore_index=True)


def name_lanes(left_out: pd.DataFrame, paths: gpd.GeoDataFrame) -> pd.DataFrame:
    """Call lanes that are not walked by their names, a lane of several pieces once.

    Parameters
    ----------
    left_out : DataFrame
        Of `patrol.lanes.plan.plan_lanes`: ``path`` is the row of `paths`, below 0 for none.
    paths : GeoDataFrame
        With ``name``.
    """
    if "path" not in left_out:
        return left_out
    names = ["", *paths["name"].fillna("")]
    named = left_out.assign(name=[names[max(row, -1) + 1] for row in left_out["path"]])
    again = named.duplicated(["name", "reason"]) & (named["name"] != "")
    return named[~again]


def _turns(solved: RoutePlan, paths: gpd.GeoDataFrame) -> list[Turn]:
    """Tell the way in words."""
    line = gpd.GeoSeries([solved.geometry], crs=STORAGE_SRID).to_crs(paths.crs).iloc[0]
    reached = np.cumsum(solved.stops["leg_m"].to_numpy(dtype=float))
    return tell_turns(line, list(reached), _lanes_near(line, paths))


def _lanes_near(line: BaseGeometry, paths: gpd.GeoDataFrame) -> Lanes:
    """Take the paths around a route."""
    near = paths.iloc[paths.sindex.query(line.envelope.buffer(10))] if not line.is_empty else paths
    return Lanes(
        near.geometry.to_numpy(), near["name"].fillna("").tolist(), near["kind"].fillna("").tolist()
    )


def _stored(turn: Turn) -> dict[str, Any]:
    return {
        "way": turn.way.value,
        "lane": turn.lane,
        "kind": turn.kind,
        "length_m": round(turn.length_m, 1),
        "stop": None if turn.stop is None else turn.stop + 1,
    }


def _lanes_of_stops(turns: list[Turn]) -> dict[int, str]:
    """Give the name of the lane on which each stop is reached, by its position."""
    return {turn.stop: turn.lane for turn in turns if turn.stop is not None}


def _stops(
    solved: RoutePlan, places: pd.DataFrame, lanes: dict[int, str], locked: Locked
) -> list[Stop]:
    """Make the stops in the order of walking."""
    keys = solved.stops["key"].tolist()
    return [
        Stop(
            sequence=stop.sequence,
            key=stop.key,
            name=stop.name,
            lane=lanes.get(number, ""),
            leg_m=stop.leg_m,
            arrival_s=stop.arrival_s,
            locked=number > 0 and (keys[number - 1], stop.key) in locked,
            point=Point(stop.lon, stop.lat),
            **_facts(places.loc[stop.key]),
        )
        for number, stop in enumerate(solved.stops.itertuples())
    ]


def _facts(place: Any) -> dict[str, Any]:
    """Give what a stop keeps of what was to be visited."""
    return {
        "kind": StopKind(place["kind"]),
        "building_id": _known(place["building_id"]),
        "entrance_id": _known(place["entrance_id"]),
        "must_visit_id": _known(place["must_visit_id"]),
        "required": bool(place["required"]),
        "priority": float(place["priority"]),
        "dwell_s": float(place["dwell_s"]),
    }


def _unreachable(left_out: pd.DataFrame, places: pd.DataFrame) -> list[UnreachableStop]:
    """Make the list of what no route visits, with the reasons; a lane belongs to no building."""
    building = places["building_id"].to_dict()
    return [
        UnreachableStop(
            building_id=_known(building.get(stop["key"])),
            name=stop["name"] or "",
            reason=stop["reason"],
            distance_m=_number(stop.get("distance_m")),
            point=Point(stop["lon"], stop["lat"]),
        )
        for stop in left_out.head(MOST_LEFT_OUT).to_dict("records")
    ]


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _known(value: Any) -> int | None:
    """Turn what a frame makes of a missing id back into None."""
    return None if value is None or pd.isna(value) else int(value)
