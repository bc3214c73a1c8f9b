"""What folium does by itself: every building embedded in one HTML file."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

import folium
import geopandas as gpd
from playwright.sync_api import Browser, Route

from app.settings import ROOT
from bench.page_visit import FIRST_PAINT, KB, NEXT_FRAME, fresh

LEAFLET = ROOT / "app" / "static" / "vendor"
LONG_MS = 300_000


@dataclass(frozen=True)
class Embedded:
    """A file that folium wrote, and what opening it took.

    Attributes
    ----------
    made_s : float
        Writing it.
    page_kb : float
        Its own size, without the libraries that it takes from other sites.
    first_paint_ms, answered_ms : float
        As in :class:`bench.page_visit.Seen`; the answer is the popup of a building.
    """

    made_s: float
    page_kb: float
    first_paint_ms: float
    answered_ms: float


def write_map(houses: gpd.GeoDataFrame, file: Path) -> float:
    """Write the map of a town as folium's handbook does; give the seconds that it took.

    Parameters
    ----------
    houses : GeoDataFrame
        Frame ``buildings`` of docs/frames.md.
    file : Path
        Of HTML, written.
    """
    start = time.perf_counter()
    west, south, east, north = houses.total_bounds
    page = folium.Map([(south + north) / 2, (west + east) / 2], zoom_start=17, tiles=None)
    columns = ["number", "address", "households"]
    popup = folium.GeoJsonPopup(columns)
    folium.GeoJson(houses[[*columns, "geometry"]], popup=popup).add_to(page)
    page.save(file)
    return time.perf_counter() - start


def open_map(browser: Browser, file: Path, made_s: float) -> Embedded:
    """Open such a file and click a building as soon as it is drawn.

    Parameters
    ----------
    browser : Browser
    file : Path
        Of :func:`write_map`.
    made_s : float
        What writing it took.

    Returns
    -------
    Embedded
    """
    context = fresh(browser)
    page = context.new_page()
    page.set_default_timeout(LONG_MS)
    page.route(re.compile("^https?:"), _serve_local)
    page.goto(file.as_uri(), wait_until="commit")
    page.locator("path.leaflet-interactive").first.wait_for(state="attached")
    page.locator("path.leaflet-interactive").first.dispatch_event("click")
    page.locator(".leaflet-popup-content").wait_for(state="attached")
    answered = float(page.evaluate(f"{NEXT_FRAME}.then(() => performance.now())"))
    first_paint = float(page.evaluate(FIRST_PAINT))
    context.close()
    return Embedded(made_s, file.stat().st_size / KB, first_paint, answered)


def _serve_local(route: Route) -> None:
    """Answer for the sites that folium's page asks: Leaflet from here, nothing for the others."""
    name = route.request.url.rpartition("/")[2]
    if name in ("leaflet.js", "leaflet.css"):
        route.fulfill(path=LEAFLET / name)
    else:
        route.fulfill(body="")
