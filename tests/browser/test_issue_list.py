"""The list of issues and its map move together."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from app.models import Role
from tests.browser.conftest import LogIn

ROW = ".issue-list > li"


def open_list(log_in: LogIn, *, phone: bool = False) -> Page:
    """Log the administrator in and open the list, with its map at rest."""
    map_page = log_in(Role.COMMUNITY_ADMIN, phone=phone)
    page = map_page.page
    page.goto(f"/c/{map_page.live.code}/issues")
    page.wait_for_load_state("networkidle")
    return page


def test_what_is_chosen_in_the_list_is_chosen_on_the_map(log_in: LogIn) -> None:
    page = open_list(log_in)
    row = page.locator(ROW).first
    title = row.locator(".issue-title").inner_text()
    row.locator("[data-show]").click()
    expect(row).to_have_class(re.compile("row-select"))
    expect(page.locator("#map-panel h2")).to_have_text(title)
    page.keyboard.press("Escape")
    expect(page.locator("#map-panel")).to_be_hidden()


def test_the_list_follows_the_map(log_in: LogIn) -> None:
    page = open_list(log_in)
    before = page.locator(ROW).count()
    page.locator(ROW).first.locator("[data-show]").click()
    page.get_by_label("只看地图范围内").check()
    expect(page).to_have_url(re.compile("bbox="))
    expect(page.locator("#issue-rows")).not_to_have_attribute("aria-busy", "true")
    inside = page.locator(ROW).count()
    assert 0 < inside < before
    page.reload()
    expect(page.locator(ROW)).to_have_count(inside)


def test_ticked_issues_are_moved_together(log_in: LogIn) -> None:
    page = open_list(log_in)
    expect(page.locator("#bulk")).to_be_hidden()
    for place in (0, 1):
        page.locator(ROW).nth(place).get_by_role("checkbox").check()
    page.locator("#bulk select[name=verb]").select_option("escalate")
    page.locator("#bulk input[name=note]").fill("超期未办")
    page.locator("#bulk button").click()
    expect(page.locator("h1")).to_have_text("督办")
    expect(page.locator("main li a")).to_have_count(2)


def test_on_a_phone_the_map_stands_in_place_of_the_list(log_in: LogIn) -> None:
    page = open_list(log_in, phone=True)
    expect(page.locator(".issue-map")).to_be_hidden()
    page.locator("[data-toggle-map]").tap()
    expect(page.locator(".issue-map")).to_be_visible()
    expect(page.locator(ROW).first).to_be_hidden()
    page.locator("[data-toggle-map]").tap()
    expect(page.locator(ROW).first).to_be_visible()
