"""Plan walks along lanes: every lane of a cell, for one volunteer or several."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused
from geodata.findings import Finding
from patrol.lanes.euler import closed_walk
from patrol.lanes.graph import Bools, LaneGraph
from patrol.lanes.ground import LaneGround, asked_lanes, lay_ground
from patrol.lanes.proof import best_cover
from patrol.lanes.routes import lane_route, left_out_findings, left_out_lanes
from patrol.lanes.rural import with_start
from patrol.lanes.search import ready
from patrol.lanes.team import Shared, share_out
from patrol.network import DEFAULT_PACE_M_S, WalkingNetwork
from patrol.noding import Floats
from patrol.report import start_finding
from patrol.result import PatrolResult, RoutePlan
from patrol.snap import LIMIT_M
from patrol.tours.effort import Effort, Tell


def plan_lanes(
    network: WalkingNetwork,
    *,
    cell: BaseGeometry | None = None,
    required: Bools | None = None,
    sides: int = 1,
    volunteers: int = 1,
    start: tuple[float, float] | None = None,
    need: Floats | None = None,
    max_s: float | None = None,
    pace_m_s: float = DEFAULT_PACE_M_S,
    obstacles: gpd.GeoSeries | None = None,
    seed: int = 0,
    time_limit_s: float = 20.0,
    tell: Tell | None = None,
) -> PatrolResult:
    """Plan walks that pass every lane asked for, and come back to where they began.

    Lanes that were not asked for may be walked to get about. One volunteer walks a shortest
    such walk, mostly proven; several share the lanes so that the longest walk is short; where
    not all fits into the time, what is needed most is walked.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    cell : Polygon or MultiPolygon, optional
        In the network's CRS: the lanes that lie mostly inside are asked for. For cells that
        share streets see `patrol.lanes.cells.share_lanes`.
    required : (e,) bool array, optional
        The edges asked for, instead of those of a cell. Without either it is all of them.
    sides : {1, 2}
        How often to walk each lane asked for: 2 is once on either side.
    volunteers : int
        How many walk; all begin and end at one place.
    start : (lon, lat), optional
        That place, degrees; by default a crossing at a gate, else in the middle of the lanes.
    need : (e,) array, optional
        How much each edge needs a visit, not negative; by default its length. It matters only
        where `max_s` leaves no time for all.
    max_s : float, optional
        Longest walk of a volunteer, seconds.
    pace_m_s : float
        Pace on level ground, metres per second.
    obstacles : GeoSeries, optional
        Taken so that all planners are called alike; lanes lead round buildings by themselves.
    seed : int
        Of the search for several volunteers.
    time_limit_s : float
        Seconds after which the best so far is given.
    tell : callable, optional
        Told the share done; False ends with the best so far.

    Returns
    -------
    PatrolResult
        Routes without stops; ``gap`` bounds how much longer the longest walk is than need be,
        None where not all lanes fitted.

    Raises
    ------
    InputRefused
        If no lane is asked for, or a number makes no sense.
    """
    del obstacles
    asked = asked_lanes(network, cell, required)
    _check(asked, sides, volunteers, max_s)
    ground = lay_ground(network, asked, sides=sides, pace_m_s=pace_m_s)
    node, findings = _start(network, ground, start)
    alone = volunteers == 1 and max_s is None
    if not alone:
        ready()
    effort = Effort(time_limit_s, seed=seed, tell=tell)
    needs = network.edge_length_m if need is None else np.asarray(need, dtype=float)
    begin = _middle_node(network, ground.graph) if node is None else node
    shared = (
        _one_walk(ground.graph, node, effort)
        if alone
        else share_out(ground.graph, begin, volunteers, needs, max_s, effort)
    )
    routes = _routes(network, ground, shared, begin, pace_m_s)
    left_out = pd.concat(
        [
            left_out_lanes(network, ground.apart, "other_piece"),
            left_out_lanes(network, shared.left_out, "no_time"),
        ],
        ignore_index=True,
    )
    return PatrolResult(
        routes=routes,
        left_out=left_out,
        gap=shared.gap,
        findings=(*findings, *left_out_findings(network, left_out)),
    )


def _check(asked: Bools, sides: int, volunteers: int, max_s: float | None) -> None:
    if not asked.any():
        raise InputRefused(N_("There are no lanes to walk here: import paths for this area."))
    if sides not in (1, 2):
        raise InputRefused(N_("A lane is walked once or on both sides: %(sides)s is neither."),
                           sides=sides)  # fmt: skip
    if volunteers < 1:
        raise InputRefused(N_("At least one volunteer must walk."))
    if max_s is not None and not max_s > 0:
        raise InputRefused(N_("The longest walk must last longer than nothing."))


def _start(
    network: WalkingNetwork, ground: LaneGround, start: tuple[float, float] | None
) -> tuple[int | None, list[Finding]]:
    """Find the crossing nearest to the start, among those from which the lanes can be reached."""
    if start is None:
        return None, []
    place = gpd.GeoSeries([Point(*start)], crs=STORAGE_SRID).to_crs(network.srid)
    nodes = np.flatnonzero(network.node_piece == ground.piece)
    away_m = np.hypot(*(network.node_xy[nodes] - shapely.get_coordinates(place)).T)
    nearest_m = float(away_m.min())
    findings = [start_finding(start, nearest_m)] if nearest_m > LIMIT_M else []
    return int(nodes[away_m.argmin()]), findings


def _middle_node(network: WalkingNetwork, graph: LaneGraph) -> int:
    """Choose where to meet: an end of a required lane, at a gate, or in the middle of them."""
    needed = graph.required > 0
    ends = np.unique(np.concatenate([graph.u[needed], graph.v[needed]]))
    gated = network.edge_is_gate & needed
    gates = np.unique(np.concatenate([graph.u[gated], graph.v[gated]]))
    middle = network.node_xy[ends].mean(axis=0)
    choice = gates if len(gates) else ends
    away = network.node_xy[choice] - middle
    return int(choice[np.hypot(*away.T).argmin()])


def _one_walk(graph: LaneGraph, start: int | None, effort: Effort) -> Shared:
    """Cover all lanes by one walk."""
    cover = best_cover(with_start(graph, start), effort)
    return Shared([cover.copies[: len(graph)]], np.empty(0, dtype=np.int64), cover.gap)


def _routes(
    network: WalkingNetwork, ground: LaneGround, shared: Shared, begin: int, pace_m_s: float
) -> list[RoutePlan]:
    routes = []
    for copies in shared.copies:
        if copies.any():
            walk = closed_walk(ground.graph, copies, ground.heading, begin)
            routes.append(lane_route(network, walk, pace_m_s))
    return routes
