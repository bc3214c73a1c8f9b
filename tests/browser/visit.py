"""What the tests in the browser share: the live server's address, eyes for faults, a map page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    WebError,
    expect,
)
from sqlalchemy import text

from app.database import Store

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
TILE_PX = 256
CALM_MS = 400
"""Longer than a slide of the map with the writing of the address after it."""

CALM_SPOT = """
    WITH things AS (
        SELECT footprint AS shape, 6 AS m FROM building
        UNION ALL SELECT line, 9 FROM route WHERE is_current
        UNION ALL SELECT point, 16 FROM issue WHERE point IS NOT NULL
    ), free AS (
        SELECT c.id, ST_Difference(c.shape, (
            SELECT ST_Union(ST_Buffer(t.shape::geography, t.m)::geometry) FROM things t
            WHERE ST_DWithin(t.shape, c.shape, 0.0005)
        )) AS shape
        FROM cell c JOIN division d ON d.id = c.division_id
        WHERE d.state = 'published' AND c.code LIKE '%' || :end
    ), circle AS (SELECT id, (ST_MaximumInscribedCircle(shape)).center AS at FROM free)
    SELECT id, ST_X(at), ST_Y(at) FROM circle
"""
"""A place in a cell where nothing else would be hit by a click."""

BUILDING = """
    SELECT id, ST_X(ST_PointOnSurface(footprint)), ST_Y(ST_PointOnSurface(footprint))
    FROM building WHERE number = :number
"""


@dataclass(frozen=True)
class Place:
    """Something with its key and a place to click, in degrees."""

    id: int
    lon: float
    lat: float


@dataclass(frozen=True)
class Live:
    """The server under test.

    Attributes
    ----------
    url : str
        Origin, without a slash at the end.
    code : str
        Of its only community.
    store : Store
        The same that it serves: for looking things up.
    """

    url: str
    code: str
    store: Store

    def cell(self, end: str) -> Place:
        """Find a cell that holds by the end of its code, with a place where nothing else lies."""
        return self._place(CALM_SPOT, end=end)

    def building(self, number: str) -> Place:
        """Find a building by its number."""
        return self._place(BUILDING, number=number)

    def _place(self, statement: str, **values: str) -> Place:
        with self.store.transaction() as session:
            return Place(*session.execute(text(statement), values).one())


class Watch:
    """Notes every fault that a browser meets: errors, broken policies, strangers, 5xx."""

    def __init__(self, context: BrowserContext, origin: str, expects: str = "") -> None:
        self.faults: list[str] = []
        self.origin = origin
        # A refusal that a test provokes: browsers write every 4xx to the console.
        self.expects = expects
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A broken Content-Security-Policy is an error of the console, too.
        expected = self.expects and self.expects in message.text
        if message.type in ("error", "warning") and not expected:
            self.faults.append(f"{message.type}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"uncaught: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", "data:", "blob:")):
            self.faults.append(f"stranger asked: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status}: {response.url}")


class MapPage:
    """The map as somebody uses it: by eye, pointer and keyboard."""

    def __init__(self, page: Page, live: Live) -> None:
        self.page = page
        self.live = live
        self.settle()

    @property
    def panel(self) -> Locator:
        """The panel that tells about what is chosen."""
        return self.page.locator("#map-panel")

    @property
    def seen(self) -> dict[str, str]:
        """What the address bar says of what is seen: z, lat, lon, layers, sel."""
        return {key: values[0] for key, values in parse_qs(urlsplit(self.page.url).query).items()}

    def settle(self) -> None:
        """Wait until everything in view is here and the address has said so for a while."""
        said = ""
        while said != self.page.url or "z" not in self.seen:
            said = self.page.url
            self.page.wait_for_load_state("networkidle")
            expect(self.page.locator(".leaflet-zoom-anim")).to_have_count(0)
            self.page.wait_for_timeout(CALM_MS)

    def chosen(self) -> str:
        """Wait until the address names what is chosen, and give it."""
        self.page.wait_for_url(lambda url: "sel=" in url)
        self.settle()
        return self.seen["sel"]

    def open(self, query: str) -> None:
        """Go to a view by its address."""
        self.page.goto(f"/c/{self.live.code}/map?{query}")
        self.settle()

    def go_to(self, place: Place, zoom: float = 18.5) -> None:
        """Look at a place from near."""
        self.open(f"z={zoom}&lat={place.lat:.6f}&lon={place.lon:.6f}")

    def spot(self, place: Place) -> tuple[float, float]:
        """Give where on the screen a place on the ground is, pixels."""
        seen = self.seen
        world = TILE_PX * 2 ** float(seen["z"])
        middle = _mercator(float(seen["lon"]), float(seen["lat"]))
        there = _mercator(place.lon, place.lat)
        box = self.page.locator("#map_main").bounding_box()
        assert box is not None
        return (
            box["x"] + box["width"] / 2 + (there[0] - middle[0]) * world,
            box["y"] + box["height"] / 2 + (there[1] - middle[1]) * world,
        )

    def click(self, place: Place) -> None:
        """Click a place on the ground, or tap it on a phone, and wait for what comes of it."""
        touch = self.page.evaluate("navigator.maxTouchPoints > 0")
        (self.page.touchscreen.tap if touch else self.page.mouse.click)(*self.spot(place))
        self.settle()

    def search(self, typed: str) -> Locator:
        """Write into the search box; give the hits, once they are there."""
        with self.page.expect_response(lambda response: "?q=" in response.url):
            self.page.get_by_role("combobox").fill(typed)
        self.page.wait_for_load_state("networkidle")
        return self.page.locator("#map-search-hits [role=option]")

    def picture(self, place: Place, reach_px: int = 12) -> bytes:
        """Take a picture of the map around a place, to compare it with another."""
        x, y = self.spot(place)
        side = 2 * reach_px
        clip = {"x": x - reach_px, "y": y - reach_px, "width": side, "height": side}
        return self.page.screenshot(clip=clip)


def _mercator(lon: float, lat: float) -> tuple[float, float]:
    """Project degrees onto the unit square."""
    sine = math.sin(math.radians(lat))
    return lon / 360 + 0.5, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
