"""From edges of the network back to the paths that were surveyed."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from patrol.network import NO_PATH, WalkingNetwork
from patrol.track.stretches import Stretches, stretches_of

_LEAST_M = 0.5


def lane_parts(
    network: WalkingNetwork, paths: gpd.GeoDataFrame, stretches: Stretches
) -> pd.DataFrame:
    """Say which part of which path was walked.

    Parameters
    ----------
    network : WalkingNetwork
        Built from these paths.
    paths : GeoDataFrame
        Lines in the CRS of the network.
    stretches : Stretches
        On the network.

    Returns
    -------
    DataFrame
        ``row`` (of the paths), ``from_m``, ``to_m`` (metres along the path): parts that do not
        overlap, sorted; bridged gaps belong to no path.
    """
    drawn = network.edge_path[stretches.edge] != NO_PATH
    edge = stretches.edge[drawn]
    row = network.edge_path[edge]
    lines = np.asarray(paths.geometry.to_numpy(), dtype=np.object_)[row]
    edges = network.lines[edge]
    # An edge is a piece of its path: its middle says where, its direction which way round.
    middle_m = shapely.line_locate_point(
        lines, shapely.line_interpolate_point(edges, 0.5, normalized=True)
    )
    later_m = shapely.line_locate_point(
        lines, shapely.line_interpolate_point(edges, 0.51, normalized=True)
    )
    sense = np.where(later_m >= middle_m, 1.0, -1.0)
    half_m = network.edge_length_m[edge] / 2
    ends = [
        np.clip(middle_m + sense * (along_m - half_m), 0, shapely.length(lines))
        for along_m in (stretches.low_m[drawn], stretches.high_m[drawn])
    ]
    parts = stretches_of(row, ends[0], ends[1])
    table = pd.DataFrame({"row": parts.edge, "from_m": parts.low_m, "to_m": parts.high_m})
    return table[table["to_m"] - table["from_m"] >= _LEAST_M].reset_index(drop=True)
