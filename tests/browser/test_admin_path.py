"""A community administrator finds cells, buildings and people on the map, and shares the view."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from app.models import Cell, Issue, Role
from app.queries.issues import is_open
from tests.browser.conftest import LogIn, Visit
from tests.browser.visit import Live
from tests.visitors import PASSWORD

pytestmark = pytest.mark.browser

MASKED = re.compile(r"^1\d\d\*{4}\d{4}$")


def test_log_in_leads_to_the_map_with_its_cells(visit: Visit, live: Live) -> None:
    page = visit()
    page.goto("/")
    page.get_by_label("用户名").fill("kangle.admin")
    page.get_by_label("密码").fill(PASSWORD)
    with page.expect_response("**/layers/cells.geojson") as cells:
        page.get_by_role("button", name="登录").click()
    facts = [feature["properties"] for feature in cells.value.json()["features"]]
    assert len(facts) == 8
    assert all(cell["mine"] and cell["leader"] for cell in facts)
    expect(page.get_by_text("示意数据").first).to_be_visible()


def test_cell_tells_who_answers_and_what_is_open(log_in: LogIn, live: Live) -> None:
    visitor = log_in(Role.COMMUNITY_ADMIN)
    visitor.click(live.cell("002"))
    panel = visitor.panel
    expect(panel.get_by_role("heading", level=2)).to_have_text("第二区域")
    expect(panel.locator(".panel-code")).to_have_text(f"{live.code}002")
    words, values = (panel.locator(tag).all_text_contents() for tag in ("dt", "dd"))
    facts = dict(zip(words, values, strict=True))
    assert facts["网格长"] == "吕七二"
    assert facts["楼栋"] == "空缺 0 / 共 11"
    assert facts["户数"] == "449"
    assert re.fullmatch(r"2026-11-\d\d", facts["上次巡查"])
    phones = panel.locator(".person-phone").all_text_contents()
    assert len(phones) > 50
    assert all(MASKED.match(phone) for phone in phones)
    # Other tests of this file's process report and end issues of the same demo.
    with live.store.transaction() as session:
        here = select(Cell.id).where(Cell.code == f"{live.code}002")
        still_open = session.scalar(
            select(func.count()).select_from(Issue).where(Issue.cell_id.in_(here), is_open())
        )
    assert still_open
    assert re.fullmatch(rf"逾期 \d+ / 未结 {still_open}", facts["事件"])
    assert panel.locator("[data-select^='issue:']").count() == still_open
    assert panel.locator("[data-select^='route:']").count() == 1


def test_building_tells_address_entrances_and_who_answers(log_in: LogIn, live: Live) -> None:
    visitor = log_in(Role.COMMUNITY_ADMIN)
    house = live.building("41")
    visitor.go_to(house)
    visitor.click(house)
    panel = visitor.panel
    assert visitor.chosen() == f"building:{house.id}"
    expect(panel.get_by_text("康安里41号楼")).to_be_visible()
    assert panel.locator("h4").all_text_contents() == [
        "1单元 11 户", "2单元 10 户", "3单元 11 户", "4单元 10 户", "5单元 11 户"
    ]  # fmt: skip
    roles = panel.locator(".person-role").all_text_contents()
    assert {"楼长", "党员联系人", "单元长", "五好家庭"} <= set(roles)
    expect(panel.get_by_role("heading", name="未结事件")).to_be_attached()
    panel.get_by_role("link", name="第七区域").click()
    expect(panel.get_by_role("heading", level=2)).to_have_text("第七区域")


@pytest.mark.parametrize(
    ("typed", "label", "kind"),
    [
        ("41号楼", "41", "building"),
        ("康安里44号楼", "44", "building"),
        ("吕七二", "吕七二", "person"),
        ("003", "第三区域", "cell"),
        ("41号楼下水道", "41号楼下水道堵塞", "issue"),
    ],
)
def test_search_jumps_with_the_keyboard_alone(
    log_in: LogIn, typed: str, label: str, kind: str
) -> None:
    visitor = log_in(Role.COMMUNITY_ADMIN)
    before = visitor.seen
    hits = visitor.search(typed)
    expect(hits.first.locator("strong")).to_have_text(label)
    visitor.page.keyboard.press("Enter")
    visitor.settle()
    assert visitor.chosen().startswith(f"{kind}:")
    expect(visitor.panel.get_by_role("heading", level=2)).to_contain_text(label)
    assert (visitor.seen["lat"], visitor.seen["lon"]) != (before["lat"], before["lon"])


def test_arrow_keys_choose_among_hits(log_in: LogIn) -> None:
    visitor = log_in(Role.COMMUNITY_ADMIN)
    second = visitor.search("区域").nth(1)
    wanted = second.locator("strong").text_content()
    visitor.page.keyboard.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    visitor.page.keyboard.press("Enter")
    expect(visitor.panel.get_by_role("heading", level=2)).to_have_text(wanted or "")


def test_enter_before_the_answer_takes_what_was_asked_last(log_in: LogIn) -> None:
    visitor = log_in(Role.COMMUNITY_ADMIN)
    visitor.search("第一区域")
    visitor.page.get_by_role("combobox").fill("第三区域")
    visitor.page.keyboard.press("Enter")
    expect(visitor.panel.get_by_role("heading", level=2)).to_have_text("第三区域")


def test_what_is_not_there_is_said(log_in: LogIn) -> None:
    visitor = log_in(Role.COMMUNITY_ADMIN)
    visitor.search("查无此楼")
    expect(visitor.page.locator(".search-none")).to_contain_text("查无此楼")


def test_layers_are_switched_and_stay_so(log_in: LogIn, live: Live) -> None:
    visitor = log_in(Role.COMMUNITY_ADMIN)
    spot = live.cell("005")
    tinted = visitor.picture(spot)
    visitor.page.get_by_role("button", name="图层").hover(force=True)
    visitor.page.get_by_label("区域", exact=True).uncheck()
    visitor.page.mouse.move(700, 870)
    visitor.settle()
    assert "cells" not in visitor.seen["layers"].split(",")
    bare = visitor.picture(spot)
    assert bare != tinted
    visitor.page.reload()
    visitor.settle()
    assert visitor.picture(spot) == bare


def test_view_is_remembered_and_stands_in_the_address(log_in: LogIn, live: Live) -> None:
    visitor = log_in(Role.COMMUNITY_ADMIN)
    visitor.go_to(live.building("墅38"), zoom=16.5)
    visitor.page.get_by_label("放大").click()
    visitor.page.wait_for_url(re.compile(r"[?]z=17\.5&"))
    visitor.settle()
    left = visitor.seen
    visitor.page.goto("/")
    visitor.settle()
    assert visitor.seen == left


def test_shared_link_opens_the_same_view_and_selection(log_in: LogIn, live: Live) -> None:
    sender = log_in(Role.COMMUNITY_ADMIN)
    house = live.building("墅38")
    sender.go_to(house)
    sender.click(house)
    sender.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sender.page.get_by_label("分享").click()
    link = sender.page.evaluate("navigator.clipboard.readText()")
    receiver = log_in(Role.LEADER)
    receiver.page.goto(link)
    receiver.settle()
    assert receiver.seen == sender.seen
    expect(receiver.panel.get_by_role("heading", level=2)).to_have_text("墅38")


def test_escape_closes_the_panel(log_in: LogIn, live: Live) -> None:
    visitor = log_in(Role.COMMUNITY_ADMIN)
    visitor.click(live.cell("005"))
    expect(visitor.panel).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(visitor.panel).to_be_hidden()
    visitor.settle()
    assert "sel" not in visitor.seen
