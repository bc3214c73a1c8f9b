"""The one manifest of what folium may load, and from where: this site, never a CDN."""

from __future__ import annotations

from collections.abc import Iterator

import folium
from folium.elements import JSCSSMixin

SHIPPED = {"leaflet": "vendor/leaflet.js", "leaflet_css": "vendor/leaflet.css"}
"""Name that folium gives an asset, and its path below the static folder."""

UNUSED = frozenset(
    {
        "jquery",
        "bootstrap",
        "bootstrap_css",
        "awesome_markers",
        "awesome_markers_css",
        "awesome_markers_font_css",
        "awesome_rotate_css",
        "glyphicons_css",
    }
)
"""What ``folium.Map`` asks for and nothing on our maps uses."""

REFUSED = frozenset({"d3", "dvf_js", "topojson", "vega"})
"""What other elements of folium's core ask for; those elements cannot be used here."""

Links = list[tuple[str, str]]


class UnknownAsset(ImportError):
    """folium asks for a file that the manifest does not know, or that is not shipped."""


def local_links(links: Links) -> Links:
    """Replace the addresses of folium's links by paths of this site.

    Parameters
    ----------
    links : list of (str, str)
        Name and address, as folium keeps them.

    Returns
    -------
    list of (str, str)
        Name and path below the static folder. Unused assets are left out; a refused one gets
        the path ``refused:NAME``, which :func:`check_local` stops.

    Raises
    ------
    UnknownAsset
        If a name is in none of the three lists: folium has changed, and the manifest must be
        looked at before anything is served.
    """
    local = []
    for name, _ in links:
        if name in SHIPPED:
            local.append((name, SHIPPED[name]))
        elif name in REFUSED:
            local.append((name, f"refused:{name}"))
        elif name not in UNUSED:
            raise UnknownAsset(f"folium asks for {name!r}, which mapping/assets.py does not know")
    return local


def check_local(paths: list[str]) -> list[str]:
    """Let only shipped files pass.

    Parameters
    ----------
    paths : list of str
        What a rendered figure links to.

    Returns
    -------
    list of str
        The same.

    Raises
    ------
    UnknownAsset
        If one is not shipped, for example because an element of ``folium.plugins`` is used.
    """
    for path in paths:
        if path not in SHIPPED.values():
            raise UnknownAsset(f"the map links to {path!r}, which is not shipped")
    return paths


def _core_classes(base: type[JSCSSMixin] = JSCSSMixin) -> Iterator[type[JSCSSMixin]]:
    """Walk the classes of folium's core that link to assets.

    Plugins are left as they are: :func:`check_local` stops a map that uses one.
    """
    children: list[type[JSCSSMixin]] = base.__subclasses__()
    for child in children:
        if not child.__module__.startswith("folium.plugins"):
            yield child
            yield from _core_classes(child)


def localise_folium() -> None:
    """Point every class of folium's core at this site, for the whole process."""
    for cls in {folium.Map, *_core_classes()}:
        for links in ("default_js", "default_css"):
            if links in vars(cls):
                setattr(cls, links, local_links(getattr(cls, links)))


localise_folium()
