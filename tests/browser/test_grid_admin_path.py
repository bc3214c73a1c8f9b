"""A grid administrator sees the people of the own cells, and of other cells only the outline."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.models import Role
from tests.browser.conftest import LogIn
from tests.browser.visit import Live

pytestmark = pytest.mark.browser


def test_own_cell_opens_and_its_neighbours_do_not(log_in: LogIn, live: Live) -> None:
    visitor = log_in(Role.GRID_ADMIN)
    visitor.click(live.cell("001"))
    expect(visitor.panel.get_by_role("heading", level=2)).to_have_text("第一区域")
    assert visitor.panel.locator(".person-name").count() > 10
    visitor.page.keyboard.press("Escape")
    visitor.click(live.cell("002"))
    expect(visitor.panel).to_be_hidden()
    assert "sel" not in visitor.seen


def test_buildings_of_other_cells_are_shapes_without_a_name(log_in: LogIn, live: Live) -> None:
    visitor = log_in(Role.GRID_ADMIN)
    own, foreign = live.building("1"), live.building("22")
    visitor.go_to(own)
    visitor.click(own)
    assert visitor.chosen() == f"building:{own.id}"
    visitor.go_to(foreign)
    visitor.click(foreign)
    expect(visitor.panel).to_be_hidden()


def test_search_knows_nobody_of_other_cells(log_in: LogIn) -> None:
    everything = log_in(Role.COMMUNITY_ADMIN)
    expect(everything.search("吕七二")).to_have_count(1)
    visitor = log_in(Role.GRID_ADMIN)
    visitor.search("吕七二")
    expect(visitor.page.locator(".search-none")).to_contain_text("吕七二")
    visitor.search("41号楼")
    expect(visitor.page.locator(".search-none")).to_contain_text("41号楼")
    expect(visitor.search("俞四一").first).to_be_visible()


def test_link_to_another_cell_tells_nothing(log_in: LogIn, live: Live) -> None:
    visitor = log_in(Role.GRID_ADMIN)
    answer = visitor.page.request.get(f"/c/{live.code}/panels/cell/{live.cell('002').id}")
    assert answer.status == 404
    assert "吕七二" not in answer.text()


def test_english_is_one_choice_away_and_kept(log_in: LogIn, live: Live) -> None:
    visitor = log_in(Role.GRID_ADMIN, number=2)
    page = visitor.page
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    visitor.settle()
    expect(page.get_by_role("combobox")).to_have_attribute(
        "placeholder", "Search building, person, cell, issue"
    )
    visitor.click(live.cell("002"))
    expect(visitor.panel.get_by_text("Cell leader", exact=True)).to_be_visible()
    page.reload()
    visitor.settle()
    expect(page.get_by_label("Zoom in")).to_be_visible()
