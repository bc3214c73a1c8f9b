"""The legend as HTML: each line a drawn shape and a word.

Shapes are small SVG pictures with presentation attributes, which a strict Content-Security-Policy
allows where ``style`` attributes would be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from geodata.errors import N_
from mapping.spec import LayerSpec, LegendEntry

SHAPES = {
    "fill": '<rect x="2" y="3" width="24" height="14" rx="2" fill="{c}" stroke="{e}" '
    'stroke-width="1.5"/>',
    "hatch": '<rect x="2" y="3" width="24" height="14" rx="2" fill="#fff" stroke="{c}" '
    'stroke-width="1.5"/><path d="M4 17 14 3M10 17 20 3M16 17 26 3" stroke="{c}" '
    'stroke-width="1.8"/>',
    "line": '<path d="M2 10H26" stroke="{c}" stroke-width="3"/>',
    "dashed": '<path d="M2 10H26" stroke="{c}" stroke-width="2.5" stroke-dasharray="5 3"/>',
    "dots": '<path d="M4 10H25" stroke="{c}" stroke-width="4" stroke-linecap="round" '
    'stroke-dasharray="0.1 7"/>',
    "circle": '<circle cx="14" cy="10" r="6.5" fill="{c}" stroke="#fff" stroke-width="1.5"/>',
    "triangle": '<path d="M14 2.5 22 17H6z" fill="{c}" stroke="#fff" stroke-width="1.2"/>',
    "diamond": '<path d="M14 1 23 10 14 19 5 10z" fill="{c}" stroke="#fff" stroke-width="1.2"/>'
    '<path d="M14 5.5V11M14 13V15" stroke="#fff" stroke-width="2"/>',
    "stop": '<circle cx="14" cy="10" r="8" fill="#fff" stroke="{c}" stroke-width="2"/>'
    '<path d="M12 8 14.500 6V14.500" stroke="{c}" stroke-width="2"/>',
    "dot": '<circle cx="14" cy="10" r="4" fill="{c}"/>',
    "ring": '<circle cx="14" cy="10" r="5.5" fill="#fff" stroke="{c}" stroke-width="3"/>',
}


def swatch(entry: LegendEntry) -> str:
    """Draw the shape of one legend line.

    Parameters
    ----------
    entry : LegendEntry
        Shape and colours.

    Returns
    -------
    str
        An SVG element.
    """
    color = escape(entry.color)
    shape = SHAPES[entry.shape].format(c=color, e=escape(entry.edge) or color)
    return (
        '<svg class="legend-swatch" width="28" height="20" viewBox="0 0 28 20" fill="none" '
        f'aria-hidden="true">{shape}</svg>'
    )


def render_legend(layers: Iterable[LayerSpec], translate: Callable[[str], str]) -> str:
    """Give the legend of a map.

    Parameters
    ----------
    layers : iterable of LayerSpec
        Layers, bottom first; the legend begins at the top.
    translate : callable
        English template to the viewer's language.

    Returns
    -------
    str
        A ``details`` element; lines carry ``data-layer`` so that the page can hide those of
        layers that are switched off.
    """
    lines = [
        f'<li data-layer="{escape(layer.id)}">{swatch(entry)}'
        f"<span>{escape(translate(entry.word))}</span></li>"
        for layer in reversed(tuple(layers))
        for entry in layer.legend
    ]
    title = escape(translate(N_("Legend")))
    return (
        f'<details class="map-legend"><summary>{title}</summary><ul>{"".join(lines)}</ul></details>'
    )
