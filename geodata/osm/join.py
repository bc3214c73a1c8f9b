"""Which building an entrance belongs to: the one whose outline it is a corner of."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import to_metric
from geodata.errors import N_
from geodata.findings import Finding, Severity

_TOUCH_M = 1.0


def join_entrances(
    entrances: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, findings: list[Finding]
) -> gpd.GeoDataFrame:
    """Give each entrance its building.

    Parameters
    ----------
    entrances, buildings : GeoDataFrame
        Frames in EPSG:4326.
    findings : list of Finding
        Entrances on no outline are added here; they are often the gates of a compound.

    Returns
    -------
    GeoDataFrame
        The entrances that lie within 1 m of an outline, with ``building_key``; a bare number
        becomes ``3单元``.
    """
    if entrances.empty or buildings.empty:
        return entrances.iloc[:0]
    ground = to_metric(buildings)
    points = to_metric(entrances, ground.crs.to_epsg()).geometry.to_numpy()
    tree = shapely.STRtree(ground.geometry.boundary.to_numpy())
    which, nearest = tree.query_nearest(points, max_distance=_TOUCH_M, all_matches=False)
    owner = np.full(len(points), None, dtype=object)
    owner[which] = ground["key"].to_numpy()[nearest]
    joined = entrances.assign(building_key=owner)
    names = joined["name"].map(
        lambda name: f"{name}单元" if isinstance(name, str) and name.isdecimal() else name
    )
    joined["name"] = names.astype(object).where(names.notna(), None)
    loose = joined[pd.isna(owner)]
    findings += [
        _loose(key, place) for key, place in zip(loose["key"], loose.geometry, strict=True)
    ]
    return joined[pd.notna(owner)].reset_index(drop=True)


def _loose(key: str, place: BaseGeometry) -> Finding:
    return Finding(
        "entrance_without_building",
        Severity.NOTE,
        N_("The entrance %(key)s lies on no building; it was left out."),
        {"key": key},
        layer="entrances",
        key=key,
        place=place,
    )
