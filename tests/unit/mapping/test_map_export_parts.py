"""What goes into an exported file carries its pictures along and cannot break out of it."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.export import BASE_STYLESHEET, BUNDLE, inline_pictures, render_standalone
from mapping.folium_map import compose_map
from mapping.spec import MapSpec, TileBase

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def static(tmp_path: Path, spec: MapSpec) -> Path:
    composed = compose_map(spec)
    for path in (*composed.stylesheets, *composed.scripts, BASE_STYLESHEET, BUNDLE):
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        end = "</style>" if file.suffix == ".css" else "</ScRipt>"
        file.write_text(f"/* {end} <!-- */", "utf-8")
    return tmp_path


def test_pictures_become_part_of_the_stylesheet(tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text("<svg/>")
    sheet = tmp_path / "a.css"
    sheet.write_text('a { mask: url("dot.svg") } b { behavior: url(#default#VML) }')
    coded = base64.b64encode(b"<svg/>").decode()
    assert inline_pictures(sheet) == (
        f'a {{ mask: url("data:image/svg+xml;base64,{coded}") }} b {{ behavior: url("data:,") }}'
    )


def test_each_element_ends_once(static: Path, spec: MapSpec, hostile: str) -> None:
    cells = {"type": "FeatureCollection", "features": [], "name": hostile}
    html = render_standalone(spec, {"cells": cells}, static=static)
    assert html.lower().count("</script") == html.count("</style") == 1
    assert "<!--" not in html


def test_layers_without_data_and_addresses_stay_out(static: Path, spec: MapSpec) -> None:
    base = TileBase("https://tiles.example/{z}/{x}/{y}.png", "Base", "")
    cells = {"type": "FeatureCollection", "features": []}
    html = render_standalone(replace(spec, base=base), {"cells": cells}, static=static)
    assert "layer_cells" in html
    for absent in ("layer_buildings", "tiles.example", "/api/", spec.panel_url, spec.search_url):
        assert absent not in html


def test_lock_file_names_no_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text("utf-8")
    assert '"integrity"' in lock
    assert "://" not in lock
