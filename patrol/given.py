"""Walk stops in the order that somebody gave: what a hand has changed is measured, not improved."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from patrol.asked import read_asked
from patrol.ground import lay_ground
from patrol.network import DEFAULT_PACE_M_S, WalkingNetwork
from patrol.plan import DWELL_S
from patrol.report import left_out_table, unreachable_findings, unreachable_table
from patrol.result import PatrolResult
from patrol.snap import LIMIT_M
from patrol.stops import read_stops
from patrol.walks import lay_walk


def walk_given(
    network: WalkingNetwork,
    stops: pd.DataFrame,
    orders: Sequence[Sequence[str]],
    *,
    start: tuple[float, float] | None = None,
    closed: bool = True,
    pace_m_s: float = DEFAULT_PACE_M_S,
    reach_m: float = LIMIT_M,
    obstacles: gpd.GeoSeries | None = None,
) -> PatrolResult:
    """Walk past stops in given orders, by the shortest way from each to the next.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    stops : DataFrame or GeoDataFrame
        As for `patrol.plan.plan_patrols`.
    orders : sequence of sequence of str
        Keys of the stops of each volunteer, in order of walking; one may be empty.
    start : (lon, lat), optional
        Degrees; where the walks begin, by default as `plan_patrols` chooses.
    closed : bool
        Whether each walk returns to its beginning.
    pace_m_s : float
        Pace on level ground, metres per second.
    reach_m : float
        Farther than this from every path, metres, a stop counts as unreachable.
    obstacles : GeoSeries, optional
        Footprints of buildings, in any declared CRS.

    Returns
    -------
    PatrolResult
        A route for each order, without the stops that cannot be reached: those are in
        ``left_out``.

    Raises
    ------
    InputRefused
        If there are no stops at all.
    """
    read = read_stops(stops, network.srid)
    ground = lay_ground(
        network,
        read,
        read_asked(stops.iloc[read.rows], DWELL_S),
        start=start,
        end=None,
        closed=closed,
        shared=len(orders) > 1,
        obstacles=obstacles,
        reach_m=reach_m,
        pace_m_s=pace_m_s,
    )
    snaps = ground.snaps.take(slice(ground.ends, None))
    row = {key: number for number, key in enumerate(read.table["key"]) if snaps.reachable[number]}
    walks = [
        lay_walk(ground, np.array([row[key] for key in order if key in row], dtype=np.int64))
        for order in orders
    ]
    unreachable = unreachable_table(read.table, snaps)
    nothing = left_out_table(read.table, np.empty(0, dtype=np.int64))
    return PatrolResult(
        walks,
        unreachable if len(unreachable) else nothing,
        None,
        (*read.findings, *unreachable_findings(unreachable)),
    )
