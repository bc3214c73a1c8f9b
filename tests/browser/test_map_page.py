"""The live map: what one sees is in the address, is remembered, and can be put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from app.models import Role

if TYPE_CHECKING:
    from tests.browser.conftest import LogIn

pytestmark = pytest.mark.browser


def switches_on(page: Page) -> list[str]:
    texts = page.locator(".leaflet-control-layers label:has(input:checked)").all_text_contents()
    return [text.strip() for text in texts]


def test_address_says_view_layers_and_choice(log_in: LogIn) -> None:
    here = log_in(Role.COMMUNITY_ADMIN)
    here.search("第七区域")
    here.page.keyboard.press("Enter")
    chosen = here.chosen()
    here.open(f"z=18&lat=34.800000&lon=114.299000&layers=cells,paths&sel={chosen}")
    expect(here.panel.locator("h2")).to_have_text("第七区域")
    assert len(switches_on(here.page)) == 2
    here.page.keyboard.press("Escape")
    expect(here.panel).to_be_hidden()
    here.page.wait_for_url(lambda url: "sel=" not in url)
    assert here.seen["z"] == "18"
    assert here.seen["layers"] == "cells,paths"


def test_map_comes_back_as_it_was_left(log_in: LogIn) -> None:
    page = log_in(Role.COMMUNITY_ADMIN).page
    page.locator(".leaflet-control-layers").hover()
    issues = page.locator(".leaflet-control-layers-overlays label", has_text="事件")
    issues.click()
    page.wait_for_url(lambda url: "layers=" in url and "issues" not in url)
    before = switches_on(page)
    page.goto(page.url.split("?")[0])
    page.wait_for_selector(".leaflet-control-layers label", state="attached")
    assert switches_on(page) == before
    assert (issues.text_content() or "").strip() not in before


def test_printed_page_is_the_map_alone_on_a4(log_in: LogIn) -> None:
    page = log_in(Role.COMMUNITY_ADMIN).page
    page.evaluate("window.print = () => { window.printed = true; }")
    page.locator(".icon-print").click()
    page.wait_for_function("window.printed")
    box = page.locator(".map-page").bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(277 / 189, rel=0.01)
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator(".map-buttons").first.is_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".map-buttons").first.is_visible()
