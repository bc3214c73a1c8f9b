"""folium elements of our own: each a short template that starts one JavaScript class.

All values go through ``tojson``, which writes ``<``, ``>``, ``&``, ``'`` and everything outside
ASCII as escapes, so neither ``</script>`` nor U+2028 in a name can end or break the script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, TypeVar

from branca.element import Element, MacroElement
from folium.map import Layer
from folium.template import Template

from mapping.spec import LayerSpec, TileBase

Translate = Callable[[str], str]
AnyElement = TypeVar("AnyElement", bound=Element)


def fix_id(element: AnyElement, name: str) -> AnyElement:
    """Give a folium element a fixed identity, so that equal maps make equal scripts.

    Parameters
    ----------
    element : branca.element.Element
        Any folium element.
    name : str
        Last part of its JavaScript name and of its HTML id.

    Returns
    -------
    branca.element.Element
        The same.
    """
    element._id = name
    return element


class WanggeLayer(Layer):
    """One of our layers.

    Parameters
    ----------
    spec : LayerSpec
        What to draw.
    translate : callable
        English template to the viewer's language.
    data : mapping of str to dict
        Features (GeoJSON) by layer id, to embed instead of fetching them.
    shown : bool
        Whether it is on when the map is opened for the first time.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "const {{ this.get_name() }} = new wangge.{{ this.factory }}({{ this.options|tojson }});\n"
        "{% endmacro %}"
    )

    def __init__(
        self,
        spec: LayerSpec,
        translate: Translate,
        data: Mapping[str, dict[str, Any]],
        *,
        shown: bool,
    ) -> None:
        name = translate(spec.name)
        # Leaflet writes the names of its layer switcher as HTML.
        super().__init__(name=escape(name), overlay=True, show=shown)
        self._name = "layer"
        self.factory = spec.factory
        self.options = {
            "id": spec.id,
            "name": name,
            "source": spec.source.value,
            "url": spec.url,
            "minZoom": spec.min_zoom,
            "style": dict(spec.style),
            "facts": [[key, translate(label)] for key, label in spec.facts],
            "data": data.get(spec.id),
            "companionUrl": spec.companion_url,
            "companion": data.get(spec.companion),
        }
        fix_id(self, spec.id)


class BaseTiles(Layer):
    """The tile base map, shifted in the browser when it is cut on GCJ-02.

    Parameters
    ----------
    base : TileBase
        The setting.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "const {{ this.get_name() }} = wangge.tileBase({{ this.options|tojson }});\n"
        "{% endmacro %}"
    )

    def __init__(self, base: TileBase) -> None:
        super().__init__(name=escape(base.name), overlay=True)
        self._name = "layer"
        self.options = {
            "url": base.url,
            "attribution": escape(base.attribution),
            "datum": base.datum.value,
            "subdomains": base.subdomains,
            "maxNativeZoom": base.max_zoom,
        }
        fix_id(self, "base")


class Call(MacroElement):
    """One call of a function of our JavaScript with the map and one more argument.

    Parameters
    ----------
    function : str
        Name exported by ``js/map/main.js``.
    options : dict, optional
        JSON values, the second argument.
    layers : dict of str to str, optional
        Layer id to the JavaScript name of the layer, the second argument instead of options.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "wangge.{{ this.function }}({{ this._parent.get_name() }}, "
        "{% if this.layers is none %}{{ this.options|tojson }}{% else %}{ "
        "{% for id, name in this.layers.items() %}{{ id|tojson }}: {{ name }}, {% endfor %}"
        "}{% endif %});\n"
        "{% endmacro %}"
    )

    def __init__(
        self,
        function: str,
        options: dict[str, Any] | None = None,
        layers: dict[str, str] | None = None,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "call"
        self.function = function
        self.options = options
        self.layers = layers
        fix_id(self, function)


class Html(MacroElement):
    """A piece of the page beside the map's own element.

    Parameters
    ----------
    name : str
        Identity inside the map.
    html : str
        Markup that is already escaped.
    """

    _template = Template("{% macro html(this, kwargs) %}{{ this.html }}{% endmacro %}")

    def __init__(self, name: str, html: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "html"
        self.html = html
        fix_id(self, name)
