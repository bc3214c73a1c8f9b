"""The composed map loads nothing from elsewhere and lets no text out of its place."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from folium.plugins import Fullscreen

from mapping import folium_map
from mapping.assets import UnknownAsset
from mapping.folium_map import compose_map
from mapping.spec import Datum, LayerSpec, MapSpec, SourceKind, TileBase


def test_nothing_comes_from_elsewhere(spec: MapSpec) -> None:
    composed = compose_map(spec)
    links = [*composed.stylesheets, *composed.scripts, composed.module]
    assert links == [
        "vendor/leaflet.css",
        "css/map.css",
        "css/map_controls.css",
        "css/map_panel.css",
        "css/map_print.css",
        "vendor/leaflet.js",
        "vendor/wangge-map.js",
    ]
    assert "//" not in composed.html + composed.script


def test_markup_has_no_script_and_no_style(spec: MapSpec) -> None:
    html = compose_map(spec).html
    assert 'class="folium-map" id="map_main"' in html
    assert not re.search(r"<script|<style|style=|javascript:|\son\w+=", html, re.IGNORECASE)


def test_hostile_text_stays_text(spec: MapSpec, hostile: str) -> None:
    composed = compose_map(spec, translate=lambda text: hostile + text)
    assert "<" not in composed.script
    assert composed.script.isascii()
    assert "<img" not in composed.html


def test_equal_maps_have_equal_scripts(spec: MapSpec) -> None:
    assert compose_map(spec) == compose_map(spec)


def test_module_imports_our_code_and_names_every_layer(spec: MapSpec) -> None:
    script = compose_map(spec).module_script("/static/")
    assert script.startswith('import * as wangge from "/static/vendor/wangge-map.js";')
    for layer in spec.layers:
        assert f"const layer_{layer.id} = new wangge.{layer.factory}(" in script


def test_hidden_layer_is_known_but_not_added(spec: MapSpec) -> None:
    hidden = replace(spec.layers[0], shown=False)
    script = compose_map(replace(spec, layers=(hidden,))).script
    assert "const layer_areas" in script
    assert "layer_areas.addTo" not in script


def test_texts_are_translated(spec: MapSpec) -> None:
    composed = compose_map(spec, translate=str.upper)
    assert "OPEN ISSUES" in composed.script
    assert "ISSUE OVERDUE" in composed.html


def test_base_map_is_shifted_only_when_declared(spec: MapSpec, hostile: str) -> None:
    base = TileBase("https://t/{z}/{x}/{y}.png", hostile, hostile, Datum.GCJ02)
    script = compose_map(replace(spec, base=base)).script
    assert '"datum": "gcj02"' in script
    assert "<" not in script
    assert "gcj02" not in compose_map(spec).script


def test_over_tiles_our_own_ground_is_off(spec: MapSpec) -> None:
    base = TileBase("https://t/{z}/{x}/{y}.png", "Base", "")
    before, over = compose_map(spec).script, compose_map(replace(spec, base=base)).script
    for layer in ("areas", "estates", "paths"):
        assert f"layer_{layer}.addTo" in before
        assert f"layer_{layer}.addTo" not in over
    assert "layer_cells.addTo" in over


def test_plugin_with_assets_from_elsewhere_is_refused(
    spec: MapSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folium_map, "Html", lambda *_: Fullscreen())
    with pytest.raises(UnknownAsset, match="not shipped"):
        compose_map(spec)


def test_layer_without_legend_has_no_line(spec: MapSpec) -> None:
    bare = LayerSpec("bare", "Bare", "AreasLayer", SourceKind.NONE)
    assert "<li" not in compose_map(replace(spec, layers=(bare,))).html
