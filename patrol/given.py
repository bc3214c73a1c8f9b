"""Walk stops in the order that somebody gave: what a hand has changed is measured, not improved."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import LineString, Point

from geodata.crs import STORAGE_SRID
from patrol.matrix import Leg, paths_along
from patrol.network import DEFAULT_PACE_M_S, WalkingNetwork
from patrol.noding import Floats
from patrol.report import unreachable_findings, unreachable_table
from patrol.result import RoutePlan
from patrol.snap import LIMIT_M
from patrol.start import snap_with_start
from patrol.stops import read_stops


def walk_given(
    network: WalkingNetwork,
    stops: gpd.GeoDataFrame,
    *,
    start: tuple[float, float] | None = None,
    closed: bool = True,
    pace_m_s: float = DEFAULT_PACE_M_S,
    reach_m: float = LIMIT_M,
    obstacles: gpd.GeoSeries | None = None,
) -> RoutePlan:
    """Walk past stops in their order, by the shortest way from each to the next.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    stops : GeoDataFrame
        ``key``, ``name``, ``dwell_s`` and a point each, in order of walking; may be empty.
    start : (lon, lat), optional
        Degrees; where the walk begins, by default at the first stop.
    closed : bool
        Whether to return to the beginning.
    pace_m_s : float
        Pace on level ground, metres per second.
    reach_m : float
        Farther than this from every path, metres, a stop counts as unreachable.
    obstacles : GeoSeries, optional
        Footprints of buildings, in any declared CRS.

    Returns
    -------
    RoutePlan
        Stops that cannot be reached are left out and listed.
    """
    if stops.empty:
        return _nothing(closed=closed)
    read = read_stops(stops, network.srid)
    walls = None if obstacles is None else np.asarray(obstacles.to_crs(network.srid), dtype=object)
    begin = 0 if start is None else 1
    snaps = snap_with_start(network, read.xy, _start_xy(network, start), walls, reach_m)
    rows = np.flatnonzero(snaps.reachable | (np.arange(len(snaps)) < begin))
    cost = network.walk_s(pace_m_s)
    round_trip = np.append(rows, rows[:1]) if closed else rows
    legs = paths_along(network, snaps, round_trip, cost=cost) if len(rows) else []
    walk_s = np.array([_seconds(network, leg, cost) for leg in legs])
    visited = rows[begin:]
    dwell_s = stops.set_index("key")["dwell_s"].reindex(read.table["key"]).to_numpy(dtype=float)
    table = _timetable(
        read.table.iloc[visited - begin],
        np.append(np.zeros(1 - begin), [leg.length_m for leg in legs])[: len(visited)],
        np.append(np.zeros(1 - begin), walk_s)[: len(visited)],
        dwell_s[visited - begin],
    )
    on_path = gpd.GeoSeries.from_xy(*snaps.xy[visited].T, crs=network.srid).to_crs(STORAGE_SRID)
    unreachable = unreachable_table(read.table, snaps.take(slice(begin, None)))
    return RoutePlan(
        stops=table.assign(
            path_lon=on_path.x.to_numpy(),
            path_lat=on_path.y.to_numpy(),
            distance_m=snaps.distance_m[visited],
        ),
        geometry=_geometry(network, legs),
        length_m=float(sum(leg.length_m for leg in legs)),
        walk_s=float(walk_s.sum()),
        duration_s=float(walk_s.sum() + dwell_s[visited - begin].sum()),
        unreachable=unreachable,
        findings=(*read.findings, *unreachable_findings(unreachable)),
        closed=closed,
    )


def _nothing(*, closed: bool) -> RoutePlan:
    """Give the walk of somebody who has nowhere to go."""
    columns = ["sequence", "key", "name", "lon", "lat", "leg_m", "arrival_s"]
    left = pd.DataFrame(columns=["key", "name", "reason", "distance_m", "lon", "lat"])
    nothing = pd.DataFrame(columns=columns)
    return RoutePlan(nothing, LineString(), 0.0, 0.0, 0.0, left, (), closed)


def _start_xy(network: WalkingNetwork, start: tuple[float, float] | None) -> Floats | None:
    if start is None:
        return None
    place = gpd.GeoSeries([Point(*start)], crs=STORAGE_SRID).to_crs(network.srid)
    return np.asarray(shapely.get_coordinates(place))


def _seconds(network: WalkingNetwork, leg: Leg, cost: Floats) -> float:
    share = np.abs(leg.to_m - leg.from_m) / network.edge_length_m[leg.edge]
    return float((share * cost[leg.edge]).sum())


def _timetable(stops: pd.DataFrame, leg_m: Floats, leg_s: Floats, dwell_s: Floats) -> pd.DataFrame:
    """List the stops with when they are reached."""
    spent_before_s = np.append(0.0, np.cumsum(dwell_s))[: len(stops)]
    return stops.reset_index(drop=True).assign(
        sequence=np.arange(1, len(stops) + 1),
        leg_m=leg_m,
        arrival_s=np.cumsum(leg_s) + spent_before_s,
    )


def _geometry(network: WalkingNetwork, legs: list[Leg]) -> LineString:
    """Join the legs together, in degrees."""
    coords = np.concatenate([leg.coords for leg in legs]) if legs else np.empty((0, 2))
    if not len(coords):
        return LineString()
    walked = shapely.remove_repeated_points(shapely.linestrings(coords))
    globe = gpd.GeoSeries([walked], crs=network.srid).to_crs(STORAGE_SRID)
    return LineString(shapely.get_coordinates(globe))
