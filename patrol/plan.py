"""Plan a route: stops in, a walk along real paths out, and what could not be reached."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import LineString, Point

from geodata.crs import STORAGE_SRID
from geodata.findings import Finding
from patrol.matrix import Leg, paths_along, travel_matrix
from patrol.network import DEFAULT_PACE_M_S, WalkingNetwork
from patrol.noding import Floats, Ints
from patrol.report import (
    nothing_reachable,
    start_finding,
    unreachable_findings,
    unreachable_table,
)
from patrol.result import RoutePlan
from patrol.snap import LIMIT_M, Snaps
from patrol.start import remoteness_m, snap_with_start
from patrol.stops import read_stops
from patrol.tours.one import tour_order

__all__ = ["DWELL_S", "RoutePlan", "plan_route"]

DWELL_S = 30.0
"""Time spent at each stop: a look at the entrance and the notice board."""

_TIE_BREAK = 1e-3
"""Of walks equally long, the one whose stops follow each other closely as the crow flies."""


def plan_route(
    network: WalkingNetwork,
    stops: pd.DataFrame,
    *,
    start: tuple[float, float] | None = None,
    closed: bool = True,
    pace_m_s: float = DEFAULT_PACE_M_S,
    dwell_s: float = DWELL_S,
    reach_m: float = LIMIT_M,
    obstacles: gpd.GeoSeries | None = None,
    seed: int = 0,
) -> RoutePlan:
    """Plan one walk past all stops that can be reached.

    Stops at one place on the network are visited one after the other.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    stops : DataFrame or GeoDataFrame
        ``key``, ``name``, and a geometry or ``x``, ``y`` in metres of the network's CRS.
    start : (lon, lat), optional
        Degrees, EPSG:4326. Without it the walk begins at a stop: the one nearest to a gate, or,
        where no gate is known, nearest to the middle of the stops; an open walk without a start
        begins at whichever end is better.
    closed : bool
        Whether to return to the beginning.
    pace_m_s : float
        Pace on level ground, metres per second.
    dwell_s : float
        Seconds spent at each stop.
    reach_m : float
        Farther than this from every path, metres, a stop counts as unreachable.
    obstacles : GeoSeries, optional
        Footprints of buildings, in any declared CRS.
    seed : int
        Seed of the search for the order.

    Returns
    -------
    RoutePlan

    Raises
    ------
    InputRefused
        If there are no stops at all.
    """
    read = read_stops(stops, network.srid)
    walls = None if obstacles is None else np.asarray(obstacles.to_crs(network.srid), dtype=object)
    snaps = snap_with_start(network, read.xy, _start_xy(network, start), walls, reach_m)
    begin = 0 if start is None else 1
    cost = network.walk_s(pace_m_s)
    order = _order(network, snaps, cost, begin=begin, closed=closed, seed=seed)
    walk = _walk(network, snaps, order, cost, closed=closed)
    table = _timetable(read.table, snaps, order[begin:] - begin, begin, walk, dwell_s, network.srid)
    unreachable = unreachable_table(read.table, snaps.take(slice(begin, None)))
    return RoutePlan(
        stops=table,
        geometry=_geometry(network, walk.legs),
        length_m=float(walk.length_m.sum()),
        walk_s=float(walk.walk_s.sum()),
        duration_s=float(walk.walk_s.sum()) + dwell_s * len(table),
        unreachable=unreachable,
        findings=(*read.findings, *_findings(unreachable, table, start, snaps)),
        closed=closed,
    )


@dataclass(frozen=True, eq=False)
class _Walk:
    """The legs of a route, with the metres and seconds of each."""

    legs: list[Leg]
    length_m: Floats
    walk_s: Floats


def _start_xy(network: WalkingNetwork, start: tuple[float, float] | None) -> Floats | None:
    if start is None:
        return None
    place = gpd.GeoSeries([Point(*start)], crs=STORAGE_SRID).to_crs(network.srid)
    return np.asarray(shapely.get_coordinates(place))


def _order(
    network: WalkingNetwork, snaps: Snaps, cost: Floats, *, begin: int, closed: bool, seed: int
) -> Ints:
    """Order the rows of the snaps that can be reached; a start (row 0) comes first."""
    rows = np.flatnonzero(snaps.reachable | (np.arange(len(snaps)) < begin))
    if not len(rows):
        return rows
    reached = snaps.take(rows)
    matrix = travel_matrix(network, reached, cost=cost)
    # Rows at one place on the network are one stop of the tour: each stands for the first.
    places, member = np.unique((matrix <= 0).argmax(axis=1), return_inverse=True)
    tour = _tour(network, reached.take(places), matrix[np.ix_(places, places)], begin, closed, seed)
    members = [np.flatnonzero(member == place) for place in tour]
    return np.asarray(rows[np.concatenate(members)])


def _tour(
    network: WalkingNetwork, snaps: Snaps, matrix: Floats, begin: int, closed: bool, seed: int
) -> Ints:
    """Order distinct places; the start, if any, is the first of them."""
    crow = np.hypot(*(snaps.xy[:, None] - snaps.xy[None]).transpose(2, 0, 1))
    matrix = matrix + _TIE_BREAK * crow
    if begin:
        return tour_order(matrix, closed=closed, first=0, seed=seed)
    remote_m = remoteness_m(network, snaps)
    if closed:
        return tour_order(matrix, first=int(remote_m.argmin()), seed=seed)
    tour = tour_order(matrix, closed=False, seed=seed)
    return tour if remote_m[tour[0]] <= remote_m[tour[-1]] else tour[::-1]


def _walk(
    network: WalkingNetwork, snaps: Snaps, order: Ints, cost: Floats, *, closed: bool
) -> _Walk:
    places = np.append(order, order[:1]) if closed else order
    legs = paths_along(network, snaps, places, cost=cost)
    per_m = cost / network.edge_length_m
    walk_s = [float((np.abs(leg.to_m - leg.from_m) * per_m[leg.edge]).sum()) for leg in legs]
    return _Walk(legs, np.array([leg.length_m for leg in legs]), np.array(walk_s))


def _timetable(
    stops: pd.DataFrame,
    snaps: Snaps,
    visited: Ints,
    begin: int,
    walk: _Walk,
    dwell_s: float,
    srid: int,
) -> pd.DataFrame:
    """List the visited stops with when they are reached."""
    # A route without a start begins at its first stop, to which nothing is walked.
    lead = np.zeros(1 - begin)
    leg_m = np.concatenate([lead, walk.length_m])[: len(visited)]
    leg_s = np.concatenate([lead, walk.walk_s])[: len(visited)]
    on_path = gpd.GeoSeries.from_xy(*snaps.xy[visited + begin].T, crs=srid).to_crs(STORAGE_SRID)
    sequence = np.arange(1, len(visited) + 1)
    return pd.DataFrame({"sequence": sequence, **stops.iloc[visited].to_dict("list")}).assign(
        path_lon=on_path.x.to_numpy(),
        path_lat=on_path.y.to_numpy(),
        distance_m=snaps.distance_m[visited + begin],
        leg_m=leg_m,
        arrival_s=np.cumsum(leg_s) + dwell_s * (sequence - 1),
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


def _findings(
    unreachable: pd.DataFrame,
    visited: pd.DataFrame,
    start: tuple[float, float] | None,
    snaps: Snaps,
) -> list[Finding]:
    findings = unreachable_findings(unreachable)
    if start is not None and snaps.distance_m[0] > LIMIT_M:
        findings.append(start_finding(start, float(snaps.distance_m[0])))
    if visited.empty:
        findings.append(nothing_reachable())
    return findings
