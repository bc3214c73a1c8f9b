"""A week for six pairs: planned, changed by hand, printed, taken along, opened elsewhere."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gpxpy
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import text

from app.database import Store
from app.models import Role
from app.postgis import PrivatePostgis
from tests.browser.conftest import LogIn, serve_demo
from tests.browser.visit import Live, MapPage, Place
from tests.browser.working import PATIENCE_MS, worker_beside
from tests.conftest import clone

pytestmark = pytest.mark.browser

PAIRS = 6
CELL = "第七区域"
FIRST_ROUTE = text(
    "SELECT r.id FROM route r JOIN cell c ON c.id = r.cell_id "
    "WHERE r.is_current AND c.code LIKE '%001' ORDER BY r.id LIMIT 1"
)


@pytest.fixture(scope="module")
def live(server: PrivatePostgis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Serve a demo of its own, with a worker that plans: routes change under nobody else."""
    store = Store.at(clone(server, "planned"))
    with serve_demo(store, tmp_path_factory.mktemp("planned")) as live, worker_beside(live):
        yield live


@pytest.fixture(scope="module")
def kept_log_ins() -> dict[str, Any]:
    """Keep the log-ins of this server apart from those of the other."""
    return {}


class PlanPage(MapPage):
    """The plan of a cell, as an administrator changes it."""

    @property
    def state(self) -> dict[str, Any]:
        """Ask the server how the plan stands."""
        path = self.page.url.split("?")[0]
        answer: dict[str, Any] = self.page.request.get(f"{path}/state").json()
        return answer

    def names(self, route: int = 0) -> list[str]:
        """Read the names of a route's stops as the list shows them."""
        stops = self.page.locator(".plan-stops").nth(route)
        return [text.splitlines()[0] for text in stops.locator(".plan-name").all_inner_texts()]

    def stored(self) -> Any:
        """Expect that a step is sent and taken."""
        return self.page.expect_response(
            lambda answer: answer.url.endswith("/steps") and answer.status == 200
        )

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag with the pointer, in more than one move."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        mouse.move(*end)
        mouse.up()

    def middle(self, locator: Locator) -> tuple[float, float]:
        """Give the middle of something on the screen."""
        locator.scroll_into_view_if_needed()
        box = locator.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def plan_cell(page: Page, live: Live, name: str, volunteers: int) -> PlanPage:
    """Ask on the page of a cell for so many routes, and stay until they are there."""
    page.goto(f"/c/{live.code}/patrols")
    page.get_by_role("link", name=name).click()
    page.locator(".plan-anew summary").click()
    page.get_by_label("几人（组）").fill(str(volunteers))
    page.locator(".plan-anew button[type=submit]").click()
    page.wait_for_url(re.compile(r"/patrols/cells/\d+"), timeout=PATIENCE_MS)
    expect(page.locator(".plan-route")).to_have_count(volunteers)
    return PlanPage(page, live)


@pytest.fixture
def admin(log_in: LogIn) -> Page:
    return log_in(Role.COMMUNITY_ADMIN).page


def test_a_week_for_six_pairs_is_planned_changed_printed_and_taken_along(
    admin: Page, live: Live
) -> None:
    plan = plan_cell(admin, live, CELL, PAIRS)
    here = admin.url
    routes = plan.state["routes"]
    assert sum(len(route["stops"]) for route in routes) == 90
    longest, shortest = (pick(route["minutes"] for route in routes) for pick in (max, min))
    assert longest <= 1.5 * shortest + 5
    plan_week(admin, live)

    admin.goto(here)
    before = [stop["name"] for route in routes for stop in route["stops"]]
    drag_in_the_list(plan)
    drag_on_the_map(plan)
    add_a_point(plan)
    with plan.stored():
        admin.get_by_role("button", name="重排其余").click()
    after = [stop["name"] for route in plan.state["routes"] for stop in route["stops"]]
    assert sorted(after) == sorted([*before, "消防栓"])
    print_and_take_along(plan, stops=len(after))
    admin.goto(here)
    with plan.stored():
        admin.get_by_role("button", name="撤销").click()


def plan_week(page: Page, live: Live) -> None:
    """Let each pair walk its route of the cell every evening of the week."""
    page.goto(f"/c/{live.code}/shifts")
    page.get_by_role("link", name="新建巡查节奏").click()
    page.get_by_role("link", name="每晚 18:30 巡逻").click()
    page.get_by_role("button", name="建好").click()
    beats = page.locator(".beats label")
    for number in range(beats.count()):
        beat = beats.nth(number)
        is_ours = (beat.locator("span").first.text_content() or "").startswith(CELL)
        beat.locator("select").select_option("nobody" if is_ours else "")
    page.get_by_role("button", name="保存", exact=True).click()
    page.goto(f"/c/{live.code}/shifts")
    page.get_by_role("link", name="下一周").click()
    expect(page.locator(".day")).to_have_count(7)
    for day in page.locator(".day").all():
        expect(day.locator(".patrol-place")).to_have_text([re.compile(CELL)] * PAIRS)


def print_and_take_along(plan: PlanPage, *, stops: int) -> None:
    """Print a sheet for each pair, and open their ways in a program that is not ours."""
    with plan.page.expect_download() as download:
        plan.page.get_by_role("link", name="GPX").click()
    read = gpxpy.parse(Path(download.value.path()).read_text(encoding="utf-8"))
    assert (len(read.routes), len(read.tracks)) == (PAIRS, PAIRS)
    names = [point.name or "" for route in read.routes for point in route.points]
    assert sum(name.endswith(" 消防栓") for name in names) == 1
    plan.page.get_by_role("link", name="打印路线单").click()
    expect(plan.page.locator(".sheet")).to_have_count(PAIRS)
    expect(plan.page.locator(".sheet-stops li")).to_have_count(stops)


def drag_in_the_list(plan: PlanPage) -> None:
    """Pull the fourth stop up to the second place: it stays there, and its legs are locked."""
    before = plan.names()
    rows = plan.page.locator(".plan-stops").first.locator(".plan-stop")
    x, y = plan.middle(rows.nth(1))
    with plan.stored():
        plan.drag(plan.middle(rows.nth(3).locator(".plan-handle")), (x, y - 12))
    expect(rows.nth(1).locator(".plan-name")).to_have_text(before[3])
    assert plan.names() == [before[0], before[3], *before[1:3], *before[4:]]
    assert [row["locked"] for row in plan.state["routes"][0]["stops"][:4]] == [
        False, True, True, False,
    ]  # fmt: skip


def drag_on_the_map(plan: PlanPage) -> None:
    """Pull a stop of the first pair onto the way of another: that pair visits it."""
    plan.page.locator(".icon-all").click()
    plan.settle()
    first, other = plan.state["routes"][:2]
    taken = first["stops"][-1]
    lon, lat = other["stops"][len(other["stops"]) // 2]["point"]
    with plan.stored():
        plan.drag(plan.spot(Place(0, *taken["point"])), plan.spot(Place(0, lon, lat)))
    carried = [route["walker"] for route in plan.state["routes"]
               if taken["key"] in [stop["key"] for stop in route["stops"]]]  # fmt: skip
    assert len(carried) == 1
    assert carried != [first["walker"]]


def add_a_point(plan: PlanPage) -> None:
    """Tap the map and say what is to be looked at there."""
    plan.page.get_by_role("button", name="加必到点").click()
    points = [stop["point"] for route in plan.state["routes"] for stop in route["stops"]]
    lon, lat = np.mean(points, axis=0)
    plan.page.mouse.click(*plan.spot(Place(0, lon, lat)))
    plan.page.get_by_label("到那里看什么").fill("消防栓")
    with plan.stored():
        plan.page.get_by_role("button", name="加入路线").click()
    expect(plan.page.locator(".plan-card h3")).to_contain_text("消防栓")


def test_the_sheet_goes_on_paper_with_its_map_and_code(
    admin: Page, live: Live, tmp_path: Path
) -> None:
    admin.goto(f"/c/{live.code}/patrols")
    admin.get_by_role("link", name="第一区域").click()
    admin.get_by_role("link", name="打印路线单").click()
    stops = admin.locator(".sheet-stops li").count()
    assert admin.locator(".sheet .stop-mark").count() == stops > 10
    admin.emulate_media(media="print")
    expect(admin.get_by_role("button", name="打印")).to_be_hidden()
    ink = drawn(admin.locator(".sheet-map").screenshot())
    assert ink["blue"] > 0.005
    assert drawn(admin.locator(".sheet-code svg").screenshot())["dark"] > 0.25
    paper = admin.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1


def drawn(picture: bytes) -> dict[str, float]:
    """Tell which share of a picture is dark, and which is the blue of the first route."""
    rgb = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=int)
    blue = (rgb[..., 2] > 150) & (rgb[..., 0] < 80)
    return {"dark": float((rgb.sum(axis=-1) < 150).mean()), "blue": float(blue.mean())}


def test_gpx_opens_in_a_foreign_parser(admin: Page, live: Live) -> None:
    admin.goto(f"/c/{live.code}/patrols")
    admin.get_by_role("link", name="第二区域").click()
    with admin.expect_download() as download:
        admin.get_by_role("link", name="GPX").click()
    read = gpxpy.parse(Path(download.value.path()).read_text(encoding="utf-8"))
    (route,), (track,) = read.routes, read.tracks
    assert len(read.waypoints) == len(route.points) - 1 > 10
    assert track.length_2d() == pytest.approx(float((track.description or "").split()[0]), rel=0.01)


def test_the_walker_goes_on_without_signal(log_in: LogIn, live: Live) -> None:
    # Without signal a browser asks for its icon, and the page sends its tick, in vain.
    page = log_in(Role.VOLUNTEER, phone=True, expects="net::ERR_").page
    with live.store.transaction() as session:
        route = session.execute(FIRST_ROUTE).scalar_one()
    page.goto(f"/c/{live.code}/patrols/routes/{route}")
    expect(page.locator("[data-kept]")).to_have_text("已存在这部手机上，没信号也能用。")
    page.get_by_role("button", name="到了").tap()
    expect(page.locator("[data-count]")).to_contain_text("第 2 站")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-count]")).to_contain_text("第 2 站")
    expect(page.locator("[data-kept]")).to_contain_text("没有信号")
    for button in page.get_by_role("button").all():
        size = button.bounding_box()
        assert size is None or min(size["width"], size["height"]) >= 44
    page.context.set_offline(False)
