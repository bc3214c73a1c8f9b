"""What patrols are laid on: the network, the stops on it, and where walks begin and end."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import Point

from geodata.crs import STORAGE_SRID
from patrol.asked import Asked
from patrol.network import WalkingNetwork
from patrol.noding import Floats
from patrol.snap import Snaps, snap_points
from patrol.start import remoteness_m, snap_with_start
from patrol.stops import Stops

_ANYWHERE_M = 1e7


@dataclass(frozen=True, eq=False)
class Ground:
    """What walks are laid on.

    Attributes
    ----------
    network : WalkingNetwork
        Where one can walk.
    cost : (e,) array
        Seconds of each edge.
    snaps : Snaps
        Of the beginning and the end, where they are given, then of the stops.
    stops : DataFrame
        ``key``, ``name``, ``lon``, ``lat``.
    asked : Asked
        Of the stops.
    begin, end : int or None
        Rows of the snaps where walks begin and end, if they are given.
    closed : bool
        Whether walks return to where they began.
    """

    network: WalkingNetwork
    cost: Floats
    snaps: Snaps
    stops: pd.DataFrame
    asked: Asked
    begin: int | None
    end: int | None
    closed: bool

    @property
    def ends(self) -> int:
        """How many rows of the snaps are no stops."""
        return (self.begin is not None) + (self.end is not None)


def lay_ground(
    network: WalkingNetwork,
    read: Stops,
    asked: Asked,
    *,
    start: tuple[float, float] | None,
    end: tuple[float, float] | None,
    closed: bool,
    shared: bool,
    obstacles: gpd.GeoSeries | None,
    reach_m: float,
    pace_m_s: float,
) -> Ground:
    """Bring stops, beginning and end onto the network.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    read : Stops
        What is visited.
    asked : Asked
        Of the stops.
    start, end : (lon, lat) or None
        Degrees.
    closed : bool
        Whether walks return to where they began.
    shared : bool
        Whether rounds without a start need a common one: the stop nearest to a gate, or to the
        middle of the stops.
    obstacles : GeoSeries, optional
        Footprints of buildings, in any declared CRS.
    reach_m : float
        Farther than this from every path, metres, a stop cannot be reached.
    pace_m_s : float
        Metres per second on level ground.

    Returns
    -------
    Ground
    """
    walls = None if obstacles is None else np.asarray(obstacles.to_crs(network.srid), dtype=object)
    start_xy = None if start is None else _metres(network, start)
    snaps = snap_with_start(network, read.xy, start_xy, walls, reach_m)
    begin = start is not None
    if shared and closed and not begin and snaps.reachable.any():
        snaps, begin = _meeting(network, snaps).joined(snaps), True
    if end is not None:
        there = snap_points(network, _metres(network, end), limit_m=_ANYWHERE_M, piece=snaps.piece)
        lead = slice(0, int(begin))
        snaps = snaps.take(lead).joined(there).joined(snaps.take(slice(int(begin), None)))
    return Ground(
        network=network,
        cost=network.walk_s(pace_m_s),
        snaps=snaps,
        stops=read.table,
        asked=asked,
        begin=0 if begin else None,
        end=None if end is None else int(begin),
        closed=closed,
    )


def _meeting(network: WalkingNetwork, snaps: Snaps) -> Snaps:
    """Choose the stop from which several set out: the one nearest to a gate or to the middle."""
    reached = snaps.take(snaps.reachable)
    return reached.take([int(remoteness_m(network, reached).argmin())])


def _metres(network: WalkingNetwork, place: tuple[float, float]) -> Floats:
    point = gpd.GeoSeries([Point(*place)], crs=STORAGE_SRID).to_crs(network.srid)
    return np.asarray(shapely.get_coordinates(point))
