"""A volunteer taps a building on the map and reports what is wrong there, with one thumb."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.models import Issue, IssueChannel, Role
from tests.browser.conftest import LogIn
from tests.browser.visit import Live

pytestmark = pytest.mark.browser

TARGET_PX = 44


def test_a_tapped_building_is_reported(log_in: LogIn, live: Live) -> None:
    volunteer = log_in(Role.VOLUNTEER, phone=True)
    place = live.building("5")
    volunteer.go_to(place)
    page = volunteer.page
    button = page.get_by_role("button", name="上报问题")
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.touchscreen.tap(*volunteer.spot(place))
    page.wait_for_url(re.compile(rf"/issues/report\?.*building={place.id}\b"))
    expect(page.locator(".report-place")).to_contain_text("5号楼")
    page.get_by_role("link", name="另选位置").tap()
    volunteer.settle()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.touchscreen.tap(*volunteer.spot(place))
    page.wait_for_url(re.compile(rf"/issues/report\?.*building={place.id}\b"))
    tile = page.locator(".tile", has_text="楼道照明")
    box = tile.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= TARGET_PX
    tile.tap()
    page.get_by_label("怎么了").fill("三楼的灯坏了三天了")
    page.get_by_role("button", name="发送").tap()
    page.wait_for_url(re.compile(r"/issues/\d+$"))
    expect(page.locator("main")).to_contain_text("三楼的灯坏了三天了")
    with live.store.transaction() as session:
        issue = session.scalars(
            select(Issue).where(Issue.description == "三楼的灯坏了三天了")
        ).one()
    assert (issue.building_id, issue.channel) == (place.id, IssueChannel.PATROL)


def test_who_thinks_better_of_it_chooses_things_again(log_in: LogIn, live: Live) -> None:
    visitor = log_in(Role.COMMUNITY_ADMIN)
    place = live.building("5")
    visitor.go_to(place)
    button = visitor.page.get_by_role("button", name="上报问题")
    button.click()
    visitor.page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")
    visitor.click(place)
    expect(visitor.panel).to_be_visible()
