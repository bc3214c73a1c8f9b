"""A community administrator names who answers: from the map, by hand-over, by list, by proposal."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from app.models import Role
from tests.browser.conftest import LogIn
from tests.browser.visit import Live, MapPage

pytestmark = pytest.mark.browser

VACANT = "墅72"


@pytest.fixture(autouse=True)
def as_before(live: Live) -> Iterator[None]:
    """Leave the duties as they were: other tests look at the same community."""
    with live.store.transaction() as session:
        last = session.scalar(text("SELECT max(id) FROM duty"))
    yield
    with live.store.transaction() as session:
        session.execute(text("DELETE FROM duty WHERE id > :last"), {"last": last})
        session.execute(
            text("UPDATE duty SET until = NULL, end_reason = '' WHERE until >= '2026-11-21'")
        )


def choose(page: Page, typed: str, name: str) -> None:
    """Type into the search for people, and take somebody of the list with the keyboard."""
    page.get_by_role("searchbox", name="由谁负责").press_sequentially(typed)
    expect(page.locator(".choice")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile(name))).to_be_checked()


def open_vacant(log_in: LogIn, live: Live) -> MapPage:
    """Open the panel of the vacant building from the page of vacancies."""
    visitor = log_in(Role.COMMUNITY_ADMIN)
    visitor.page.goto(f"/c/{live.code}/duties")
    expect(visitor.page.get_by_text("无人负责 / 共 209").first).to_be_visible()
    visitor.page.get_by_role("link", name=f"地图 {VACANT}号楼").first.click()
    visitor.settle()
    return visitor


def test_vacant_building_gets_somebody_and_the_hatching_goes(log_in: LogIn, live: Live) -> None:
    visitor = open_vacant(log_in, live)
    page, panel, place = visitor.page, visitor.panel, live.building(VACANT)
    expect(panel.get_by_text("这栋楼没有人负责")).to_be_visible()
    expect(page.locator(".map-summary")).to_contain_text("无人负责 3")
    hatched = visitor.picture(place)
    panel.get_by_role("link", name="指定人员").click()
    choose(page, "yanyier", "严一二")
    panel.get_by_role("button", name="指定").click()
    expect(page.locator(".map-notice").first).to_contain_text("已指定 严一二")
    expect(panel.locator(".person-name")).to_have_text("严一二")
    expect(page.locator(".map-summary")).to_contain_text("无人负责 2")
    visitor.settle()
    assert visitor.picture(place) != hatched

    panel.get_by_role("link", name="结束").click()
    panel.get_by_role("button", name="结束责任").click()
    expect(panel.get_by_label("原因")).to_be_focused()  # The browser asks for the reason.
    panel.get_by_label("原因").fill("已搬走")
    panel.get_by_role("button", name="结束责任").click()
    expect(page.locator(".map-notice").first).to_contain_text("责任已结束")
    panel.get_by_role("link", name="历任").click()
    expect(panel.locator(".history li")).to_contain_text("已搬走")


def test_all_entrances_at_once(log_in: LogIn, live: Live) -> None:
    visitor, house = log_in(Role.COMMUNITY_ADMIN), live.building("41")
    visitor.open(f"sel=building:{house.id}")
    page, panel = visitor.page, visitor.panel
    panel.get_by_role("link", name="为所有单元指定").click()
    expect(panel.locator("input[name=place]:checked")).to_have_count(5)
    choose(page, "yanyier", "严一二")
    panel.get_by_role("button", name="指定").click()
    expect(page.get_by_text("新增 5 项责任")).to_be_visible()
    expect(panel.locator(".entrance").filter(has_text="严一二")).to_have_count(5)


def test_duty_is_handed_over(log_in: LogIn, live: Live) -> None:
    visitor, house = log_in(Role.COMMUNITY_ADMIN), live.building("41")
    visitor.open(f"sel=building:{house.id}")
    panel = visitor.panel
    before = panel.locator(".person-name").first.text_content()
    panel.get_by_role("link", name=f"交接 {before}").first.click()
    choose(visitor.page, "yanyier", "严一二")
    panel.get_by_role("button", name="交接").click()
    expect(panel.locator(".person-name").first).to_have_text("严一二")


def test_pasted_list_with_one_wrong_line(log_in: LogIn, live: Live) -> None:
    page = log_in(Role.COMMUNITY_ADMIN).page
    page.goto(f"/c/{live.code}/duties/paste")
    page.get_by_label("从 Excel 粘贴").fill(
        f"姓名\t职务\t楼号\n严一二\t楼长\t{VACANT}\n查无此人\t楼长\t41\n"
    )
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("共 2 行，可录入 1 行")).to_be_visible()
    expect(page.locator(".line-fault")).to_contain_text("人员名单里没有“查无此人”")
    page.get_by_role("button", name="录入这 1 行").click()
    expect(page.locator(".notice")).to_contain_text("已指定 1 项责任")


def test_proposal_is_accepted_but_for_one(log_in: LogIn, live: Live) -> None:
    page = log_in(Role.COMMUNITY_ADMIN).page
    page.goto(f"/c/{live.code}/duties/proposal")
    page.get_by_label("可以调整现任人员").check()
    page.get_by_label("每人最多几处").fill("2")
    page.get_by_role("button", name="生成建议").click()
    page.wait_for_load_state("load")  # "All" is ticked by a script, which comes after the page.
    ticks = page.locator("input[name=pair]")
    new = ticks.count()
    assert new > 1
    page.get_by_label("全部").uncheck()
    expect(page.locator("input[name=pair]:checked")).to_have_count(0)
    page.get_by_label("全部").check()
    ticks.first.uncheck()
    page.get_by_role("button", name="采纳勾选的").click()
    expect(page.locator(".notice")).to_contain_text(f"已指定 {new - 1} 项责任")
