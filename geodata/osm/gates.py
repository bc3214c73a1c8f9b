"""Gates on paths: a patrol may find them locked."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

_GATES = (
    "gate",
    "lift_gate",
    "wicket_gate",
    "kissing_gate",
    "swing_gate",
    "sliding_gate",
    "turnstile",
)
_ON_PATH_DEG = 1e-7


def mark_gates(paths: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Mark the paths on which a gate stands.

    Parameters
    ----------
    paths : GeoDataFrame
        Frame ``paths``, EPSG:4326.
    points : GeoDataFrame
        OpenStreetMap's nodes with the tag ``barrier``.

    Returns
    -------
    GeoDataFrame
        The paths, ``barrier`` being ``gate`` or None.
    """
    gates = points.geometry[points["barrier"].isin(_GATES)].to_numpy()
    barrier = np.full(len(paths), None, dtype=object)
    if len(gates) and len(paths):
        tree = shapely.STRtree(paths.geometry.to_numpy())
        _, marked = tree.query(gates, predicate="dwithin", distance=_ON_PATH_DEG)
        barrier[marked] = "gate"
    return paths.assign(barrier=barrier)
