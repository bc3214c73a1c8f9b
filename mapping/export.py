"""The same map as one HTML file that needs neither server nor network, for handing round."""

from __future__ import annotations

import base64
import mimetypes
import re
from dataclasses import replace
from html import escape
from pathlib import Path

from mapping.elements import Translate
from mapping.folium_map import ComposedMap, LayerData, compose_map
from mapping.spec import LayerSpec, MapSpec, SourceKind

BUNDLE = "vendor/wangge-map.iife.js"
"""Our modules as one plain script that defines ``wangge``; made by ``scripts/frontend.py``."""

BASE_STYLESHEET = "css/base.css"
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body class="standalone">
<div class="map-page">
<h1 class="map-title">{title}</h1>
{html}
</div>
<script>{script}</script>
</body>
</html>
"""


def render_standalone(
    spec: MapSpec,
    data: LayerData,
    *,
    static: Path,
    translate: Translate = str,
    language: str = "zh-Hans",
) -> str:
    """Render a map and its data as one HTML file.

    Parameters
    ----------
    spec : MapSpec
        What to show. A tile base map, the panel's and the search's addresses are left out:
        the file asks nobody for anything.
    data : mapping of str to dict
        GeoJSON features (WGS 84) by layer id, also ``buildings`` and ``stops``. Layers without
        data are left out.
    static : Path
        The static folder, after ``scripts/frontend.py`` has filled ``vendor``.
    translate : callable
        English template to the reader's language.
    language : str
        Tag of that language.

    Returns
    -------
    str
        HTML.

    Raises
    ------
    FileNotFoundError
        If the front-end packages have not been set up.
    """
    composed = compose_map(_offline(spec, data), translate=translate, data=data)
    return PAGE.format(
        language=escape(language),
        policy=escape(POLICY),
        title=escape(spec.title),
        style="\n".join(_styles(composed, static)),
        html=composed.html,
        script="\n".join(_scripts(composed, static)),
    )


def _offline(spec: MapSpec, data: LayerData) -> MapSpec:
    """Strip everything that would ask a server."""
    kept = tuple(
        _embedded(layer)
        for layer in spec.layers
        if layer.source is SourceKind.NONE or layer.id in data
    )
    return replace(spec, layers=kept, base=None, panel_url="", search_url="", page_url="")


def _embedded(layer: LayerSpec) -> LayerSpec:
    """Give a layer whose features come with the page."""
    if layer.source is SourceKind.NONE:
        return layer
    return replace(layer, source=SourceKind.GEOJSON, url="", companion_url="")


def _styles(composed: ComposedMap, static: Path) -> list[str]:
    """Read the stylesheets with their pictures inside; ``<`` cannot occur in them raw."""
    paths = (composed.stylesheets[0], BASE_STYLESHEET, *composed.stylesheets[1:])
    return [inline_pictures(static / path).replace("<", "\\3c ") for path in paths]


def _scripts(composed: ComposedMap, static: Path) -> list[str]:
    """Read the scripts; nothing in them may look like the end of a script element."""
    texts = [(static / path).read_text("utf-8") for path in (*composed.scripts, BUNDLE)]
    return [_script_safe(text) for text in [*texts, composed.script]]


def _script_safe(text: str) -> str:
    """Escape what HTML would read inside a script: ``</script`` and ``<!--``."""
    return re.sub(r"<(?=/script|!--)", r"\\x3c", text, flags=re.IGNORECASE)


def inline_pictures(stylesheet: Path) -> str:
    """Read a stylesheet and put the pictures that it names into it.

    Parameters
    ----------
    stylesheet : Path
        CSS file; its pictures are found relative to it.

    Returns
    -------
    str
        CSS in which every ``url(...)`` is a ``data:`` address; missing pictures become empty.
    """

    def embed(match: re.Match[str]) -> str:
        picture = stylesheet.parent / match[1].strip("\"'")
        if not picture.is_file():
            return 'url("data:,")'
        kind = mimetypes.guess_type(picture.name)[0] or "application/octet-stream"
        coded = base64.b64encode(picture.read_bytes()).decode("ascii")
        return f'url("data:{kind};base64,{coded}")'

    return re.sub(r"url\(([^)]+)\)", embed, stylesheet.read_text("utf-8"))
