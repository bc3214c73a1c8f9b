"""What a plan says about the stops that it had to leave out."""

from __future__ import annotations

import pandas as pd
from shapely import Point

from geodata.errors import N_
from geodata.findings import Finding, Severity
from patrol.snap import Snaps, Unreachable

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


def start_finding(start: tuple[float, float], distance_m: float) -> Finding:
    """Say that the start stands far from every path.

    Parameters
    ----------
    start : (lon, lat)
        Degrees.
    distance_m : float
        To the nearest place from which the route can begin.

    Returns
    -------
    Finding
    """
    template = N_("The start is %(distance)s m from the nearest path of the route.")
    params = {"distance": round(distance_m)}
    return Finding("start_far", Severity.WARNING, template, params, place=Point(*start))


def nothing_reachable() -> Finding:
    """Say that no stop can be reached.

    Returns
    -------
    Finding
    """
    template = N_("No stop can be reached: check that the paths lead to the buildings.")
    return Finding("no_stop_reachable", Severity.WARNING, template)
