"""Hotspots as programs read them: one object, and a collection of features for the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer

from app.models import Community
from app.queries.hotspots.find import Found
from geodata.crs import STORAGE_SRID
from mapping.hotspots import Cluster, say

Translate = Callable[[str, Mapping[str, Any]], str]


def told(found: Found, community: Community, translate: Translate) -> dict[str, Any]:
    """Tell what was found, by names that docs/hotspots.md explains.

    Parameters
    ----------
    found : Found
    community : Community
    translate : callable
        Takes a template and the values for its places.

    Returns
    -------
    dict
        JSON-serialisable.
    """
    return {
        **looked_at(found, community),
        "method": found.method.value,
        "pieces": [
            told_piece(found, number, translate) for number in range(len(found.pieces.keys))
        ],
        "clusters": [_cluster(found, cluster) for cluster in found.clusters],
    }


def looked_at(found: Found, community: Community) -> dict[str, Any]:
    """Tell what was asked, and how much of it could be counted.

    Parameters
    ----------
    found : Found
    community : Community
    """
    wish = found.wish
    return {
        "community": community.code,
        "since": wish.since.isoformat(),
        "until": wish.until.isoformat(),
        "by": wish.by.value,
        "exposure": wish.exposure.value,
        "category_id": wish.category_id,
        "issues": len(found.cases.ids),
        "outside": int((found.piece_of < 0).sum()),
        "doubtful": found.cases.doubtful,
    }


def as_features(found: Found, community: Community, translate: Translate) -> dict[str, Any]:
    """Give the pieces as GeoJSON, in EPSG:4326.

    Parameters
    ----------
    found : Found
    community : Community
    translate : callable

    Returns
    -------
    dict
        A FeatureCollection.
    """
    properties = [told_piece(found, number, translate) for number in range(len(found.pieces.keys))]
    return collection(found.pieces.shapes, properties, community)


def collection(
    shapes: np.ndarray, properties: Sequence[dict[str, Any]], community: Community
) -> dict[str, Any]:
    """Put shapes with their properties into a GeoJSON FeatureCollection, in EPSG:4326.

    Parameters
    ----------
    shapes : (n,) array of geometry
        In the metric CRS of the community.
    properties : sequence of dict
        One for each shape.
    community : Community
    """
    to_degrees = Transformer.from_crs(community.metric_srid, STORAGE_SRID, always_xy=True)
    placed = shapely.transform(shapes, lambda xy: np.column_stack(to_degrees.transform(*xy.T)))
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": shapely.geometry.mapping(shapely.set_precision(shape, 1e-7)),
                "properties": own,
            }
            for shape, own in zip(placed, properties, strict=True)
        ],
    }


def told_piece(found: Found, number: int, translate: Translate) -> dict[str, Any]:
    """Tell one piece, as :func:`told` tells all.

    Parameters
    ----------
    found : Found
    number : int
        Of the piece.
    translate : callable
    """
    said = found.judgement
    cluster = next((each for each in found.clusters if number in each.members), None)
    words = say(said, number, cluster)
    facts: dict[str, Any] = {
        "key": found.pieces.keys[number],
        "id": found.pieces.ids[number],
        "name": found.pieces.names[number],
        "households": int(found.pieces.households[number]),
        "cases": int(said.cases[number]),
        "verdict": said.verdict[number].value,
        "words": translate(words.template, words.params),
    }
    for name in ("expected", "times_usual", "low", "high", "z", "p"):
        facts[name] = round(float(getattr(said, name)[number]), 6)
    if found.emergence is not None:
        facts["emerging"] = found.emergence.kinds[number]
        facts["slices"] = found.emergence.bins[number].tolist()
    return facts


def _cluster(found: Found, cluster: Cluster) -> dict[str, Any]:
    """Tell one cluster."""
    return {
        "members": [found.pieces.keys[member] for member in cluster.members],
        "llr": round(cluster.llr, 6),
        "p": cluster.p,
        "cases": cluster.cases,
        "expected": round(cluster.expected, 3),
        "times_usual": round(cluster.times_usual, 3),
    }
