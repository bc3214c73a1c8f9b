"""Entrances: which building each belongs to."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select

from app.models import Building
from app.services.imports.context import Context
from app.services.imports.sources import with_source
from geodata.crs import STORAGE_SRID, to_metric
from geodata.errors import N_
from geodata.findings import Finding, Severity

REACH_M = 3.0
"""A door without a building's key belongs to the building at most so many metres away."""


def join_buildings(context: Context, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Find the building of each entrance: by its key, else by the place.

    Parameters
    ----------
    context : Context
    frame : GeoDataFrame
        As docs/frames.md.

    Returns
    -------
    GeoDataFrame
        With ``building_id``; entrances of no building are left out, with a finding.
    """
    buildings = _stored(context)
    ids = buildings.set_index("key")["id"]
    named = with_source(frame["building_key"].fillna("").astype(object), context.options.source)
    found = named.map(ids).astype("Int64")
    found = found.fillna(_nearest(frame, buildings))
    lost = found.isna()
    for key, place in zip(frame["key"][lost], frame.geometry[lost], strict=True):
        context.findings.append(_homeless(key, place))
    return frame.assign(building_id=found)[~lost].reset_index(drop=True)


def _stored(context: Context) -> gpd.GeoDataFrame:
    """Give the buildings of the community."""
    rows = context.session.execute(
        select(Building.id, Building.key, Building.footprint).where(
            Building.community_id == context.community.id, Building.vanished_on.is_(None)
        )
    ).all()
    return gpd.GeoDataFrame(
        {"id": pd.array([row.id for row in rows], dtype="Int64"), "key": [row.key for row in rows]},
        geometry=[row.footprint for row in rows],
        crs=STORAGE_SRID,
    )


def _nearest(frame: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> pd.Series:
    """Give the id of the building beside each entrance."""
    if buildings.empty or frame.empty:
        return pd.Series(pd.NA, index=frame.index, dtype="Int64")
    doors = to_metric(frame[["geometry"]])
    srid = doors.crs.to_epsg()
    near = gpd.sjoin_nearest(doors, to_metric(buildings, srid), max_distance=REACH_M)
    return near.groupby(level=0)["id"].min().reindex(frame.index).astype("Int64")


def _homeless(key: str, place: BaseGeometry) -> Finding:
    return Finding(
        "entrance_without_building",
        Severity.ERROR,
        N_("Entrance %(key)s is at no stored building; it was left out."),
        {"key": key},
        key=key,
        place=place,
    )
