"""Dividing the ground: the list of divisions, the editor of one, comparing and publishing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.models import Division, DivisionState
from app.queries.scope import Action, NotFound, published_division, require
from app.web.api.caching import checked_each_time
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer
from app.web.division_words import EDITOR_TEXTS, STATES, TOOLS
from app.web.i18n import translate
from app.web.maps import community_map, layer_url
from geodata.errors import N_
from mapping.division_layers import division_layers
from mapping.folium_map import ComposedMap, compose_map

divisions = Blueprint("divisions", __name__, url_prefix="/c/<code>/divisions")

DRAFT_MODULE = "vendor/wangge-draft.js"


@divisions.before_request
def _dividers_only() -> None:
    """Refuse accounts that may not divide the ground."""
    require(current_viewer(), Action.DIVIDE)


@divisions.get("/<int:division_id>")
def show(code: str, division_id: int) -> ResponseReturnValue:
    """Show a division on the map: a draft to edit it, any other to read it."""
    with asked_about(code) as asked:
        division = find_division(asked, division_id)
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
        states=STATES,
        tools=TOOLS,
    )


@divisions.get("/<int:division_id>/map.js")
def show_script(code: str, division_id: int) -> Response:
    """Give the script that starts the map of a division."""
    with asked_about(code) as asked:
        composed = _composed(asked, find_division(asked, division_id))
    script = composed.module_script(url_for("static", filename=""))
    return checked_each_time(script.encode(), "text/javascript; charset=utf-8")


def find_division(asked: Asked, division_id: int) -> Division:
    """Find a division of the community by its key."""
    found = asked.session.scalar(
        select(Division).where(
            Division.id == division_id, Division.community_id == asked.community.id
        )
    )
    if found is None:
        raise NotFound(N_("There is no such division."))
    return found


def _composed(asked: Asked, division: Division) -> ComposedMap:
    """Compose the map of a division."""
    code = asked.community.code
    buildings = url_for("drafts.show_buildings", code=code, division_id=division.id)
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
    here = {"code": code, "division_id": division.id}
    return {
        "editable": division.state is DivisionState.DRAFT,
        "urls": {
            "state": url_for("drafts.show_state", **here),
            "steps": url_for("drafts.take_step", **here),
            "undo": url_for("drafts.undo", **here),
            "redo": url_for("drafts.redo", **here),
        },
        "words": {key: translate(text) for key, text in EDITOR_TEXTS.items()},
    }
