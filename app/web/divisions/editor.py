"""One division on the map: a draft to edit, any other to read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.models import Division, DivisionState
from app.queries.drafts import find_division
from app.queries.scope import published_division
from app.web.api.caching import checked_each_time
from app.web.asking import Asked, asked_about
from app.web.division_words import EDITOR_TEXTS, TOOLS
from app.web.divisions.blueprint import divisions
from app.web.i18n import translate
from app.web.maps import community_map, layer_url
from mapping.division_layers import division_layers
from mapping.folium_map import ComposedMap, compose_map

DRAFT_MODULE = "vendor/wangge-draft.js"
"""The modules of ``js/draft``, bundled by ``scripts/frontend.py``."""


@divisions.get("/<int:division_id>")
def show(code: str, division_id: int) -> ResponseReturnValue:
    """Show a division on the map: a draft to edit it, any other to read it."""
    with asked_about(code) as asked:
        division = _found(asked, division_id)
        other = published_division(asked.session, asked.community)
        composed = _composed(asked, division)
    return render_template(
        "divisions/editor.html",
        community=asked.community,
        division=division,
        other=other if other is not None and other.id != division.id else None,
        composed=composed,
        map_script=url_for("divisions.show_script", code=code, division_id=division_id),
        page_settings=_page_settings(code, division),
        tools=TOOLS,
    )


@divisions.get("/<int:division_id>/map.js")
def show_script(code: str, division_id: int) -> Response:
    """Give the script that starts the map of a division."""
    with asked_about(code) as asked:
        composed = _composed(asked, _found(asked, division_id))
    script = composed.module_script(url_for("static", filename=""))
    return checked_each_time(script.encode(), "text/javascript; charset=utf-8")


def _found(asked: Asked, division_id: int) -> Division:
    """Find the division that the address names."""
    return find_division(asked.session, asked.viewer, asked.community, division_id)


def _composed(asked: Asked, division: Division) -> ComposedMap:
    """Compose the map of a division."""
    code = asked.community.code
    buildings = url_for("drafts.give_buildings", code=code, division_id=division.id)
    spec = replace(
        community_map(asked),
        key=f"{code}.divisions",
        layers=division_layers(lambda file: layer_url(code, file), buildings),
        panel_url="",
        search_url="",
        page_url=url_for("divisions.show", code=code, division_id=division.id),
    )
    return replace(compose_map(spec, translate=translate), module=DRAFT_MODULE)


def _page_settings(code: str, division: Division) -> dict[str, Any]:
    """Give what the editor's JavaScript needs to know."""
    here: dict[str, Any] = {"code": code, "division_id": division.id}
    return {
        "editable": division.state is DivisionState.DRAFT,
        "urls": {
            "state": url_for("drafts.give_state", **here),
            "steps": url_for("drafts.post_step", **here),
            "undo": url_for("drafts.post_undo", **here),
            "redo": url_for("drafts.post_redo", **here),
        },
        "words": {key: translate(text) for key, text in EDITOR_TEXTS.items()},
    }
