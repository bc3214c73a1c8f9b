"""The map page in Chromium at 300, 5,000 and 100,000 buildings, and folium's by itself.

``python -m bench page``. Each visit is a fresh browser that looks at the middle of the town from
near and clicks a building; visits of the three sizes take turns.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from dataclasses import astuple
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.page_folium import Embedded, open_map, write_map
from bench.page_site import Site, served_town
from bench.page_visit import Seen, log_in, median, names, visit
from bench.towns import town

SIZES = {300: 12, 5_000: 300, 100_000: 300}
"""Cells by number of buildings."""

RUNS = 5


def main() -> None:
    """Measure and print."""
    with ExitStack() as stack:
        sites = [stack.enter_context(served_town(*size)) for size in SIZES.items()]
        play = stack.enter_context(sync_playwright())
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        cookies = [log_in(browser, site) for site in sites]
        print(_table(sites, _take_turns(browser, sites, cookies)))
        for site, cookie in zip(sites, cookies, strict=True):
            print(f"cells.geojson of {site.buildings} buildings: {_cells_ms(site, cookie):.0f} ms")
        print("goals: page_kb below 300; first_paint_ms alike; cells.geojson below 300 ms")
        print("folium by itself: made_s, page_kb, first_paint_ms, answered_ms")
        for buildings in SIZES:
            print(f"{buildings:>8} ", *(f"{one:10.1f}" for one in _folium(browser, buildings)))
        browser.close()


def _take_turns(browser: Browser, sites: list[Site], cookies: list[str]) -> list[Seen]:
    """Visit all sites in turn, once more than counted; give the medians."""
    seen: list[list[Seen]] = [[] for _ in sites]
    for _ in range(RUNS + 1):
        for site, cookie, visits in zip(sites, cookies, seen, strict=True):
            visits.append(visit(browser, site, cookie))
    return [median(visits[1:]) for visits in seen]


def _table(sites: list[Site], seen: list[Seen]) -> str:
    """Write the figures as a table, with the ratio of the largest town to the smallest."""
    head = f"{f'median of {RUNS}':<16}" + "".join(f"{site.buildings:>10}" for site in sites)
    lines = [f"{head}   largest/smallest"]
    for name, *values in zip(names(), *map(astuple, seen), strict=True):
        figures = "".join(f"{value:10.0f}" for value in values)
        lines.append(f"{name:<16}{figures}{values[-1] / values[0]:12.2f} x")
    return "\n".join(lines)


def _cells_ms(site: Site, cookies: str) -> float:
    """Time the layer of cells by itself, without a browser."""
    request = urllib.request.Request(site.cells_url, headers={"Cookie": cookies})  # noqa: S310
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        with urllib.request.urlopen(request) as response:  # noqa: S310 - our own server.
            response.read()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def _folium(browser: Browser, buildings: int) -> tuple[float, ...]:
    """Measure folium's own map of a town; the largest once, since it takes minutes."""
    houses, _ = town(buildings, 1, seed=1)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "folium.html"
        made_s = write_map(houses, file)
        runs = 1 if buildings == max(SIZES) else RUNS
        opened = [astuple(open_map(browser, file, made_s)) for _ in range(runs)]
    return astuple(Embedded(*map(statistics.median, zip(*opened, strict=True))))
