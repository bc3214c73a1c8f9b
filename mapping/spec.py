"""What a map shows, said once in plain values: no HTML, no JavaScript, no folium."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees (WGS 84)."""

LayerUrl = Callable[[str], str]
"""Gives the address of a layer's features from its file name, say ``cells.geojson``."""


class Datum(StrEnum):
    """On which datum a tile base map was cut."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"  # Amap, Tencent: the browser shifts its tiles, never our data.


class SourceKind(StrEnum):
    """How the features of a layer reach the browser."""

    GEOJSON = "geojson"  # One file; small layers.
    GEOJSON_BBOX = "geojson_bbox"  # What is in view, asked again as the view moves.
    MVT = "mvt"  # Vector tiles.
    NONE = "none"  # The layer changes how others are drawn.


@dataclass(frozen=True)
class LegendEntry:
    """One line of the legend: a shape and a word, never a colour alone.

    Attributes
    ----------
    shape : str
        ``fill``, ``hatch``, ``line``, ``dashed``, ``dots``, ``circle``, ``triangle``,
        ``diamond``, ``dot`` or ``ring``.
    color : str
        ``#rrggbb``.
    word : str
        English template marked with ``N_``.
    edge : str
        Colour of the outline of a ``fill``; empty for none.
    """

    shape: str
    color: str
    word: str
    edge: str = ""


@dataclass(frozen=True)
class LayerSpec:
    """One layer that a viewer can switch.

    Attributes
    ----------
    id : str
        Stable name in addresses (``layers=cells,issues``) and in the JavaScript.
    name : str
        English name marked with ``N_``.
    factory : str
        The JavaScript class that draws it, exported by ``js/map/main.js``.
    source : SourceKind
        How its features arrive.
    url : str
        Address of the features; for tiles with ``{z}/{x}/{y}``. Empty without a source.
    min_zoom : int
        Below this zoom nothing is fetched or drawn.
    shown : bool
        Whether it is on when the map is opened for the first time.
    companion, companion_url : str
        Name and address of a second file that the layer draws (the stops of the routes).
    style : Mapping of str to Any
        Style tokens for the JavaScript class; JSON values.
    ground : bool
        Belongs to the ground that a tile base map replaces, so starts switched off over one.
    facts : tuple of (str, str)
        Property and English label, for hover and for the panel of an exported file.
    legend : tuple of LegendEntry
        What its symbols mean.
    """

    id: str
    name: str
    factory: str
    source: SourceKind
    url: str = ""
    min_zoom: int = 0
    shown: bool = True
    ground: bool = False
    companion: str = ""
    companion_url: str = ""
    style: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[tuple[str, str], ...] = ()
    legend: tuple[LegendEntry, ...] = ()


@dataclass(frozen=True)
class TileBase:
    """A tile base map below our own layers; a setting of the installation.

    Attributes
    ----------
    url : str
        Template with ``{z}``, ``{x}``, ``{y}`` and perhaps ``{s}``.
    name : str
        What the layer switcher calls it.
    attribution : str
        Plain text; shown as it stands, never read as HTML.
    datum : Datum
        How it was cut.
    subdomains : str
        Letters or digits for ``{s}``.
    max_zoom : int
        Deepest zoom that has tiles; beyond it they are enlarged.
    """

    url: str
    name: str
    attribution: str
    datum: Datum = Datum.WGS84
    subdomains: str = "abc"
    max_zoom: int = 18


@dataclass(frozen=True)
class MapSpec:
    """A whole map.

    Attributes
    ----------
    key : str
        Community code: under this name the browser remembers view and layers.
    title : str
        Name of the community, for print and export.
    center : (float, float)
        Longitude and latitude, degrees.
    zoom : int
        Zoom of the first view when there are no bounds.
    layers : tuple of LayerSpec
        Bottom first.
    bounds : Bounds, optional
        What the first view should fit.
    base : TileBase, optional
        Tile base map; without it our own paths and areas are the ground.
    attribution : str
        Whose data our own layers show, where a licence wants it said; plain text.
    schematic : bool
        The geometry is schematic and the map must say so.
    panel_url : str
        Template with ``{kind}`` and ``{id}`` that gives an HTML fragment; empty: none.
    search_url : str
        Address that takes ``?q=``; empty: no search.
    page_url : str
        Address of the page, for links that are shared; empty: no link.
    report_url : str
        Address that takes ``?lon=&lat=&building=`` of a place where something is wrong; empty:
        nothing can be reported.
    """

    key: str
    title: str
    center: tuple[float, float]
    zoom: int
    layers: tuple[LayerSpec, ...]
    bounds: Bounds | None = None
    base: TileBase | None = None
    attribution: str = ""
    schematic: bool = False
    panel_url: str = ""
    search_url: str = ""
    page_url: str = ""
    report_url: str = ""
