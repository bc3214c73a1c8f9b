"""The map of an analysis: calm ground, and hot and cold pieces over it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import url_for

from app.web.analysis.wanted import Wanted
from app.web.asking import Asked
from app.web.i18n import translate
from app.web.maps import community_map
from geodata.errors import N_
from mapping.folium_map import ComposedMap, compose_map

MODULE = "vendor/wangge-analysis.js"
"""The modules of ``js/analysis``, bundled by ``scripts/frontend.py``."""

SHOWN = ("areas", "estates", "paths", "cells", "buildings", "visits", "issues")
_ASIDE = ("visits", "issues")
"""Layers that one switches on: the question of the page is another."""

TEXTS = {
    "whole": N_("Whole period: what is hot and how sure"),
    "slice": N_("{since} to {until}: {count} reported. The tint is the number, not a hotspot."),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "hot": N_("Hot"),
    "cold": N_("Cold"),
    "usual": N_("Usual"),
    "too_few": N_("Not enough data"),
    "households": N_("{count} households"),
    "open_cell": N_("Open the cell"),
    "open_building": N_("Open the building"),
    "list": N_("Issues there"),
    "open_issue": N_("Open the issue"),
    "close": N_("Close"),
    "pieces": N_("Hot and cold"),
    "number": N_("Reported"),
    "by_slice": N_("By time: {counts}"),
}
EMERGING_WORDS = {
    "new_hot": N_("new"),
    "consecutive_hot": N_("hot in a row of late"),
    "intensifying_hot": N_("hot for long, and more and more"),
    "persistent_hot": N_("hot for long"),
    "diminishing_hot": N_("hot for long, and less and less"),
    "sporadic_hot": N_("hot on and off"),
    "oscillating_hot": N_("hot now, cold before"),
    "historical_hot": N_("hot before, not now"),
}


def analysis_map(asked: Asked) -> ComposedMap:
    """Compose the map.

    Parameters
    ----------
    asked : Asked
    """
    spec = community_map(asked)
    layers = [
        replace(layer, shown=layer.shown and layer.id not in _ASIDE)
        for layer in spec.layers
        if layer.id in SHOWN
    ]
    spec = replace(
        spec, key=f"{spec.key}.analysis", layers=tuple(layers), search_url="", page_url=""
    )
    return replace(compose_map(spec, translate=translate), module=MODULE)


def map_settings(asked: Asked, wanted: Wanted) -> dict[str, Any]:
    """Give what the script of the map reads from the page.

    Parameters
    ----------
    asked : Asked
    wanted : Wanted
    """
    code = asked.community.code
    return {
        "layer": url_for("analysis.show_layer", code=code, **wanted.link()),
        "issues": url_for("issues.list_all", code=code, **wanted.issues()),
        "page": url_for("issues.show", code=code, issue_id=0).removesuffix("0") + "{id}",
        "map": url_for("map.show_map", code=code),
        "by": wanted.wish.by.value,
        "texts": {key: translate(text) for key, text in (TEXTS | EMERGING_WORDS).items()},
    }
