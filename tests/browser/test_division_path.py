"""The ground is divided, adjusted by hand and published; two who work at once are told so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import shapely
from playwright.sync_api import Locator, Page, expect
from shapely import LineString, Point, box
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from app.database import Store
from app.jobs.lifeline import Lifeline
from app.jobs.worker import Worker
from app.models import Community, Role
from app.postgis import PrivatePostgis
from app.services.drafts import new_draft
from app.services.users import add_user
from app.settings import Settings
from tests.browser.conftest import LogIn, Visit, serve_demo
from tests.browser.visit import Live, MapPage, Place
from tests.conftest import clone
from tests.visitors import NOON, PASSWORD

pytestmark = pytest.mark.browser

CELLS = 7


@pytest.fixture(scope="module")
def live(server: PrivatePostgis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Serve a demo of its own: what is published here is ground below nobody else's test."""
    store = Store.at(clone(server, "divided"))
    with serve_demo(store, tmp_path_factory.mktemp("divided")) as live:
        with store.transaction() as session:
            community = session.query(Community).one()
            add_user(
                session,
                username="kangle.second",
                display_name="李书记",
                password=PASSWORD,
                role=Role.COMMUNITY_ADMIN,
                community_id=community.id,
                at=NOON,
                by=None,
            )
        yield live


@pytest.fixture(scope="module")
def kept_log_ins() -> dict[str, Any]:
    """Keep the log-ins of this server apart from those of the other."""
    return {}


class Editor(MapPage):
    """A draft, as somebody edits it by eye, pointer and keyboard."""

    def __init__(self, page: Page, live: Live, division_id: int) -> None:
        self.path = f"/c/{live.code}/divisions/{division_id}"
        page.goto(self.path)
        expect(page.locator(".cell-row").first).to_be_visible()
        super().__init__(page, live)

    def state(self) -> dict[str, Any]:
        """Ask the server how the draft stands."""
        answer: dict[str, Any] = self.page.request.get(f"{self.path}/state").json()
        return answer

    def cells(self) -> dict[int, BaseGeometry]:
        """Give the outlines of the cells by key."""
        features = self.state()["cells_geojson"]["features"]
        return {one["properties"]["id"]: shape(one["geometry"]) for one in features}

    def buildings(self) -> dict[int, tuple[int | None, BaseGeometry]]:
        """Give cell and footprint of the buildings by key."""
        features = self.page.request.get(f"{self.path}/buildings.geojson").json()["features"]
        facts = [(one["properties"], shape(one["geometry"])) for one in features]
        return {fact["id"]: (fact["cell_id"], footprint) for fact, footprint in facts}

    def tool(self, words: str) -> None:
        """Take a tool by its word."""
        self.page.get_by_role("toolbar").get_by_role("button", name=words).click()

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Give where on the screen a place is."""
        return self.spot(Place(0, lon, lat))

    def row(self, cell_id: int) -> Locator:
        """Give the line of a cell in the list."""
        return self.page.locator(f".cell-row[data-cell='{cell_id}']")

    def stores(self, path: str = "steps") -> Any:
        """Expect that something is sent; its answer can be asked for afterwards."""
        return self.page.expect_response(lambda answer: answer.url.endswith(f"/{path}"))


def make_draft(live: Live, name: str) -> int:
    """Make a draft of the division that holds."""
    with live.store.transaction() as session:
        community = session.query(Community).one()
        return new_draft(session, community, name=name, at=NOON, by=None).id


def work_off(live: Live) -> None:
    """Do what a worker beside the server would do."""
    with Lifeline(live.store.sessions.kw["bind"]) as lifeline:
        Worker(live.store, Settings(), lifeline, clock=lambda: NOON).work_off()


def divide(page: Page, live: Live) -> int:
    """Ask for a division on the page, wait for it, and open the draft that came of it."""
    page.goto(f"/c/{live.code}/divisions")
    page.get_by_role("link", name="自动划分").click()
    page.get_by_label("按个数").check()
    page.get_by_label("网格个数").fill(str(CELLS))
    for variant in ("沿街优先", "少变动"):
        page.get_by_label(variant).uncheck()
    page.get_by_label("算多久").select_option("5")
    page.get_by_role("button", name="开始").click()
    page.wait_for_url("**/jobs/*")
    work_off(live)
    page.goto(f"/c/{live.code}/divisions")
    card = page.locator(".division-cards .division-card").first
    expect(card.locator(".thumbnail path")).to_have_count(CELLS)
    expect(card).to_contain_text(f"{CELLS} 个网格")
    card.get_by_role("link", name="在图上调整").click()
    page.wait_for_url(re.compile(r"/divisions/\d+"))
    return int(re.findall(r"/divisions/(\d+)", page.url)[0])


def drag_a_boundary(editor: Editor) -> None:
    """Pull at the inner corner that is farthest from all houses."""
    cells = list(editor.cells().values())
    rim = shapely.union_all(cells).boundary
    houses = shapely.union_all([footprint for _, footprint in editor.buildings().values()])
    corners = [Point(at) for cell in cells for at in shapely.get_coordinates(cell)]
    inner = [corner for corner in corners if rim.distance(corner) > 1e-5]
    corner = max(inner, key=houses.distance)
    editor.page.get_by_label("放大").click()
    editor.settle()
    editor.tool("移边界")
    x, y = editor.point(corner.x, corner.y)
    editor.page.mouse.move(x, y)
    editor.page.mouse.down()
    editor.page.mouse.move(x + 5, y + 4, steps=4)
    with editor.stores() as answer:
        editor.page.mouse.up()
    assert answer.value.status == 200, answer.value.text()
    assert not any(cell.touches(corner) and corner.coords[0] in cell.exterior.coords
                   for cell in editor.cells().values())  # fmt: skip
    editor.page.locator(".icon-all").click()
    editor.settle()


def split_a_cell(editor: Editor) -> set[int]:
    """Draw a line across the roundest cell, between its houses; give the keys of its halves."""
    before = editor.cells()
    cell_id = max(before, key=lambda key: before[key].area / before[key].convex_hull.area)
    west, south, east, north = before[cell_id].bounds
    over = (east - west) / 12
    houses = shapely.union_all([footprint for _, footprint in editor.buildings().values()])
    heights = [south + (north - south) * part / 40 for part in range(10, 31)]
    middle = max(
        heights, key=lambda y: houses.distance(LineString([(west - over, y), (east + over, y)]))
    )
    editor.tool("拆分")
    editor.page.mouse.click(*editor.point(west - over, middle))
    with editor.stores() as answer:
        editor.page.mouse.dblclick(*editor.point(east + over, middle))
    assert answer.value.status == 200, answer.value.text()
    after = editor.cells()
    assert len(after) == len(before) + 1
    return {cell_id, *(after.keys() - before.keys())}


def merge(editor: Editor, cell_ids: set[int]) -> None:
    """Merge cells that are chosen in the list."""
    count = len(editor.cells())
    editor.tool("选择")
    editor.page.keyboard.press("Escape")
    editor.tool("合并")
    for cell_id in cell_ids:
        editor.row(cell_id).click()
    with editor.stores() as answer:
        editor.page.get_by_role("button", name="合并", exact=True).last.click()
    assert answer.value.status == 200, answer.value.text()
    expect(editor.page.locator(".cell-row")).to_have_count(count - 1)


def lasso_ten(editor: Editor) -> None:
    """Draw a loop around ten houses beside a neighbour, and give them to it."""
    cells, houses = editor.cells(), editor.buildings()
    middles = {key: box(*footprint.bounds).centroid for key, (_, footprint) in houses.items()}
    _, source, target, near = min(
        (middles[ten[-1]].distance(cells[to]), of, to, ten)
        for of in cells
        for to in cells
        if of != to
        and len(ten := nearest(houses, middles, of, cells[to])) == 10
        and stays_whole(cells[of], cells[to], middles[ten[-1]])
    )
    own = [key for key, (cell, _) in houses.items() if cell == source]
    reach = middles[near[-1]].distance(cells[target]) + 3e-5
    # All that lies within reach of the neighbour, a little inside: no house of others is met.
    strip = cells[source].intersection(cells[target].buffer(reach)).buffer(-2e-5)
    ring = max(getattr(strip, "geoms", [strip]), key=lambda part: part.area).simplify(5e-6)
    editor.tool("移楼栋")
    editor.page.get_by_role("button", name="圈选").click()
    places = [editor.point(*at) for at in ring.exterior.coords]
    editor.page.mouse.move(*places[0])
    editor.page.mouse.down()
    for place in places[1:]:
        editor.page.mouse.move(*place)
    editor.page.mouse.up()
    picked = editor.page.locator("[data-action]")
    expect(picked).to_contain_text(re.compile(r"[1-9]\d 栋，\d+ 户"))
    editor.page.get_by_label("移入哪个网格").select_option(str(target))
    with editor.stores() as answer:
        editor.page.get_by_role("button", name="移入", exact=True).click()
    assert answer.value.status == 200, answer.value.text()
    after = editor.buildings()
    moved = [key for key in own if after[key][0] == target]
    assert len(moved) >= 10


def stays_whole(cell: BaseGeometry, neighbour: BaseGeometry, farthest: Point) -> bool:
    """Tell whether a cell is still one piece without all that lies so near to a neighbour."""
    reach = farthest.distance(neighbour)
    rests = [cell.difference(neighbour.buffer(reach * part)) for part in (0.7, 1.0, 1.3)]
    return all(rest.geom_type == "Polygon" for rest in rests)


def nearest(
    houses: dict[int, tuple[int | None, BaseGeometry]],
    middles: dict[int, Point],
    cell_id: int,
    neighbour: BaseGeometry,
) -> list[int]:
    """Give the ten houses of a cell that are nearest to a neighbour, if it has more than ten."""
    own = [key for key, (cell, _) in houses.items() if cell == cell_id]
    ordered = sorted(own, key=lambda key: middles[key].distance(neighbour))
    return ordered[:10] if len(ordered) > 10 else []


def undo(editor: Editor) -> None:
    """Take the last step back by keyboard."""
    with editor.stores("undo") as answer:
        editor.page.keyboard.press("Control+z")
    assert answer.value.status == 200, answer.value.text()


def publish(editor: Editor) -> None:
    """Number the cells, look at what publishing does, and publish."""
    page = editor.page
    with editor.stores():
        page.get_by_role("button", name="重新编号", exact=True).click()
    page.get_by_role("link", name="发布").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("发布")
    expect(page.locator(".effect-facts")).to_contain_text("换网格")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("现已施行")


def test_divide_adjust_publish(log_in: LogIn, live: Live) -> None:
    page = log_in(Role.COMMUNITY_ADMIN).page
    editor = Editor(page, live, divide(page, live))
    drag_a_boundary(editor)
    merge(editor, split_a_cell(editor))
    before = editor.buildings()
    lasso_ten(editor)
    undo(editor)
    assert {key: cell for key, (cell, _) in editor.buildings().items()} == {
        key: cell for key, (cell, _) in before.items()
    }
    publish(editor)
    earlier = page.get_by_role("row").filter(has=page.get_by_role("link", name="2026"))
    expect(earlier.first).to_be_visible()


def test_who_was_slower_is_told_and_loses_nothing(log_in: LogIn, visit: Visit, live: Live) -> None:
    draft = make_draft(live, "两人同时改")
    first = Editor(log_in(Role.COMMUNITY_ADMIN).page, live, draft)
    page = visit(expects="status of 409")
    page.goto(f"/login?next=/c/{live.code}/divisions")
    page.fill("[name=username]", "kangle.second")
    page.fill("[name=password]", PASSWORD)
    page.click("button.button-main")
    page.wait_for_url("**/divisions")
    second = Editor(page, live, draft)
    expect(page.locator("[data-editors]")).to_contain_text("也正开着")
    cell_id, name = next((cell["id"], cell["name"]) for cell in second.state()["cells"])
    name_cell(first, cell_id, "东头")
    name_cell(second, cell_id, "西头", status=409)
    dialog = page.locator("#draft-conflict")
    expect(dialog.locator("[data-what]")).to_have_text(re.compile(rf"^秦二六 \d\d:\d\d：.*{name}"))
    dialog.get_by_role("button", name="看最新的").click()
    with second.stores() as answer:
        page.get_by_role("button", name="再做一次").click()
    assert answer.value.status == 200
    expect(second.row(cell_id)).to_contain_text("西头")


def name_cell(editor: Editor, cell_id: int, name: str, status: int = 200) -> None:
    """Give a cell a name in the card beside the map."""
    editor.row(cell_id).click()
    editor.page.get_by_label("名称").fill(name)
    with editor.stores() as answer:
        editor.page.get_by_role("button", name="保存").click()
    assert answer.value.status == status


def test_on_a_phone_a_building_moves_by_tapping(log_in: LogIn, live: Live) -> None:
    draft = make_draft(live, "手机上改")
    editor = Editor(log_in(Role.COMMUNITY_ADMIN, phone=True).page, live, draft)
    assert editor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    houses, cells = editor.buildings(), editor.cells()
    house = min(
        (key for key, (cell, _) in houses.items() if cell),
        key=lambda key: min(
            houses[key][1].distance(cells[other]) for other in cells if other != houses[key][0]
        ),
    )
    target = min(
        (key for key in cells if key != houses[house][0]),
        key=lambda key: houses[house][1].distance(cells[key]),
    )
    editor.tool("移楼栋")
    middle = houses[house][1].centroid
    editor.page.touchscreen.tap(*editor.point(middle.x, middle.y))
    expect(editor.page.locator("[data-action]")).to_contain_text("1 栋")
    editor.page.get_by_label("移入哪个网格").select_option(str(target))
    with editor.stores() as answer:
        editor.page.get_by_role("button", name="移入", exact=True).tap()
    assert answer.value.status == 200, answer.value.text()
    assert editor.buildings()[house][0] == target
