"""Plan patrols: stops in, walks along real paths out, and what had to be left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.errors import N_, InputRefused
from geodata.findings import Finding
from patrol.asked import read_asked
from patrol.ground import Ground, lay_ground
from patrol.network import DEFAULT_PACE_M_S, WalkingNetwork
from patrol.noding import Ints
from patrol.places import gather_places
from patrol.report import (
    behind_findings,
    left_out_findings,
    left_out_table,
    nothing_reachable,
    start_finding,
    unreachable_findings,
    unreachable_table,
)
from patrol.result import PatrolResult, RoutePlan
from patrol.shares import Task, share_out
from patrol.snap import LIMIT_M
from patrol.start import remoteness_m
from patrol.stops import Stops, read_stops
from patrol.tours.effort import Effort, Tell
from patrol.walks import lay_walk

__all__ = ["DWELL_S", "RoutePlan", "plan_patrols", "plan_route"]

DWELL_S = 30.0
"""Time spent at each stop: a look at the entrance and the notice board."""

LIMIT_S = 10.0
"""Most searches end long before, for want of improvement."""

_IDLE = 100
_IDLE_PER_STOP = 8
"""Steps of a search without improvement after which it ends."""

_THOROUGH = 10
"""So many times as many where a time limit is given."""


def plan_patrols(
    network: WalkingNetwork,
    stops: pd.DataFrame,
    *,
    volunteers: int = 1,
    party: int = 1,
    closed: bool = True,
    start: tuple[float, float] | None = None,
    end: tuple[float, float] | None = None,
    max_s: float | None = None,
    pace_m_s: float = DEFAULT_PACE_M_S,
    dwell_s: float = DWELL_S,
    reach_m: float = LIMIT_M,
    obstacles: gpd.GeoSeries | None = None,
    random_share: float = 0.0,
    locked: Iterable[tuple[object, object]] = (),
    seed: int = 0,
    time_limit_s: float | None = None,
    cores: int = 1,
    tell: Tell | None = None,
) -> PatrolResult:
    """Plan one walk for each volunteer, so that all stops are visited and the longest is short.

    Where `max_s` does not suffice for all, the required stops go first, then those of the
    highest priority. Stops at one place on the network are visited one after the other.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    stops : DataFrame or GeoDataFrame
        ``key``, ``name``, and a geometry or ``x``, ``y`` in metres of the network's CRS. May say
        more of each stop: ``required`` (bool), ``priority`` (worth of a visit, 1 where nothing is
        said; `patrol.urgency` makes it of need and time), ``dwell_s`` (a picket stays longer),
        ``open_s`` and ``close_s`` (earliest and latest arrival, seconds since setting out).
    volunteers : int
        How many there are.
    party : int
        How many walk together: with 2, six volunteers walk three routes.
    closed : bool
        Whether each walk returns to its beginning.
    start, end : (lon, lat), optional
        Degrees, EPSG:4326: where all begin and end. Without a start a round begins at the stop
        nearest to a gate, or, where no gate is known, nearest to the middle of the stops; an open
        walk begins at whichever stop is better. With an end of its own no walk is closed.
    max_s : float, optional
        Longest walk, seconds, time at stops included.
    pace_m_s : float
        Pace on level ground, metres per second.
    dwell_s : float
        Seconds spent at a stop that does not say otherwise.
    reach_m : float
        Farther than this from every path, metres, a stop counts as unreachable.
    obstacles : GeoSeries, optional
        Footprints of buildings, in any declared CRS.
    random_share : float
        By how much each walk may be longer than the best for the sake of an order that nobody
        can foresee: 0.2 is a fifth. Another seed gives another order.
    locked : iterable of (key, key)
        Legs that stay: the second stop is visited right after the first.
    seed : int
        Of all random choices. The same seed gives the same plan (but see
        `patrol.tours.one.tour_order`) unless the time runs out.
    time_limit_s : float, optional
        Seconds at most for the order of stops; by default what the size needs, at most
        `LIMIT_S`. With a limit the search is more thorough.
    cores : int
        With more than one, searches of two kinds run side by side where several share the stops.
    tell : callable, optional
        Told the share done and what is at work; False ends with the best so far.

    Returns
    -------
    PatrolResult
        At least one route, which is empty where nothing is walked. ``left_out`` lists what cannot
        be reached (``too_far``, ``other_piece``) and what did not fit (``left_out``).

    Raises
    ------
    InputRefused
        If there are no stops at all, or a number makes no sense.
    """
    _check(volunteers, party, max_s, random_share)
    read = read_stops(stops, network.srid)
    asked = read_asked(stops.iloc[read.rows], dwell_s)
    task = Task(
        walkers=-(-volunteers // party),
        closed=closed and end is None,
        max_s=max_s,
        pairs=_rows_of(read, locked),
        random_share=random_share,
    )
    ground = lay_ground(
        network,
        read,
        asked,
        start=start,
        end=end,
        closed=task.closed,
        shared=task.walkers > 1 or max_s is not None or asked.timed or bool(task.pairs),
        obstacles=obstacles,
        reach_m=reach_m,
        pace_m_s=pace_m_s,
    )
    if max_s is not None:
        _make_ready()
    effort = _effort(len(read.xy), seed, time_limit_s, cores, tell)
    routes, gap = _ordered(ground, task, effort)
    walks = [lay_walk(ground, route) for route in routes]
    return _result(ground, walks, routes, gap, [*read.findings, *_far(ground, start, end)])


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
    """Plan one walk past all stops that can be reached: `plan_patrols` for one.

    Parameters
    ----------
    network, stops, start, closed, pace_m_s, dwell_s, reach_m, obstacles, seed
        As for `plan_patrols`.

    Returns
    -------
    RoutePlan
        With what cannot be reached, and with the findings.

    Raises
    ------
    InputRefused
        If there are no stops at all.
    """
    result = plan_patrols(
        network,
        stops,
        start=start,
        closed=closed,
        pace_m_s=pace_m_s,
        dwell_s=dwell_s,
        reach_m=reach_m,
        obstacles=obstacles,
        seed=seed,
    )
    return replace(result.routes[0], unreachable=result.left_out, findings=result.findings)


def _check(volunteers: int, party: int, max_s: float | None, random_share: float) -> None:
    """Refuse numbers that make no sense."""
    if volunteers < 1 or party < 1:
        raise InputRefused(N_("At least one volunteer must walk."))
    if max_s is not None and max_s <= 0:
        raise InputRefused(N_("The longest walk must take some time."))
    if random_share < 0:
        raise InputRefused(N_("A random order cannot make walks shorter than the best."))


def _rows_of(read: Stops, locked: Iterable[tuple[object, object]]) -> tuple[tuple[int, int], ...]:
    """Find the stops of locked legs; those of stops that are gone hold no more."""
    row = {key: number for number, key in enumerate(read.table["key"])}
    return tuple((row[a], row[b]) for a, b in locked if a in row and b in row)


def _make_ready() -> None:
    """Compile the search that chooses among stops before its time begins to run."""
    from patrol.tours.choice.run import ready  # Late: its compiler takes a second to load.

    ready()


def _effort(
    count: int, seed: int, time_limit_s: float | None, cores: int, tell: Tell | None
) -> Effort:
    idle = (_IDLE + _IDLE_PER_STOP * count) * (1 if time_limit_s is None else _THOROUGH)
    limit_s = LIMIT_S if time_limit_s is None else time_limit_s
    return Effort(limit_s, seed=seed, idle=idle, cores=cores, tell=tell)


def _ordered(ground: Ground, task: Task, effort: Effort) -> tuple[list[Ints], float | None]:
    """Order the stops for each walker; at least one order, perhaps an empty one."""
    if not ground.snaps.reachable[ground.ends :].any():
        return [np.empty(0, dtype=np.int64)], None
    places = gather_places(ground)
    meet = int(remoteness_m(ground.network, places.snaps).argmin())
    shares = share_out(places, replace(task, pairs=places.pairs(task.pairs), meet=meet), effort)
    routes = [places.stops(route) for route in shares.routes]
    if ground.begin is None and ground.end is None and not task.closed and not task.pairs:
        routes = [_from_gate(ground, route) for route in routes]
    return routes or [np.empty(0, dtype=np.int64)], shares.gap


def _from_gate(ground: Ground, route: Ints) -> Ints:
    """Let an open walk begin at the end that is nearer to a gate, where its order is free."""
    if ground.asked.timed:
        return route
    remote_m = remoteness_m(ground.network, ground.snaps.take(route[[0, -1]] + ground.ends))
    return route if remote_m[0] <= remote_m[1] else route[::-1]


def _result(
    ground: Ground,
    walks: list[RoutePlan],
    routes: list[Ints],
    gap: float | None,
    findings: list[Finding],
) -> PatrolResult:
    """Put the walks together with what no walk visits."""
    stops, snaps = ground.stops, ground.snaps.take(slice(ground.ends, None))
    missed = np.setdiff1d(np.flatnonzero(snaps.reachable), np.concatenate(routes))
    unreachable = unreachable_table(stops, snaps)
    findings = [
        *findings,
        *unreachable_findings(unreachable),
        *behind_findings(stops, snaps),
        *left_out_findings(stops, missed, ground.asked.required),
    ]
    if not snaps.reachable.any():
        findings.append(nothing_reachable())
    tables = [table for table in (unreachable, left_out_table(stops, missed)) if len(table)]
    left_out = pd.concat(tables, ignore_index=True) if tables else unreachable
    return PatrolResult(walks, left_out, gap, tuple(findings))


def _far(
    ground: Ground, start: tuple[float, float] | None, end: tuple[float, float] | None
) -> list[Finding]:
    """Say that the beginning or the end stands far from every path."""
    given = [(start, ground.begin, False), (end, ground.end, True)]
    return [
        start_finding(place, float(ground.snaps.distance_m[row]), is_end=is_end)
        for place, row, is_end in given
        if place is not None and row is not None and ground.snaps.distance_m[row] > LIMIT_M
    ]
