"""How much of a planned route was walked."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from app.models import Route
from geodata.crs import STORAGE_SRID
from patrol.network import WalkingNetwork
from patrol.track import Walked, stretches_of

_SAME_M = 2.0
"""The paths may have been corrected a little since the route was planned."""


def covered_share(
    network: WalkingNetwork, walked: Walked, route: Route | None
) -> tuple[float, float]:
    """Measure a route, and what of it was walked; a lane walked twice counts once.

    Parameters
    ----------
    network : WalkingNetwork
        The one that was walked on.
    walked : Walked
    route : Route or None

    Returns
    -------
    (float, float)
        Metres walked of the route, and metres of the route; zeros where there is none.
    """
    if route is None or route.line.is_empty:
        return 0.0, 0.0
    line = gpd.GeoSeries([route.line], crs=STORAGE_SRID).to_crs(network.srid)
    planned = shapely.unary_union(np.asarray(line.to_numpy(), dtype=object))
    lines = stretches_of(walked.edge, walked.from_m, walked.to_m).lines(network)
    near = shapely.union_all(shapely.buffer(lines, _SAME_M, cap_style="flat"))
    return float(planned.intersection(near).length), float(planned.length)
