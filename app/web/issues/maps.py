"""The map beside lists of issues and on the page of one: drawn by the filter of the list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, url_for
from sqlalchemy import false, or_

from app.models import Issue
from app.queries.bounds import Bbox, read_bounds
from app.queries.features import feature_collection
from app.queries.issues import MOST_DRAWN, Pile, draw_issues, find_issue, is_open, matching
from app.queries.scope import seen_issue
from app.web.api.caching import checked_each_time
from app.web.asking import Asked, asked_about
from app.web.i18n import translate
from app.web.issues.blueprint import issues
from app.web.issues.parts import Facts, Slot, page_part
from app.web.issues.wanted import read_wanted
from app.web.maps import community_map
from mapping.folium_map import ComposedMap, compose_map

MAP_MODULE = "vendor/wangge-issues.js"
"""The modules of ``js/issues``, bundled by ``scripts/frontend.py``."""

GEOJSON_TYPE = "application/geo+json"
_NEAR = 0.0015  # Degrees; some 150 metres around an issue.
SHOWN = ("areas", "estates", "paths", "cells", "buildings", "issues")


@issues.get("/map.js")
def show_script(code: str) -> Response:
    """Give the script that starts the map; which issues it draws, the page says."""
    with asked_about(code) as asked:
        composed = issue_map(asked)
    script = composed.module_script(url_for("static", filename=""))
    return checked_each_time(script.encode(), "text/javascript; charset=utf-8")


@issues.get("/layer.geojson")
def show_layer(code: str) -> Response:
    """Give the issues of a filter as features; ``bbox`` narrows them to a window."""
    wanted = read_wanted(Pile.ALL)
    with asked_about(code) as asked:
        where = matching(asked.viewer, asked.community, wanted.filter, asked.at)
        rows = draw_issues(asked.viewer, where, asked.at, wanted.order)
        body = feature_collection(asked.session, rows, limit=MOST_DRAWN)
    return Response(body, content_type=GEOJSON_TYPE)


@issues.get("/<int:issue_id>/layer.geojson")
def show_neighbourhood(code: str, issue_id: int) -> Response:
    """Give an issue and what else is open around it as features."""
    with asked_about(code) as asked:
        issue = find_issue(asked.session, asked.viewer, asked.community, issue_id)
        window = _window(asked, issue)
        where = [
            Issue.community_id == asked.community.id,
            seen_issue(asked.viewer),
            or_(is_open(), Issue.id == issue.id),
            false() if window is None else window.touches(Issue.point),
        ]
        rows = draw_issues(asked.viewer, where, asked.at)
        body = feature_collection(asked.session, rows, limit=MOST_DRAWN)
    return Response(body, content_type=GEOJSON_TYPE)


def _window(asked: Asked, issue: Issue) -> Bbox | None:
    """Give the window around an issue; None for one without a place."""
    at = read_bounds(asked.session, Issue.point, Issue.id == issue.id)
    if at is None:
        return None
    return Bbox(at.west - _NEAR, at.south - _NEAR, at.east + _NEAR, at.north + _NEAR)


def issue_map(asked: Asked) -> ComposedMap:
    """Compose the map of a page of issues: the ground, cells, buildings, issues.

    Parameters
    ----------
    asked : Asked
    """
    spec = community_map(asked)
    spec = replace(
        spec,
        key=f"{spec.key}.issues",
        layers=tuple(layer for layer in spec.layers if layer.id in SHOWN),
        search_url="",
        page_url="",
    )
    return replace(compose_map(spec, translate=translate), module=MAP_MODULE)


def map_settings(asked: Asked, layer_url: str, **others: Any) -> dict[str, Any]:
    """Give what the script of the map reads from the page.

    Parameters
    ----------
    asked : Asked
    layer_url : str
        Address of the issues to draw.
    **others : Any
        JSON values.
    """
    page = url_for("issues.show", code=asked.community.code, issue_id=0)
    return {"layer": layer_url, "page": page.removesuffix("0") + "{id}", **others}


@page_part("issues/one_map.html", slot=Slot.SIDE, rank=10)
def read_map(asked: Asked, issue: Issue) -> Facts | None:
    """Read where an issue lies, for a map that shows what else is open around it."""
    window = _window(asked, issue)
    if window is None:
        return None
    layer = url_for("issues.show_neighbourhood", code=asked.community.code, issue_id=issue.id)
    bounds = [window.west, window.south, window.east, window.north]
    return {
        "composed": issue_map(asked),
        "settings": map_settings(asked, layer, chosen=issue.id, bounds=bounds),
    }
