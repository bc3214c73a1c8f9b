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
)

from app.database import Store

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
TILE_PX = 256


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


class Watch:
    """Notes every fault that a browser meets: errors, broken policies, strangers, 5xx."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.faults: list[str] = []
        self.origin = origin
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A broken Content-Security-Policy is an error of the console, too.
        if message.type in ("error", "warning"):
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
        page.wait_for_load_state("networkidle")
        if "z" not in self.seen:
            page.get_by_label("全社区").click()
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
        """Wait until everything in view is here and the address says so."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_url("**z=**")
        self.page.wait_for_timeout(400)

    def open(self, query: str) -> None:
        """Go to a view by its address."""
        self.page.goto(f"/c/{self.live.code}/map?{query}")
        self.settle()

    def spot(self, lon: float, lat: float) -> tuple[float, float]:
        """Give the place on the screen of a place on the ground, pixels."""
        seen = self.seen
        world = TILE_PX * 2 ** float(seen["z"])
        middle = _mercator(float(seen["lon"]), float(seen["lat"]))
        there = _mercator(lon, lat)
        box = self.page.locator("#map_main").bounding_box()
        assert box is not None
        return (
            box["x"] + box["width"] / 2 + (there[0] - middle[0]) * world,
            box["y"] + box["height"] / 2 + (there[1] - middle[1]) * world,
        )

    def click(self, lon: float, lat: float) -> None:
        """Click, or tap, a place on the ground, and wait for what comes of it."""
        x, y = self.spot(lon, lat)
        self.page.mouse.click(x, y)
        self.settle()

    def search(self, typed: str) -> Locator:
        """Type into the search box; give the hits."""
        box = self.page.get_by_role("combobox")
        box.fill("")
        with self.page.expect_response(lambda response: "q=" in response.url):
            box.press_sequentially(typed, delay=5)
        return self.page.locator("#map-search-hits [role=option]")


def _mercator(lon: float, lat: float) -> tuple[float, float]:
    """Project degrees onto the unit square."""
    sine = math.sin(math.radians(lat))
    return lon / 360 + 0.5, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
