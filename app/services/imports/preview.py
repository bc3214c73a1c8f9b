"""What a staged import would put on the map: a bounded sample, light enough for a phone."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import shapely

from app.services.imports.reading import Reading

MOST_FEATURES = 5_000
_FINE_DEG = 0.000005
"""Half a metre: finer bends are not seen in a preview."""


def preview(reading: Reading) -> dict[str, Any]:
    """Draw what was read as GeoJSON.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    dict
        A FeatureCollection with at most :data:`MOST_FEATURES`, evenly chosen; each has
        ``subject`` and ``label``. ``total`` is how many there are.
    """
    frames = {
        subject.value: frame[frame.geometry.notna()]
        for subject, frame in reading.frames.items()
        if isinstance(frame, gpd.GeoDataFrame)
    }
    total = sum(map(len, frames.values()))
    step = max(1, -(-total // MOST_FEATURES))
    features = [
        feature
        for subject, frame in frames.items()
        for feature in _features(subject, frame.iloc[::step])
    ]
    return {"type": "FeatureCollection", "total": total, "features": features[:MOST_FEATURES]}


def _features(subject: str, frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Give the rows of one subject."""
    shapes = shapely.simplify(frame.geometry.to_numpy(), _FINE_DEG)
    names = [name for name in ("number", "name", "title") if name in frame]
    labels = frame[names].bfill(axis=1).iloc[:, 0] if names else [""] * len(frame)
    return [
        {
            "type": "Feature",
            "geometry": json.loads(text),
            "properties": {"subject": subject, "label": label if isinstance(label, str) else ""},
        }
        for text, label in zip(shapely.to_geojson(shapes), labels, strict=True)
    ]
