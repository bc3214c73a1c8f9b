"""The administrator's whole way: the ground is divided, adjusted, published, and answered for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import shapely
from playwright.sync_api import Page, expect

from app.database import Store
from app.models import Community, Role
from app.postgis import PrivatePostgis
from app.services.drafts import new_draft
from app.services.users import add_user
from tests.browser.choosing import corner_to_pull, house_to_tap, line_to_split, ten_to_lasso
from tests.browser.conftest import LogIn, Visit, serve_demo
from tests.browser.editor import Editor
from tests.browser.visit import Live, MapPage
from tests.browser.working import PATIENCE_MS, worker_beside
from tests.conftest import clone
from tests.visitors import NOON, PASSWORD

pytestmark = pytest.mark.browser

CELLS = 7
PULL_ZOOM = 18.5


@pytest.fixture(scope="module")
def live(server: PrivatePostgis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Serve a demo of its own: what is published here is ground below nobody else's test."""
    store = Store.at(clone(server, "divided"))
    with serve_demo(store, tmp_path_factory.mktemp("divided")) as live, worker_beside(live):
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


def divide(page: Page, live: Live) -> int:
    """Ask for a division on the page and stay until its draft lies open; give its key."""
    page.goto(f"/c/{live.code}/divisions")
    page.get_by_role("link", name="自动划分").click()
    page.get_by_label("按个数").check()
    page.get_by_label("区域个数").fill(str(CELLS))
    for variant in ("沿街优先", "少变动"):
        page.get_by_label(variant).uncheck()
    page.get_by_label("算多久").select_option("5")
    page.get_by_role("button", name="开始").click()
    page.wait_for_url(re.compile(r"/divisions/\d+"), timeout=PATIENCE_MS)
    expect(page.locator(".cell-row")).to_have_count(CELLS)
    return int(re.findall(r"/divisions/(\d+)", page.url)[0])


def drag_a_boundary(editor: Editor) -> None:
    """Pull at a corner between cells: all of them follow."""
    corner, goal = corner_to_pull(editor)
    before = editor.drafted().cells
    editor.open(f"z={PULL_ZOOM}&lat={corner[1]:.6f}&lon={corner[0]:.6f}")
    editor.tool("移边界")
    with editor.stores() as answer:
        editor.drag(editor.point(*corner), editor.point(*goal))
    assert answer.value.status == 200, answer.value.text()
    after = editor.drafted().cells
    assert shapely.coverage_is_valid(list(after.values()))
    changed = [key for key in before if not before[key].equals(after[key])]
    assert len(changed) > 1
    assert all(corner not in shapely.get_coordinates(after[key]).tolist() for key in changed)
    editor.show_all()


def split_a_cell(editor: Editor) -> set[int]:
    """Draw a line across a cell, between its houses; give the keys of its halves."""
    before = editor.drafted().cells
    cell_id, start, end = line_to_split(editor)
    editor.tool("拆分")
    editor.page.mouse.click(*editor.point(*start))
    with editor.stores() as answer:
        editor.page.mouse.dblclick(*editor.point(*end))
    assert answer.value.status == 200, answer.value.text()
    new = editor.drafted().cells.keys() - before.keys()
    assert len(new) == 1
    return {cell_id, *new}


def merge(editor: Editor, cell_ids: set[int]) -> None:
    """Merge cells that are chosen in the list."""
    count = len(editor.drafted().cells)
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
    """Draw a loop around ten houses, and give them to the cell beside theirs."""
    ring, houses, target = ten_to_lasso(editor)
    before = editor.drafted().houses_in(target)
    editor.tool("移楼栋")
    editor.page.get_by_role("button", name="圈选").click()
    editor.drag(*[editor.point(*place) for place in ring])
    expect(editor.page.locator("[data-action]")).to_contain_text(re.compile(r"10 栋，\d+ 户"))
    editor.page.get_by_label("移入哪个区域").select_option(str(target))
    with editor.stores() as answer:
        editor.page.get_by_role("button", name="移入", exact=True).click()
    assert answer.value.status == 200, answer.value.text()
    assert editor.drafted().houses_in(target) == before | houses


def undo(editor: Editor) -> None:
    """Take the last step back by keyboard."""
    with editor.stores("undo") as answer:
        editor.page.keyboard.press("Control+z")
    assert answer.value.status == 200, answer.value.text()


def open_second(visit: Visit, live: Live, draft: int) -> Editor:
    """Let a second administrator open a draft in a browser of their own."""
    page = visit(expects="status of 409")
    page.goto(f"/login?next=/c/{live.code}/divisions")
    page.fill("[name=username]", "kangle.second")
    page.fill("[name=password]", PASSWORD)
    page.click("button.button-main")
    page.wait_for_url("**/divisions")
    return Editor(page, live, draft)


def collide(first: Editor, second: Editor) -> None:
    """Name one cell twice: who was slower is told by whom and what, and can do it again."""
    expect(second.page.locator("[data-editors]")).to_contain_text("也正开着")
    facts = second.state()
    cell_id, name = next((cell["id"], cell["name"]) for cell in facts["cells"])
    (other,) = [one["name"] for one in facts["editors"] if not one["me"]]
    hold_news(second.page)
    first.name_cell(cell_id, "东头")
    second.name_cell(cell_id, "西头", status=409)
    dialog = second.page.locator("#draft-conflict")
    told = re.compile(rf"^{other} \d\d:\d\d：.*{name}")
    expect(dialog.locator("[data-what]")).to_have_text(told)
    dialog.get_by_role("button", name="看最新的").click()
    expect(second.row(cell_id)).to_contain_text("东头")
    with second.stores() as answer:
        second.page.get_by_role("button", name="再做一次").click()
    assert answer.value.status == 200, answer.value.text()
    expect(second.row(cell_id)).to_contain_text("西头")
    expect(first.row(cell_id)).to_contain_text("西头")
    second.page.unroute_all()


def hold_news(page: Page) -> None:
    """Let what others do reach a page no more by itself: it finds out by being too late."""
    page.route("**/state?since=*", lambda _held: None)


def publish(editor: Editor) -> None:
    """Number the cells, look at what publishing does, and publish."""
    page = editor.page
    with editor.stores() as answer:
        page.get_by_role("button", name="重新编号", exact=True).click()
    assert answer.value.status == 200, answer.value.text()
    page.get_by_role("link", name="发布").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("发布")
    expect(page.locator(".effect-facts")).to_contain_text("换区域")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("现已施行")
    earlier = page.get_by_role("row").filter(has=page.get_by_role("link", name="2026"))
    expect(earlier.first).to_be_visible()


def appoint(page: Page, live: Live) -> None:
    """Click a new cell on the map, and let somebody lead it from today."""
    page.goto(f"/c/{live.code}/map")
    visitor = MapPage(page, live)
    visitor.click(live.cell("003"))
    panel = visitor.panel
    expect(panel.locator(".panel-code")).to_have_text(f"{live.code}003")
    panel.get_by_role("link", name="指定人员").click()
    panel.locator("[name=role]").select_option(label="网格长")
    page.get_by_role("searchbox", name="由谁负责").press_sequentially("yanyier")
    expect(page.locator(".choice")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("严一二"))).to_be_checked()
    panel.get_by_role("button", name="指定").click()
    expect(page.locator(".map-notice").first).to_contain_text("已指定 严一二")
    leads = panel.locator(".people > li").filter(has_text="严一二").filter(has_text="网格长")
    expect(leads).to_have_count(1)
    page.reload()
    expect(leads).to_have_count(1)


def test_the_whole_way(log_in: LogIn, visit: Visit, live: Live) -> None:
    """Divide, drag, split, merge, lasso, undo, work beside somebody, publish, appoint."""
    page = log_in(Role.COMMUNITY_ADMIN).page
    editor = Editor(page, live, divide(page, live))
    drag_a_boundary(editor)
    merge(editor, split_a_cell(editor))
    before = editor.drafted()
    lasso_ten(editor)
    undo(editor)
    assert editor.drafted() == before
    collide(editor, open_second(visit, live, editor.division_id))
    publish(editor)
    appoint(page, live)


def test_on_a_phone_a_building_moves_by_tapping(log_in: LogIn, live: Live) -> None:
    with live.store.transaction() as session:
        community = session.query(Community).one()
        draft = new_draft(session, community, name="手机上改", at=NOON, by=None).id
    editor = Editor(log_in(Role.COMMUNITY_ADMIN, phone=True).page, live, draft)
    assert editor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    house, target = house_to_tap(editor)
    editor.tool("移楼栋")
    middle = editor.drafted().houses[house][1].representative_point()
    editor.page.touchscreen.tap(*editor.point(middle.x, middle.y))
    expect(editor.page.locator("[data-action]")).to_contain_text("1 栋")
    editor.page.get_by_label("移入哪个区域").select_option(str(target))
    with editor.stores() as answer:
        editor.page.get_by_role("button", name="移入", exact=True).tap()
    assert answer.value.status == 200, answer.value.text()
    assert house in editor.drafted().houses_in(target)
