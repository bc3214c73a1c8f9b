"""A sight as the page and its map read it."""

from __future__ import annotations

from typing import Any

from app.models import Community
from app.models.places import building_name
from app.queries.analysis.sight import Sight
from app.queries.hotspots import By, as_features
from app.queries.hotspots.told import Translate, told_piece
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
    sight: Sight, translate: Translate
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """List what is hot and what is cold, the most certain first.

    Parameters
    ----------
    sight : Sight
    translate : callable

    Returns
    -------
    tuple of two lists of dict
        Facts of pieces as :func:`app.queries.hotspots.told` gives them, with ``label``.
    """
    verdicts = sight.found.judgement.verdict
    lists: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for listed, wanted in zip(lists, (Verdict.HOT, Verdict.COLD), strict=True):
        for number in (number for number, verdict in enumerate(verdicts) if verdict == wanted):
            facts = told_piece(sight.found, number, translate)
            listed.append(facts | {"label": _label(sight, number, facts, translate)})
        listed.sort(key=lambda piece: (piece["p"], -piece["times_usual"], piece["key"]))
    return lists


def _label(sight: Sight, number: int, facts: dict[str, Any], translate: Translate) -> str:
    """Say where a piece is, as people would."""
    if sight.near[number]:
        return translate(N_("Around %(building)s"), {"building": sight.near[number]})
    if sight.found.wish.by is By.BUILDING:
        return building_name(facts["name"], "") or str(facts["key"])
    return str(facts["name"] or facts["key"])
