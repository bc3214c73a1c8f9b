"""A clean frame of issues brought to the columns of their table."""

from __future__ import annotations

import hashlib
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from app.models import IssueState, PlaceDoubt
from app.services.imports.context import Context
from app.services.imports.issues.categories import CategoryIndex, tell_unknown
from app.services.imports.lookup import BuildingIndex

_TEXTS = ("category", "title", "description", "address", "outcome")


def prepare(context: Context, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring a clean frame to the columns of the table.

    Parameters
    ----------
    context : Context
        Gets a finding for each category that no catalogue has.
    frame : GeoDataFrame
        As docs/frames.md.

    Returns
    -------
    GeoDataFrame
        Geometry ``point``.
    """
    index = BuildingIndex(context.session, context.community.id)
    found = [index.find(number) for number in frame["building_number"]]
    building = pd.array([ids[0] if len(ids) == 1 else None for ids in found], dtype="Int64")
    texts = {name: frame[name].fillna("").astype(object) for name in _TEXTS}
    texts["category"] = texts["category"].where(texts["category"] != "", texts["title"])
    texts["title"] = texts["title"].where(texts["title"] != "", texts["category"])
    for name in ("category", "title"):  # One that has neither says it all in its description.
        texts[name] = texts[name].where(texts[name] != "", texts["description"].str.slice(0, 40))
    is_closed = frame["status"] == "closed"
    rows = gpd.GeoDataFrame(
        {
            "source_ref": _references(frame),
            **texts,
            **_catalogued(context, texts),
            "state": np.where(is_closed, IssueState.CLOSED.value, IssueState.REPORTED.value),
            "building_id": building,
            "reported_at": frame["reported_at"].fillna(context.at),
            "closed_at": frame["closed_at"].where(is_closed),
            "place_doubt": np.where(pd.isna(building), _doubts(context, frame), None),
        },
        geometry=frame.geometry,
        crs=frame.crs,
    )
    return rows.rename_geometry("point")


def _catalogued(context: Context, texts: dict[str, pd.Series]) -> dict[str, Any]:
    """Find the catalogue's category of each row: by its category, or else by its title."""
    index = CategoryIndex(context.session, context.community.id)
    words = list(zip(texts["category"], texts["title"], strict=True))
    found = [index.find(*pair) for pair in words]
    tell_unknown(context, [pair[0] for pair, hit in zip(words, found, strict=True) if not hit])
    return {
        "category_id": pd.array([hit and hit.id for hit in found], dtype="Int64"),
        "condition": [hit.default_condition if hit else "" for hit in found],
    }


def _references(frame: gpd.GeoDataFrame) -> pd.Series:
    """Give each row its reference; where a file has none, one made of what the row says."""
    said = frame[["reported_at", "category", "title", "description", "address"]]
    texts = said.map(lambda cell: "" if pd.isna(cell) else str(cell)).agg("|".join, axis=1)
    made = texts.map(lambda text: hashlib.sha256(text.encode()).hexdigest()[:16])
    numbers = frame.groupby(made).cumcount().astype(str)
    return frame["source_ref"].where(frame["source_ref"].notna(), made + "~" + numbers)


def _doubts(context: Context, frame: gpd.GeoDataFrame) -> Any:
    """Say of each row why its place is doubtful; None where it is not."""
    shapes = frame.geometry.to_numpy()
    doubts = frame["place_doubt"].to_numpy(dtype=object, copy=True)
    doubts[shapely.is_missing(shapes) & pd.isna(doubts)] = PlaceDoubt.NONE.value
    boundary = context.community.boundary
    if boundary is not None:
        shapely.prepare(boundary)
        is_outside = ~shapely.intersects(boundary, shapes) & pd.isna(doubts)
        doubts[is_outside] = PlaceDoubt.OUTSIDE.value
    return doubts
