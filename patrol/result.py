"""What a planner gives: a route for each volunteer, and what had to be left out."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from shapely import LineString

from geodata.findings import Finding


@dataclass(frozen=True, eq=False)
class RoutePlan:
    """A planned route.

    Attributes
    ----------
    stops : DataFrame
        In order of walking: ``sequence`` (from 1), ``key``, ``name``, ``lon``, ``lat`` (the stop),
        ``path_lon``, ``path_lat`` (the place on the path), ``distance_m`` (between them),
        ``leg_m`` (walked since the stop before, or since the start), ``arrival_s`` (since setting
        out, with the time spent at earlier stops).
    geometry : LineString
        The walk along the paths, EPSG:4326; empty when nothing is walked (a single stop).
    length_m : float
        Sum of the edges walked, metres.
    walk_s : float
        Seconds of walking, slower on steps.
    duration_s : float
        Seconds of walking and of dwelling at stops.
    unreachable : DataFrame
        ``key``, ``name``, ``reason`` (``too_far`` or ``other_piece``), ``distance_m`` (to the
        nearest path), ``lon``, ``lat``.
    findings : tuple of Finding
        What was left out or is doubtful, with its place.
    closed : bool
        Whether the walk returns to where it began.
    """

    stops: pd.DataFrame
    geometry: LineString
    length_m: float
    walk_s: float
    duration_s: float
    unreachable: pd.DataFrame
    findings: tuple[Finding, ...]
    closed: bool


@dataclass(frozen=True, eq=False)
class PatrolResult:
    """A planned patrol: one route a volunteer.

    Attributes
    ----------
    routes : list of RoutePlan
        One for each volunteer who has something to walk; at least one, perhaps an empty one.
    left_out : DataFrame
        Stops or lanes out of reach, or that did not fit: ``key``, ``name``, ``reason``, ``lon``,
        ``lat``.
    gap : float or None
        The result is at most this share above the optimum, 0 where it is proven to be optimal;
        None where nothing is known.
    findings : tuple of Finding
        What was left out or is doubtful, with its place.
    """

    routes: list[RoutePlan]
    left_out: pd.DataFrame
    gap: float | None
    findings: tuple[Finding, ...]
