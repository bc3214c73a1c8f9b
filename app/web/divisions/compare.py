"""Two divisions side by side: one map, and the lists of what moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.models import Division, DivisionState
from app.queries.divisions import compare, moved_geojson, outlines_geojson, read_change
from app.queries.drafts import find_division
from app.services.areas import effects_of
from app.web.api.caching import checked_each_time
from app.web.api.layers import GEOJSON_TYPE
from app.web.asking import Asked, asked_about
from app.web.division_words import DUTY_FATES, EDITOR_TEXTS, FATES
from app.web.divisions.blueprint import divisions
from app.web.divisions.editor import DRAFT_MODULE
from app.web.i18n import translate
from app.web.maps import community_map, layer_url, tiles_url
from mapping.division_layers import CompareUrls, compare_layers
from mapping.folium_map import ComposedMap, compose_map


@divisions.get("/<int:division_id>/compare/<int:other_id>")
def show_compare(code: str, division_id: int, other_id: int) -> ResponseReturnValue:
    """Compare a division with an earlier one, or with the one that holds."""
    with asked_about(code) as asked:
        after, before = _pair(asked, division_id, other_id)
        what_follows = None
        if (after.state, before.state) == (DivisionState.DRAFT, DivisionState.PUBLISHED):
            what_follows = effects_of(
                asked.session, asked.viewer, asked.community, after, asked.at.date()
            )
        comparison = (
            what_follows.comparison
            if what_follows
            else compare(asked.session, asked.viewer, asked.community, before, after)
        )
        composed = _composed(asked, after, before)
    return render_template(
        "divisions/compare.html",
        community=asked.community,
        comparison=comparison,
        what_follows=what_follows,
        composed=composed,
        map_script=url_for(
            "divisions.show_compare_script", code=code, division_id=division_id, other_id=other_id
        ),
        page_settings={"words": {key: translate(text) for key, text in EDITOR_TEXTS.items()}},
        fates=FATES,
        duty_fates=DUTY_FATES,
    )


@divisions.get("/<int:division_id>/compare/<int:other_id>/map.js")
def show_compare_script(code: str, division_id: int, other_id: int) -> Response:
    """Give the script that starts the map of a comparison."""
    with asked_about(code) as asked:
        composed = _composed(asked, *_pair(asked, division_id, other_id))
    script = composed.module_script(url_for("static", filename=""))
    return checked_each_time(script.encode(), "text/javascript; charset=utf-8")


@divisions.get("/<int:division_id>/compare/<int:other_id>/moved.geojson")
def show_moved(code: str, division_id: int, other_id: int) -> Response:
    """Give the buildings that get into another cell."""
    with asked_about(code) as asked:
        after, before = _pair(asked, division_id, other_id)
        asking = (asked.session, asked.viewer, asked.community)
        body = moved_geojson(*asking, read_change(*asking, before, after))
    return Response(body, content_type=GEOJSON_TYPE)


@divisions.get("/<int:division_id>/outlines.geojson")
def show_outlines(code: str, division_id: int) -> Response:
    """Give the outlines of a division."""
    with asked_about(code) as asked:
        division = find_division(asked.session, asked.viewer, asked.community, division_id)
        body = outlines_geojson(asked.session, division)
    return Response(body, content_type=GEOJSON_TYPE)


def _pair(asked: Asked, division_id: int, other_id: int) -> tuple[Division, Division]:
    """Find the two divisions that the address names: the later one first."""
    asking = (asked.session, asked.viewer, asked.community)
    return find_division(*asking, division_id), find_division(*asking, other_id)


def _composed(asked: Asked, after: Division, before: Division) -> ComposedMap:
    """Compose the map of a comparison."""
    code = asked.community.code
    pair: dict[str, Any] = {"code": code, "division_id": after.id, "other_id": before.id}
    urls = CompareUrls(
        before=url_for("divisions.show_outlines", code=code, division_id=before.id),
        after=url_for("divisions.show_outlines", code=code, division_id=after.id),
        moved=url_for("divisions.show_moved", **pair),
        tiles=tiles_url(code),
    )
    spec = replace(
        community_map(asked),
        key=f"{code}.compare",
        layers=compare_layers(lambda file: layer_url(code, file), urls),
        panel_url="",
        search_url="",
        page_url=url_for("divisions.show_compare", **pair),
    )
    return replace(compose_map(spec, translate=translate), module=DRAFT_MODULE)
