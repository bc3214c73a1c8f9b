"""A leader sees every cell, and changes nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.models import Role
from tests.browser.conftest import LogIn
from tests.browser.visit import Live

pytestmark = pytest.mark.browser


def test_every_cell_opens_with_its_people(log_in: LogIn, live: Live) -> None:
    visitor = log_in(Role.LEADER)
    for end, name in (("001", "第一区域"), ("004", "第四区域"), ("008", "第八区域")):
        visitor.click(live.cell(end))
        expect(visitor.panel.get_by_role("heading", level=2)).to_have_text(name)
        assert visitor.panel.locator(".person-phone").count() > 5
        visitor.page.keyboard.press("Escape")
        visitor.page.get_by_label("全社区").click()
        visitor.settle()


def test_issue_tells_its_place_and_what_happened(log_in: LogIn) -> None:
    visitor = log_in(Role.LEADER)
    visitor.search("41号楼下水道堵塞")
    visitor.page.keyboard.press("Enter")
    visitor.settle()
    panel = visitor.panel
    expect(panel.get_by_role("heading", level=2)).to_have_text("41号楼下水道堵塞")
    assert panel.locator(".steps li").count() >= 2
    expect(panel.locator("[data-select^='cell:']")).to_have_text("第七区域")


def test_leader_is_offered_nothing_that_changes_data(log_in: LogIn) -> None:
    visitor = log_in(Role.LEADER)
    places = visitor.page.locator(".frame-bar a").all_text_contents()
    assert "地图" in places
    assert "导入" not in places
