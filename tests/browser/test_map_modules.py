"""The small modules of the map, each on its own, in the browser for which they are written."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Route

from geodata.datum import gcj02_to_wgs84, wgs84_to_gcj02

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[2] / "app" / "static"
SITE = "http://map.test"
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/vendor/leaflet.css">
<div id="map"></div><script src="/vendor/leaflet.js"></script>"""
Run = Callable[..., Any]


@pytest.fixture
def run(page: Page) -> Run:
    """Run the body of a function in which ``m`` is one of our modules."""

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).lstrip("/")
        if not path:
            route.fulfill(body=PAGE, content_type="text/html")
        else:
            route.fulfill(path=STATIC / path)

    def call(module: str, body: str, argument: Any = None) -> Any:
        code = f"async (given) => {{ const m = await import('/js/{module}'); {body} }}"
        return page.evaluate(code, argument)

    page.route(f"{SITE}/**", serve)
    page.goto(SITE)
    return call


def test_gcj02_is_that_of_geodata(run: Run) -> None:
    places = np.array([(116.4, 39.9), (114.3, 34.8), (113.95, 22.53), (87.6, 43.8), (124.1, 50.4)])
    shifted = run(
        "map/gcj02.js",
        """
        const shifted = given.map(([lng, lat]) => m.toGcj02({ lat, lng }));
        return shifted.map(({ lng, lat }) => [lng, lat]);
        """,
        places.tolist(),
    )
    np.testing.assert_allclose(shifted, wgs84_to_gcj02(places), atol=1e-9)


@pytest.mark.parametrize("zoom", [14, 17])
def test_gcj02_tiles_lie_where_our_data_expect_them(run: Run, zoom: int) -> None:
    tile = run(
        "map/tile_base.js",
        """
        document.querySelector('#map').style.cssText = 'width: 600px; height: 400px';
        const map = L.map('map', { zoomAnimation: false }).setView([34.8, 114.3], given);
        m.tileBase({ url: 'data:,{z}', datum: 'gcj02', attribution: '' }).addTo(map);
        map.panBy([700, 300], { animate: false });
        const image = document.querySelector('.leaflet-tile');
        const layer = Object.values(map._layers)[0];
        const { coords } = Object.values(layer._tiles).find(({ el }) => el === image);
        const corner = map.unproject([coords.x * 256, coords.y * 256], coords.z);
        const box = image.getBoundingClientRect();
        const frame = document.querySelector('#map').getBoundingClientRect();
        const found = map.containerPointToLatLng([box.left - frame.left, box.top - frame.top]);
        return { gcj: [corner.lng, corner.lat], found: [found.lng, found.lat] };
        """,
        zoom,
    )
    expected = gcj02_to_wgs84(np.array([tile["gcj"]]))[0]
    pixel = 360 / (256 * 2**zoom)
    assert np.abs(np.array(tile["found"]) - expected).max() < 2 * pixel


def test_state_comes_back_from_the_address_as_it_was(run: Run) -> None:
    state = {
        "place": {"zoom": 17.25, "lat": 34.800003, "lon": 114.299946},
        "layers": ["cells", "issues"],
        "thing": {"kind": "cell", "id": "12"},
    }
    query = run("map/state.js", "return m.formatState(given)", state)
    assert query == "z=17.25&lat=34.800003&lon=114.299946&layers=cells,issues&sel=cell:12"
    assert run("map/state.js", "return m.parseState(given)", query) == state


@pytest.mark.parametrize("query", ["z=abc&lat=1&lon=2", "z=17&lat=95&lon=0", "sel=<img>:1", ""])
def test_nonsense_in_the_address_is_passed_over(run: Run, query: str) -> None:
    nothing = {"place": None, "layers": None, "thing": None}
    assert run("map/state.js", "return m.parseState(given)", query) == nothing


def test_labels_never_overlap_and_the_important_stand(run: Run) -> None:
    placed = run(
        "map/labels.js",
        """
        const block = { width: 60, height: 20, draw() {} };
        const labels = [];
        for (let i = 0; i < 300; i++) {
          const places = [[(i * 37) % 500, (i * 91) % 400]];
          labels.push({ places, priority: i, variants: [block] });
        }
        const taken = [[400, 300, 500, 400]];
        return m.placeLabels(labels, taken).map(({ x, y }) => [x - 30, y, x + 30, y + 20]);
        """,
    )
    last = [(299 * 37) % 500 - 30, (299 * 91) % 400 - 10]
    assert placed[0][:2] == last
    boxes = [[400, 300, 500, 400], *placed]
    for a, b in combinations(boxes, 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


def test_near_issues_are_grouped_and_none_is_lost(run: Run) -> None:
    sizes = run(
        "map/issues.js",
        """
        const place = (i) => ({ x: (i * 53) % 300, y: (i * 17) % 200 });
        const symbols = Array.from({ length: 500 }, (_, i) => place(i));
        return m.group(symbols, 26).map(({ members }) => members.length);
        """,
    )
    assert sum(sizes) == 500
    assert 1 < len(sizes) < 150


def test_hole_is_outside(run: Run) -> None:
    outer = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
    hole = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]
    inside = run(
        "map/geo.js",
        "return [[1, 1], [5, 5], [11, 5]].map(([x, y]) => m.ringsContain(given, x, y))",
        [outer, hole],
    )
    assert inside == [True, False, False]


def test_place_survives_projection(run: Run) -> None:
    back = run("map/geo.js", "return m.toDegrees(...m.toUnit(...given))", [114.3, 34.8])
    assert back == pytest.approx([114.3, 34.8], abs=1e-9)
