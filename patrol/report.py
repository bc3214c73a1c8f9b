"""What a plan says about the stops that it had to leave out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from shapely import MultiPoint, Point

from geodata.errors import N_
from geodata.findings import Finding, Severity
from patrol.network import Bools
from patrol.noding import Ints
from patrol.snap import Snaps, Unreachable

LEFT_OUT = "left_out"
"""Reason of a stop that could be reached, if there were more time."""

_TOLD = {
    Unreachable.TOO_FAR: N_("%(name)s cannot be reached: the nearest path is %(distance)s m away."),
    Unreachable.OTHER_PIECE: N_(
        "%(name)s cannot be reached: its paths do not join those of the route."
    ),
}


def unreachable_table(stops: pd.DataFrame, snaps: Snaps) -> pd.DataFrame:
    """List the stops that cannot be walked to.

    Parameters
    ----------
    stops : DataFrame
        ``key``, ``name``, ``lon``, ``lat``.
    snaps : Snaps
        Their places, same order.

    Returns
    -------
    DataFrame
        ``key``, ``name``, ``reason``, ``distance_m`` (to the nearest path), ``lon``, ``lat``.
    """
    reason = [None if why is None else why.value for why in snaps.reason]
    table = stops.assign(reason=reason, distance_m=snaps.distance_m)
    left_out = table[~snaps.reachable].reset_index(drop=True)
    return left_out[["key", "name", "reason", "distance_m", "lon", "lat"]]


def unreachable_findings(table: pd.DataFrame) -> list[Finding]:
    """Turn the list of unreachable stops into findings with their places.

    Parameters
    ----------
    table : DataFrame
        As from `unreachable_table`.

    Returns
    -------
    list of Finding
    """
    return [
        Finding(
            "stop_unreachable",
            Severity.WARNING,
            _TOLD[stop.reason],
            {"name": str(stop.name), "distance": round(stop.distance_m)},
            layer="stops",
            key=str(stop.key),
            place=Point(stop.lon, stop.lat),
        )
        for stop in table.itertuples(index=False)
    ]


def behind_findings(stops: pd.DataFrame, snaps: Snaps) -> list[Finding]:
    """Say which stops have no straight way to a path but through another building.

    Parameters
    ----------
    stops : DataFrame
        ``key``, ``name``, ``lon``, ``lat``.
    snaps : Snaps
        Their places, same order.

    Returns
    -------
    list of Finding
        One for all of them, or none.
    """
    behind = stops[snaps.blocked & snaps.reachable]
    if behind.empty:
        return []
    template = N_("%(count)s stops lie behind another building: look for the way in on the ground.")
    place = MultiPoint(behind[["lon", "lat"]].to_numpy())
    count = {"count": len(behind)}
    return [Finding("stops_behind", Severity.NOTE, template, count, layer="stops", place=place)]


def left_out_table(stops: pd.DataFrame, rows: Ints) -> pd.DataFrame:
    """List the stops for which the time does not suffice.

    Parameters
    ----------
    stops : DataFrame
        ``key``, ``name``, ``lon``, ``lat``.
    rows : int array
        Which of them.

    Returns
    -------
    DataFrame
        As from `unreachable_table`, with the reason `LEFT_OUT`; no distance is known.
    """
    table = stops.iloc[rows].assign(reason=LEFT_OUT, distance_m=np.nan).reset_index(drop=True)
    return table[["key", "name", "reason", "distance_m", "lon", "lat"]]


def left_out_findings(stops: pd.DataFrame, rows: Ints, required: Bools) -> list[Finding]:
    """Say for which stops the time does not suffice.

    Parameters
    ----------
    stops : DataFrame
        ``key``, ``name``, ``lon``, ``lat``.
    rows : int array
        Which of them.
    required : (n,) bool array
        Of all stops, whether they must be visited: these are named one by one.

    Returns
    -------
    list of Finding
    """
    must = stops.iloc[rows[required[rows]]]
    findings = [
        Finding(
            "stop_must_be_left_out",
            Severity.ERROR,
            N_("%(name)s must be visited, but does not fit: give more minutes or volunteers."),
            {"name": str(stop.name)},
            layer="stops",
            key=str(stop.key),
            place=Point(stop.lon, stop.lat),
        )
        for stop in must.itertuples(index=False)
    ]
    others = stops.iloc[rows[~required[rows]]]
    if len(others):
        template = N_("%(count)s stops of lower priority do not fit into the time.")
        place = MultiPoint(others[["lon", "lat"]].to_numpy())
        count = {"count": len(others)}
        findings.append(Finding("stops_left_out", Severity.NOTE, template, count, place=place))
    return findings


def start_finding(
    start: tuple[float, float], distance_m: float, *, is_end: bool = False
) -> Finding:
    """Say that the start, or the end, stands far from every path.

    Parameters
    ----------
    start : (lon, lat)
        Degrees.
    distance_m : float
        To the nearest place at which the route can begin or end.
    is_end : bool
        Whether it is the end.

    Returns
    -------
    Finding
    """
    template = N_("The start is %(distance)s m from the nearest path of the route.")
    if is_end:
        template = N_("The end is %(distance)s m from the nearest path of the route.")
    params = {"distance": round(distance_m)}
    code = "end_far" if is_end else "start_far"
    return Finding(code, Severity.WARNING, template, params, place=Point(*start))


def nothing_reachable() -> Finding:
    """Say that no stop can be reached.

    Returns
    -------
    Finding
    """
    template = N_("No stop can be reached: check that the paths lead to the buildings.")
    return Finding("no_stop_reachable", Severity.WARNING, template)
