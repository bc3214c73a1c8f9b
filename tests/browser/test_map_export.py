"""An exported map is one file: it opens without a network and shows what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mapping.export import render_standalone
from mapping.layers import catalogue
from mapping.spec import MapSpec

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[2] / "app" / "static"
HOSTILE = "</script><img src=x onerror=document.title='broken'>\u2028"
WEST, SOUTH, EAST, NORTH = 114.300, 34.800, 114.304, 34.803


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    data = {
        "cells": collection(
            feature(
                box(WEST, SOUTH, EAST, NORTH),
                id=1,
                code="410202006006001",
                name=HOSTILE,
                leader=None,
                open_issues=1,
                overdue_issues=1,
                tint=0,
            )
        ),
        "buildings": collection(
            feature(
                box(114.3015, 34.8010, 114.3025, 34.8014),
                id=41,
                number="41",
                kind="apartment",
                vacant=True,
            )
        ),
        "issues": collection(
            feature(
                {"type": "Point", "coordinates": [114.3005, 34.8025]},
                id=7,
                title=HOSTILE,
                light="red",
            )
        ),
    }
    spec = MapSpec(
        key="kangle",
        title=HOSTILE,
        center=(114.302, 34.8015),
        zoom=17,
        layers=catalogue(str, "{z}/{x}/{y}"),
        bounds=(WEST, SOUTH, EAST, NORTH),
        schematic=True,
        panel_url="/panel/{kind}/{id}",
    )
    file = tmp_path / "map.html"
    file.write_text(render_standalone(spec, data, static=STATIC), "utf-8")
    return file


def test_exported_map_asks_nobody_and_shows_its_layers(page: Page, exported: Path) -> None:
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.goto(exported.as_uri())
    page.wait_for_function("[...document.querySelectorAll('.leaflet-tile-loaded')].length > 0")
    page.wait_for_timeout(100)

    assert faults == []
    assert [url for url in asked if not url.startswith("data:")] == [exported.as_uri()]
    assert page.title() == HOSTILE
    switches = page.locator(".leaflet-control-layers-overlays label").all_text_contents()
    assert [text.strip() for text in switches] == [
        "Open issues",
        "Vacant duties",
        "Buildings",
        "Cells",
    ]
    expect(page.get_by_text("Schematic data: not surveyed")).to_be_visible()


def test_click_tells_about_a_building_and_escape_closes(page: Page, exported: Path) -> None:
    page.goto(exported.as_uri())
    page.wait_for_function("[...document.querySelectorAll('.leaflet-tile-loaded')].length > 0")
    spot = page.evaluate("map_main.latLngToContainerPoint([34.8012, 114.302])")
    page.locator("#map_main").click(position=spot)
    panel = page.locator("#map-panel")
    expect(panel.get_by_text("41", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_painted_colours_are_those_of_the_legend(page: Page, exported: Path) -> None:
    page.goto(exported.as_uri())
    page.wait_for_function("[...document.querySelectorAll('.leaflet-tile-loaded')].length > 0")
    # Painting comes with a frame of its own, on a busy machine much later: wait for the colour.
    page.wait_for_function(
        """wanted => {
            const at = map_main.latLngToContainerPoint([34.8025, 114.3005]);
            const canvas = map_main.desk.top.canvas;
            const box = canvas.getBoundingClientRect();
            const map = map_main.getContainer().getBoundingClientRect();
            const scale = canvas.width / box.width;
            const pen = canvas.getContext('2d');
            const x = (map.left + at.x - 6 - box.left) * scale;
            const y = (map.top + at.y - box.top) * scale;
            return String([...pen.getImageData(x, y, 1, 1).data]) === String(wanted);
        }""",
        arg=[196, 22, 28, 255],
    )
