"""The map of a community: its page, and the script that starts it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.queries.bounds import Bbox
from app.queries.places import community_bounds
from app.queries.scope import Action, can, require
from app.settings import Settings
from app.web.api.caching import checked_each_time
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer, settings
from app.web.i18n import translate
from geodata.errors import N_
from mapping.folium_map import compose_map
from mapping.layers import catalogue
from mapping.spec import Datum, MapSpec, TileBase

maps = Blueprint("map", __name__, url_prefix="/c/<code>")

_NOWHERE = Bbox(73.5, 18.1, 134.8, 53.6)  # The country, while a community has no ground yet.
_ZOOM = 16


@maps.before_request
def _viewers_only() -> None:
    """Refuse accounts that have no business on the ground."""
    require(current_viewer(), Action.VIEW)


@maps.get("/map")
def show_map(code: str) -> ResponseReturnValue:
    """Show the map of a community."""
    with asked_about(code) as asked:
        spec = community_map(asked)
    return render_template(
        "map/index.html",
        community=asked.community,
        title=spec.title,
        composed=compose_map(spec, translate=translate),
        map_script=url_for("map.show_script", code=code),
    )


@maps.get("/map.js")
def show_script(code: str) -> Response:
    """Give the script that starts the map: it holds the layers' addresses and the words."""
    with asked_about(code) as asked:
        composed = compose_map(community_map(asked), translate=translate)
    script = composed.module_script(url_for("static", filename=""))
    return checked_each_time(script.encode(), "text/javascript; charset=utf-8")


def community_map(asked: Asked) -> MapSpec:
    """Say what the map of a community shows.

    Parameters
    ----------
    asked : Asked
    """
    code = asked.community.code
    bounds = community_bounds(asked.session, asked.viewer, asked.community) or _NOWHERE
    return MapSpec(
        key=code,
        title=asked.community.name,
        center=((bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2),
        zoom=_ZOOM,
        layers=catalogue(
            lambda file: layer_url(code, file),
            tiles_url(code),
            limited=not asked.viewer.sees_whole_community,
        ),
        bounds=(bounds.west, bounds.south, bounds.east, bounds.north),
        base=tile_base(settings()),
        attribution=asked.community.attribution,
        schematic=asked.community.schematic,
        panel_url=_panel_url(code),
        search_url=url_for("search.find", code=code),
        page_url=url_for("map.show_map", code=code),
        report_url=_report_url(asked),
    )


def tile_base(chosen: Settings) -> TileBase | None:
    """Give the base map of the settings, if one is set.

    Parameters
    ----------
    chosen : Settings
    """
    if chosen.wangge_tile_url is None:
        return None
    return TileBase(
        url=chosen.wangge_tile_url,
        name=translate(N_("Base map")),
        attribution=chosen.wangge_tile_attribution,
        datum=Datum(chosen.wangge_tile_datum),
    )


def layer_url(code: str, file: str) -> str:
    """Give the address of a layer of the map.

    Parameters
    ----------
    code : str
        Of the community.
    file : str
        Name of the file, say ``paths.geojson``.
    """
    return url_for("api.show_layer", code=code, name=file.removesuffix(".geojson"))


def tiles_url(code: str) -> str:
    """Give the template of the building tiles.

    Parameters
    ----------
    code : str
        Of the community.
    """
    first = url_for("api.show_building_tile", code=code, z=0, x=0, y=0)
    return first.removesuffix("0/0/0.mvt") + "{z}/{x}/{y}.mvt"


def _report_url(asked: Asked) -> str:
    """Give the address where something is reported, empty for who may not."""
    if not can(asked.viewer, Action.REPORT):
        return ""
    return url_for("issues.show_report", code=asked.community.code)


def _panel_url(code: str) -> str:
    """Give the template of the panels."""
    first = url_for("panels.show_panel", code=code, kind="cell", thing_id=0)
    return first.removesuffix("cell/0") + "{kind}/{id}"
