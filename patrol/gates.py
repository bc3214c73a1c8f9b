"""The network while some of its gates are closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from geodata.crs import STORAGE_SRID
from geodata.errors import N_
from geodata.findings import Finding, Severity
from patrol.gate_hours import GateWindow, is_open
from patrol.network import WalkingNetwork, label_pieces
from patrol.noding import Bools


def closed_edges(
    network: WalkingNetwork,
    keys: Sequence[str],
    gate_windows: Iterable[GateWindow],
    since: dt.datetime,
    until: dt.datetime,
) -> Bools:
    """Mark the gates that are not open the whole time.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    keys : sequence of str
        Keys of the paths from which it was built, in order.
    gate_windows : iterable of GateWindow
        A gate without any is always open.
    since, until : datetime.datetime
        When the walk begins and ends, on the clock of the place, without a time zone.

    Returns
    -------
    (e,) bool array
    """
    windows: dict[str, list[GateWindow]] = {}
    for window in gate_windows:
        windows.setdefault(window.key, []).append(window)
    shut = {key for key, open_in in windows.items() if not is_open(open_in, since, until)}
    closed = np.zeros(network.edge_count, dtype=bool)
    for edge in np.flatnonzero(network.edge_is_gate):
        closed[edge] = keys[network.edge_path[edge]] in shut
    return closed


def without_edges(network: WalkingNetwork, closed: Bools) -> WalkingNetwork:
    """Take edges out of a network, as if a wall stood there.

    Planners need not know: what lies behind becomes a piece of its own, so that stops there are
    listed as unreachable, and ways lead round.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk when all is open.
    closed : (e,) bool array
        Edges to take out, such as `closed_edges` gives.

    Returns
    -------
    WalkingNetwork
        With the same nodes; the same one when nothing is closed.
    """
    if not closed.any():
        return network
    keep = ~closed
    size = np.diff(network.edge_offset)
    u, v = network.edge_u[keep], network.edge_v[keep]
    length_m = network.edge_length_m[keep]
    node_piece, edge_piece = label_pieces(u, v, length_m, network.node_count)
    return replace(
        network,
        node_piece=node_piece,
        edge_piece=edge_piece,
        edge_u=u,
        edge_v=v,
        edge_length_m=length_m,
        edge_slowness=network.edge_slowness[keep],
        edge_path=network.edge_path[keep],
        edge_is_steps=network.edge_is_steps[keep],
        edge_is_gate=network.edge_is_gate[keep],
        edge_offset=np.concatenate([[0], np.cumsum(size[keep])]).astype(np.int64),
        coords=network.coords[np.repeat(keep, size)],
        findings=(*network.findings, _closed_finding(network, closed)),
    )


def _closed_finding(network: WalkingNetwork, closed: Bools) -> Finding:
    """Say which gates are closed."""
    middles = shapely.line_interpolate_point(network.lines[closed], 0.5, normalized=True)
    places = gpd.GeoSeries(middles, crs=network.srid).to_crs(STORAGE_SRID)
    count = len(np.unique(network.edge_path[closed]))
    template = N_("%(count)s gates are closed at the time of the walk: the route goes round them.")
    return Finding(
        "gate_closed",
        Severity.NOTE,
        template,
        {"count": count},
        layer="paths",
        place=shapely.multipoints(places.to_numpy()),
    )
