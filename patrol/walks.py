"""From an order of stops to a walk along the paths, with a timetable."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import LineString

from geodata.crs import STORAGE_SRID
from patrol.asked import Asked
from patrol.ground import Ground
from patrol.matrix import Leg, paths_along
from patrol.network import WalkingNetwork
from patrol.noding import Floats, Ints
from patrol.report import unreachable_table
from patrol.result import RoutePlan


def lay_walk(ground: Ground, visited: Ints) -> RoutePlan:
    """Lay a walk along the paths.

    Parameters
    ----------
    ground : Ground
        Where it is laid.
    visited : int array
        Stops in order of walking.

    Returns
    -------
    RoutePlan
        It lists no unreachable stops: those belong to the plan, not to one walk.
    """
    legs = _legs(ground, visited)
    per_m = ground.cost / ground.network.edge_length_m
    leg_s = [float((np.abs(leg.to_m - leg.from_m) * per_m[leg.edge]).sum()) for leg in legs]
    leg_m = [leg.length_m for leg in legs]
    # A walk without a given beginning begins at its first stop, to which nothing is walked.
    lead = [0.0] * (ground.begin is None)
    count = len(visited)
    arrival_s, done_s = _clock(ground.asked, visited, np.array((lead + leg_s)[:count]))
    return RoutePlan(
        stops=_timetable(ground, visited, np.array((lead + leg_m)[:count]), arrival_s),
        geometry=_geometry(ground.network, legs),
        length_m=float(sum(leg_m)),
        walk_s=float(sum(leg_s)),
        duration_s=done_s + float(sum((lead + leg_s)[count:])),
        unreachable=unreachable_table(ground.stops.iloc[:0], ground.snaps.take(slice(0, 0))),
        findings=(),
        closed=ground.closed,
    )


def _legs(ground: Ground, visited: Ints) -> list[Leg]:
    if not len(visited):
        return []
    way = [int(row) for row in visited + ground.ends]
    way = way if ground.begin is None else [ground.begin, *way]
    if ground.end is not None:
        way.append(ground.end)
    elif ground.closed:
        way.append(way[0])
    return paths_along(ground.network, ground.snaps, way, cost=ground.cost)


def _clock(asked: Asked, visited: Ints, leg_s: Floats) -> tuple[Floats, float]:
    """Tell when each stop is reached, and when the last is done; who is early waits."""
    arrival_s = np.zeros(len(visited))
    clock = 0.0
    for number, (stop, walk_s) in enumerate(zip(visited, leg_s, strict=True)):
        clock += walk_s
        arrival_s[number] = clock
        clock = max(clock, float(asked.window_s[stop, 0])) + float(asked.dwell_s[stop])
    return arrival_s, clock


def _timetable(ground: Ground, visited: Ints, leg_m: Floats, arrival_s: Floats) -> pd.DataFrame:
    """List the visited stops with when they are reached."""
    snaps = ground.snaps.take(visited + ground.ends)
    on_path = gpd.GeoSeries.from_xy(*snaps.xy.T, crs=ground.network.srid).to_crs(STORAGE_SRID)
    columns = ground.stops.iloc[visited].to_dict("list")
    return pd.DataFrame({"sequence": np.arange(1, len(visited) + 1), **columns}).assign(
        path_lon=on_path.x.to_numpy(),
        path_lat=on_path.y.to_numpy(),
        distance_m=snaps.distance_m,
        leg_m=leg_m,
        arrival_s=arrival_s,
    )


def _geometry(network: WalkingNetwork, legs: list[Leg]) -> LineString:
    """Join the legs together, in degrees."""
    coords = np.concatenate([leg.coords for leg in legs]) if legs else np.empty((0, 2))
    if not len(coords):
        return LineString()
    walked = shapely.remove_repeated_points(shapely.linestrings(coords))
    return LineString(
        shapely.get_coordinates(gpd.GeoSeries([walked], crs=network.srid).to_crs(STORAGE_SRID))
    )
