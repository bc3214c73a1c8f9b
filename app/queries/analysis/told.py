"""A sight as the page and its map read it."""

from __future__ import annotations

from typing import Any

from app.models import Community
from app.models.places import building_name
from app.queries.analysis.sight import Sight
from app.queries.hotspots import By, as_features, told
from app.queries.hotspots.told import Translate
from geodata.errors import N_
from mapping.hotspots import Verdict


def features_of(sight: Sight, community: Community, translate: Translate) -> dict[str, Any]:
    """Give the pieces as GeoJSON with what happened in each slice.

    Parameters
    ----------
    sight : Sight
    community : Community
    translate : callable
        Takes a template and the values for its places.

    Returns
    -------
    dict
        A FeatureCollection; beside the properties of
        :func:`app.queries.hotspots.as_features`, ``counts`` by slice; ``name`` says where it is.
    """
    collection = as_features(sight.found, community, translate)
    for number, feature in enumerate(collection["features"]):
        facts = feature["properties"]
        facts["piece"] = facts.pop("id")
        facts["counts"] = sight.counts[number].tolist()
        facts["name"] = _label(sight, number, facts, translate)
        feature["id"] = facts["key"]
    return collection


def hot_and_cold(
    sight: Sight, community: Community, translate: Translate
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """List what is hot and what is cold, the most certain first.

    Parameters
    ----------
    sight : Sight
    community : Community
    translate : callable

    Returns
    -------
    tuple of two lists of dict
        Facts of pieces as :func:`app.queries.hotspots.told` gives them, with ``label``.
    """
    pieces = told(sight.found, community, translate)["pieces"]
    for number, piece in enumerate(pieces):
        piece["label"] = _label(sight, number, piece, translate)
    pieces.sort(key=lambda piece: (piece["p"], -piece["times_usual"], piece["key"]))
    return tuple(  # type: ignore[return-value]  # Two verdicts give two lists.
        [piece for piece in pieces if piece["verdict"] == verdict]
        for verdict in (Verdict.HOT, Verdict.COLD)
    )


def _label(sight: Sight, number: int, facts: dict[str, Any], translate: Translate) -> str:
    """Say where a piece is, as people would."""
    if sight.near[number]:
        return translate(N_("Around %(building)s"), {"building": sight.near[number]})
    if sight.found.wish.by is By.BUILDING:
        return building_name(facts["name"], "") or str(facts["key"])
    return str(facts["name"] or facts["key"])
