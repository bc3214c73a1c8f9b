"""Compose the map with folium and take it apart into what a strict page may load.

folium gives the page element, the Leaflet map, scale, layer switcher and the order in which all
of it starts. Its own inline styles and CDN links stay behind: the markup goes into a template,
the script is served as a file of its own, the assets come from this site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, Link

from mapping.assets import check_local
from mapping.elements import BaseTiles, Call, Html, Translate, WanggeLayer, fix_id
from mapping.legend import render_legend
from mapping.spec import MapSpec
from mapping.texts import UI_TEXTS

MAX_ZOOM = 20
OWN_STYLESHEETS = (
    "css/map.css",
    "css/map_controls.css",
    "css/map_panel.css",
    "css/map_print.css",
)
OWN_MODULE = "vendor/wangge-map.js"
"""The modules of ``js/map``, bundled by ``scripts/frontend.py`` so that one request gets all."""

LayerData = Mapping[str, dict[str, Any]]
"""Layer id to GeoJSON features."""


@dataclass(frozen=True)
class ComposedMap:
    """A map, taken apart.

    Attributes
    ----------
    html : str
        Markup for the page; no script, no style.
    script : str
        JavaScript that starts the map. It expects ``wangge`` (the exports of ``module``) and
        ``L`` (Leaflet).
    stylesheets, scripts : tuple of str
        Paths below the static folder, in loading order.
    module : str
        Path of our own module below the static folder.
    """

    html: str
    script: str
    stylesheets: tuple[str, ...]
    scripts: tuple[str, ...]
    module: str = OWN_MODULE

    def module_script(self, static_url: str) -> str:
        """Give the script as the text of an ES module, to be served from this site.

        Parameters
        ----------
        static_url : str
            Address of the static folder, ending in ``/``.

        Returns
        -------
        str
            The body of ``map.js``.
        """
        return f'import * as wangge from "{static_url}{self.module}";\n{self.script}'


def compose_map(
    spec: MapSpec, *, translate: Translate = str, data: LayerData | None = None
) -> ComposedMap:
    """Compose a map.

    Parameters
    ----------
    spec : MapSpec
        What to show.
    translate : callable
        English template to the viewer's language (gettext).
    data : mapping of str to dict, optional
        Features to embed by layer id, for a map that must work without a server.

    Returns
    -------
    ComposedMap
        Equal arguments give equal results, so that the script can be cached by its hash.

    Raises
    ------
    UnknownAsset
        If an element links to a file that is not shipped.
    """
    figure = Figure()
    leaflet = _leaflet_map(spec)
    figure.add_child(leaflet)
    _add_children(leaflet, spec, translate, data or {})
    figure.render()
    links = list(figure.header._children.values())
    return ComposedMap(
        html=figure.html.render().strip(),
        script=figure.script.render().strip() + "\n",
        stylesheets=(*_paths(links, CssLink), *OWN_STYLESHEETS),
        scripts=_paths(links, JavascriptLink),
    )


def _paths(links: list[Element], kind: type[Link]) -> tuple[str, ...]:
    """Take the checked addresses of one kind of link out of a figure's header."""
    return tuple(check_local([link.url for link in links if isinstance(link, kind)]))


def _leaflet_map(spec: MapSpec) -> folium.Map:
    """Make folium's map without tiles of its own."""
    lon, lat = spec.center
    leaflet = folium.Map(
        location=[lat, lon],
        zoom_start=spec.zoom,
        tiles=None,
        control_scale=False,
        zoom_control=False,
        attribution_control=bool(spec.base or spec.attribution),
    )
    leaflet.options |= {"max_zoom": MAX_ZOOM, "zoom_snap": 0.25, "wheel_px_per_zoom_level": 90}
    return fix_id(leaflet, "main")


def _add_children(
    leaflet: folium.Map, spec: MapSpec, translate: Translate, data: LayerData
) -> None:
    """Add everything to the map in the order in which it must start."""
    leaflet.add_child(Call("open", _options(spec, translate)))
    names = {}
    # The switcher lists what it meets first; what is painted over what, the layers know.
    for layer in reversed(spec.layers):
        shown = layer.shown and not (layer.ground and spec.base)
        element = WanggeLayer(layer, translate, data, shown=shown).add_to(leaflet)
        names[layer.id] = element.get_name()
    if spec.base is not None:
        names["base"] = BaseTiles(spec.base).add_to(leaflet).get_name()
    leaflet.add_child(fix_id(folium.LayerControl(position="topright"), "switcher"))
    leaflet.add_child(Html("legend", render_legend(spec.layers, translate)))
    leaflet.add_child(Call("start", layers=names))


def _options(spec: MapSpec, translate: Translate) -> dict[str, Any]:
    """Give what view, controls, panel and search need."""
    return {
        "key": spec.key,
        "title": spec.title,
        "bounds": spec.bounds,
        # Leaflet writes attributions as HTML.
        "attribution": escape(spec.attribution),
        "schematic": spec.schematic,
        "panelUrl": spec.panel_url,
        "searchUrl": spec.search_url,
        "pageUrl": spec.page_url,
        "reportUrl": spec.report_url,
        "texts": {key: translate(text) for key, text in UI_TEXTS.items()},
    }
