"""From lanes in order of walking to a route on the ground."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import LineString

from geodata.crs import STORAGE_SRID
from geodata.errors import N_
from geodata.findings import Finding, Severity
from patrol.network import WalkingNetwork
from patrol.noding import Ints
from patrol.result import RoutePlan

_STOP_COLUMNS = (
    "sequence", "key", "name", "lon", "lat", "path_lon", "path_lat",
    "distance_m", "leg_m", "arrival_s",
)  # fmt: skip
_UNREACHABLE_COLUMNS = ("key", "name", "reason", "distance_m", "lon", "lat")

_TOLD = {
    "other_piece": N_("%(count)s lanes (%(length)s m) do not join those of the route: left out."),
    "no_time": N_("%(count)s lanes (%(length)s m) did not fit into the time: left out."),
}


def lane_route(
    network: WalkingNetwork, walk: Sequence[tuple[int, bool]], pace_m_s: float
) -> RoutePlan:
    """Make a route of edges in order of walking.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    walk : sequence of (edge, bool)
        True where the edge is walked from its first to its second end.
    pace_m_s : float
        Pace on level ground, metres per second.

    Returns
    -------
    RoutePlan
        Without stops: its lanes are its purpose.
    """
    edge = np.array([lane for lane, _ in walk], dtype=np.int64)
    length_m = network.edge_length_m
    walk_s = float(network.walk_s(pace_m_s)[edge].sum())
    return RoutePlan(
        stops=pd.DataFrame(columns=list(_STOP_COLUMNS)),
        geometry=_line(network, walk),
        length_m=float(length_m[edge].sum()),
        walk_s=walk_s,
        duration_s=walk_s,
        unreachable=pd.DataFrame(columns=list(_UNREACHABLE_COLUMNS)),
        findings=(),
        closed=True,
    )


def _line(network: WalkingNetwork, walk: Sequence[tuple[int, bool]]) -> LineString:
    """Join the edges together, in degrees."""
    if not walk:
        return LineString()
    offset, parts = network.edge_offset, []
    for edge, forth in walk:
        coords = network.coords[offset[edge] : offset[edge + 1]]
        parts.append(coords if forth else coords[::-1])
    line = shapely.remove_repeated_points(shapely.linestrings(np.concatenate(parts)))
    globe = gpd.GeoSeries([line], crs=network.srid).to_crs(STORAGE_SRID)
    return LineString(shapely.get_coordinates(globe))


def left_out_lanes(network: WalkingNetwork, edges: Ints, reason: str) -> pd.DataFrame:
    """List lanes that are not walked.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    edges : int array
        Which.
    reason : str
        ``other_piece`` or ``no_time``.

    Returns
    -------
    DataFrame
        ``key`` (the edge), ``name`` (None: the network does not know it), ``path`` (row of its
        path, or `patrol.network.NO_PATH`), ``reason``, ``length_m``, ``lon``, ``lat`` (middle).
    """
    middle = shapely.line_interpolate_point(network.lines[edges], 0.5, normalized=True)
    globe = gpd.GeoSeries(middle, crs=network.srid).to_crs(STORAGE_SRID)
    return pd.DataFrame(
        {
            "key": edges,
            "name": None,
            "path": network.edge_path[edges],
            "reason": reason,
            "length_m": network.edge_length_m[edges],
            "lon": globe.x.to_numpy(),
            "lat": globe.y.to_numpy(),
        }
    )


def left_out_findings(network: WalkingNetwork, left_out: pd.DataFrame) -> list[Finding]:
    """Say how many lanes are not walked, and where they are.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    left_out : DataFrame
        As from `left_out_lanes`.

    Returns
    -------
    list of Finding
    """
    findings = []
    for reason, lanes in left_out.groupby("reason"):
        lines = gpd.GeoSeries(
            network.lines[lanes["key"].to_numpy(dtype=np.int64)], crs=network.srid
        )
        params = {"count": len(lanes), "length": round(lanes["length_m"].sum())}
        findings.append(
            Finding(
                f"lanes_{reason}",
                Severity.WARNING,
                _TOLD[str(reason)],
                params,
                layer="paths",
                place=shapely.multilinestrings(lines.to_crs(STORAGE_SRID).to_numpy()),
            )
        )
    return findings
