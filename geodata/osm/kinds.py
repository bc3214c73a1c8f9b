"""What a building without a kind of its own is, told from the ground on which it stands."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.crs import to_metric
from geodata.estimate import UNKNOWN

_AMENITY = {
    **dict.fromkeys(["school", "kindergarten", "college", "university"], "school"),
    **dict.fromkeys(["hospital", "clinic", "research_institute", "prison", "townhall"], "public"),
}
_LANDUSE = {
    **dict.fromkeys(["industrial", "commercial", "retail", "port", "depot"], "commercial"),
    **dict.fromkeys(["railway", "institutional", "education", "military", "religious"], "public"),
    **dict.fromkeys(["farmland", "farmyard", "plant_nursery", "greenhouse_horticulture"], "other"),
    "residential": "apartment",
}
_LEAST_BLOCK_M2 = 100.0
"""Smaller buildings of a compound are as often its gatehouses and pump rooms."""


def tell_kinds(buildings: gpd.GeoDataFrame, polygons: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Tell the kind of buildings of which it is unknown by the smallest ground that holds them.

    On a campus, in a hospital, on industrial or commercial land nobody lives unless the building
    itself says so; in a residential compound, itself perhaps inside a campus, people do.

    Parameters
    ----------
    buildings : GeoDataFrame
        Frame ``buildings``, EPSG:4326.
    polygons : GeoDataFrame
        OpenStreetMap's areas with their tags, EPSG:4326.

    Returns
    -------
    GeoDataFrame
        The buildings; those on no such ground, and the small ones of a compound, stay unknown.
    """
    kinds = polygons["amenity"].map(_AMENITY).fillna(polygons["landuse"].map(_LANDUSE))
    of_use = (kinds.notna() & polygons["building"].isna()).to_numpy()
    unknown = np.flatnonzero(buildings["kind"] == UNKNOWN)
    if not of_use.any() or not len(unknown):
        return buildings
    grounds = shapely.make_valid(polygons.geometry.to_numpy()[of_use])
    told = _smallest(grounds, kinds.to_numpy(object)[of_use], buildings.geometry.iloc[unknown])
    footprints = to_metric(buildings.iloc[unknown])
    small = shapely.area(footprints.geometry.to_numpy()) < _LEAST_BLOCK_M2
    told[pd.isna(told) | (small & (told == "apartment"))] = UNKNOWN
    kind = buildings["kind"].to_numpy(object, copy=True)
    kind[unknown] = told
    return buildings.assign(kind=kind)


def _smallest(
    grounds: NDArray[np.object_], kinds: NDArray[np.object_], footprints: gpd.GeoSeries
) -> NDArray[np.object_]:
    """Give the kind of the smallest ground that holds the middle of each footprint."""
    smallest_first = np.argsort(shapely.area(grounds), kind="stable")
    middles = shapely.point_on_surface(footprints.to_numpy())
    tree = shapely.STRtree(grounds[smallest_first])
    footprint, ground = tree.query(middles, predicate="intersects")
    first = pd.Series(ground, index=footprint).groupby(level=0).min()
    told = np.full(len(middles), None, dtype=object)
    told[first.index.to_numpy()] = kinds[smallest_first][first.to_numpy()]
    return told
