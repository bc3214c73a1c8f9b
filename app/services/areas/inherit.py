"""Codes and names that people know stay with the cells that go on."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geodata.estimate import estimate_households
from geodata.succession import find_successors, ground_weights


def inherit_names(
    cells: gpd.GeoDataFrame,
    existing: gpd.GeoDataFrame,
    houses: gpd.GeoDataFrame,
    assignment: pd.Series,
) -> gpd.GeoDataFrame:
    """Give new cells the codes, names and kinds of the existing ones from which they go on.

    Parameters
    ----------
    cells : GeoDataFrame
        New ones; ``code``, ``name`` and ``kind`` are filled where a cell goes on.
    existing : GeoDataFrame
        ``code, name, kind`` and polygons, EPSG:4326.
    houses : GeoDataFrame
        ``key, kind, levels, households`` and shapes, EPSG:4326.
    assignment : Series
        Row of ``cells`` by the key of a house.

    Returns
    -------
    GeoDataFrame
        A copy of ``cells``.
    """
    points = shapely.point_on_surface(houses.geometry.to_numpy())
    house, cell = shapely.STRtree(existing.geometry.to_numpy()).query(points, "intersects")
    before = pd.Series(cell, index=house).groupby(level=0).first()
    shared = pd.DataFrame(
        {
            "before": before.reindex(range(len(houses))).to_numpy(),
            "after": houses["key"].map(assignment).to_numpy(),
            "weight": ground_weights(estimate_households(houses)["households"]).to_numpy(),
        }
    )
    named = cells.copy()
    for column in ("code", "name"):
        named[column] = named[column].astype(object)
    for old, new in find_successors(shared).items():
        for column in ("code", "name", "kind"):
            named.loc[int(new), column] = existing[column].iloc[int(old)]
    return named
