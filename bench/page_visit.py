"""One visit of the map in Chromium, with a clock."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

from playwright.sync_api import Browser, BrowserContext, Page, Request

from bench.page_site import PASSWORD, USERNAME, Site

VIEWPORT = {"width": 1440, "height": 900}
PAGE_TYPES = ("document", "script", "stylesheet")
NEXT_FRAME = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
KB = 1000


@dataclass(frozen=True)
class Seen:
    """What one visit measured.

    Attributes
    ----------
    page_kb : float
        HTML, JavaScript and CSS, as the browser has them; thousands of bytes.
    sent_kb : float
        The same as it went over the wire.
    data_kb : float
        Layers and tiles, over the wire.
    requests : float
        All, until the map answered.
    first_paint_ms : float
        First contentful paint, from the start of the navigation.
    drawn_ms : float
        Until cells and the first tiles of buildings are on the screen.
    answered_ms : float
        Until a click on a building, made as soon as that is drawn, has brought its panel.
    """

    page_kb: float
    sent_kb: float
    data_kb: float
    requests: float
    first_paint_ms: float
    drawn_ms: float
    answered_ms: float


def median(visits: Iterable[Seen]) -> Seen:
    """Give the medians of several visits.

    Parameters
    ----------
    visits : iterable of Seen
    """
    return Seen(*(statistics.median(column) for column in zip(*map(astuple, visits), strict=True)))


def names() -> list[str]:
    """Name the figures of a visit, in their order."""
    return [one.name for one in fields(Seen)]


def log_in(browser: Browser, site: Site) -> str:
    """Log in once and give the cookie, so that visits measure the map alone.

    Parameters
    ----------
    browser : Browser
    site : Site

    Returns
    -------
    str
        A ``Cookie`` header.
    """
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/login")
    page.fill("[name=username]", USERNAME)
    page.fill("[name=password]", PASSWORD)
    page.click("button.button-main")
    page.wait_for_url("**/map*")
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())
    context.close()
    return cookies


def fresh(browser: Browser, cookies: str = "") -> BrowserContext:
    """Open a browser that has nothing in its cache.

    Parameters
    ----------
    browser : Browser
    cookies : str
        ``Cookie`` header of somebody logged in.
    """
    headers = {"Cookie": cookies} if cookies else {}
    return browser.new_context(viewport=VIEWPORT, extra_http_headers=headers)  # type: ignore[arg-type]


def visit(browser: Browser, site: Site, cookies: str) -> Seen:
    """Open the map, click the building in the middle as soon as it is drawn, and measure.

    Parameters
    ----------
    browser : Browser
    site : Site
    cookies : str
        As :func:`log_in` gives them.

    Returns
    -------
    Seen
    """
    context = fresh(browser, cookies)
    page = context.new_page()
    finished: list[Request] = []
    # A plain method of a list would be refused: playwright marks its listeners.
    page.on("requestfinished", lambda one: finished.append(one))  # noqa: PLW0108
    with page.expect_event("requestfinished", lambda one: one.url == site.cells_url):
        page.goto(site.map_url, wait_until="commit")
    page.locator(".leaflet-tile-loaded").first.wait_for(state="attached")
    drawn = _clock(page)
    answered = _click_middle(page, site)
    first_paint = float(page.evaluate(FIRST_PAINT))
    seen = Seen(*_sizes(finished), len(finished), first_paint, drawn, answered)
    context.close()
    return seen


def _clock(page: Page) -> float:
    """Give the milliseconds since the navigation began, once the next frame is painted."""
    return float(page.evaluate(f"{NEXT_FRAME}.then(() => performance.now())"))


def _click_middle(page: Page, site: Site) -> float:
    """Click the building in the middle until it answers: its own tile may not be the first."""
    box = page.locator("#map_main").bounding_box()
    assert box is not None
    heading = page.locator("#map-panel h2")
    while not heading.count():
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(20)
    assert heading.text_content() == site.house, (heading.text_content(), site.house)
    return _clock(page)


def _sizes(finished: list[Request]) -> tuple[float, float, float]:
    """Add up the bytes of the page and of its data, in kilobytes."""
    page = sent = data = 0
    for one in finished:
        response = one.response()
        assert response is not None
        size = one.sizes()["responseBodySize"]
        if one.resource_type in PAGE_TYPES:
            page += len(response.body())
            sent += size
        elif one.resource_type == "fetch":
            data += size
    return page / KB, sent / KB, data / KB
