"""A leader sees where it burns, plays time, and comes to the issues behind it."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from app.models import Role, SummaryKind
from app.queries.scope import Viewer, find_community
from app.services.summaries import SummaryWish, issue_summary
from tests.browser.conftest import LogIn
from tests.browser.visit import Live
from tests.visitors import NOON

pytestmark = pytest.mark.browser

LOCAL_NOON = NOON.astimezone(ZoneInfo("Asia/Shanghai"))
BURNING, WHERE = "电动车充电", "第二区域"
"""What the demo has too much of, and where."""


def open_analysis(log_in: LogIn, *, phone: bool = False) -> Page:
    """Log the leader in and follow the bar to the analysis."""
    page = log_in(Role.LEADER, phone=phone).page
    page.locator(".frame-bar a", has_text="分析").click()
    page.wait_for_load_state("networkidle")
    return page


def choose_burning(page: Page) -> None:
    """Ask for the category that burns; choosing is asking."""
    page.locator("[name=category]").select_option(label=BURNING)
    page.wait_for_url("**category=*")
    page.wait_for_load_state("networkidle")


def test_from_the_hot_cell_to_an_issue(log_in: LogIn) -> None:
    page = open_analysis(log_in)
    expect(page.locator("#hot-head + .calm")).to_be_visible()
    choose_burning(page)
    hot = page.locator("[data-piece]").first
    expect(hot).to_contain_text(WHERE)
    hot.click()
    card = page.locator(".piece-card")
    expect(card.get_by_role("heading")).to_have_text(WHERE)
    expect(hot).to_have_attribute("aria-pressed", "true")
    card.locator(".card-ways a").first.click()
    page.wait_for_url("**/issues?*cell=*")
    row = page.locator(".issue-list .issue-title").first
    title = row.inner_text()
    row.click()
    expect(page.locator("h1")).to_contain_text(title)


def test_what_is_clicked_on_the_map_is_told(log_in: LogIn) -> None:
    page = open_analysis(log_in)
    box = page.locator("#map_main").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.3)
    card = page.locator(".piece-card")
    expect(card.get_by_role("heading")).to_contain_text("区域")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_time_plays_slice_after_slice(log_in: LogIn) -> None:
    page = open_analysis(log_in)
    said = page.locator(".time-said")
    whole, before = said.inner_text(), page.locator("#map_main").screenshot()
    page.locator("[data-play]").click()
    expect(said).to_contain_text(re.compile(r"\d{4}-\d\d-\d\d"))
    page.locator("[data-play]").click()
    expect(page.locator("[data-play]")).to_have_attribute("aria-pressed", "false")
    page.wait_for_load_state("networkidle")
    assert page.locator("#map_main").screenshot() != before
    page.locator("#time-slider").fill("0")
    expect(said).to_have_text(whole)


def test_charts_tables_and_alarms_stand_beside(log_in: LogIn) -> None:
    page = open_analysis(log_in)
    choose_burning(page)
    expect(page.locator(".chart canvas")).to_have_count(2)
    expect(page.locator("[data-fragment]")).to_contain_text(WHERE)
    page.locator(".tabs a", has_text="类别").click()
    expect(page.locator("#standing-table tbody th")).to_have_text([BURNING])


def test_the_report_is_a_download_away(log_in: LogIn, live: Live) -> None:
    with live.store.transaction() as session:
        viewer = Viewer(on=NOON.date())
        community = find_community(session, viewer, live.code)
        issue_summary(session, viewer, community, SummaryWish(SummaryKind.WEEKLY), at=LOCAL_NOON)
    page = open_analysis(log_in)
    with page.expect_download() as downloading:
        page.locator("#reports-head + ul a[download]").first.click()
    assert downloading.value.path().read_bytes().startswith(b"%PDF")


def test_on_a_phone_the_answer_comes_first(log_in: LogIn) -> None:
    page = open_analysis(log_in, phone=True)
    choose_burning(page)
    headline = page.locator(".headline")
    expect(headline).to_contain_text(WHERE)
    expect(headline).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    headline.tap()
    expect(page.locator("#hot-head")).to_be_in_viewport()
    page.locator("[data-piece]").first.tap()
    expect(page.locator(".piece-card")).to_be_in_viewport()
