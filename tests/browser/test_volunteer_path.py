"""A volunteer with a phone finds the own cell, its route and the next stop, with one thumb."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from app.models import Cell, Role, Route, Stop
from tests.browser.conftest import LogIn
from tests.browser.visit import Live, MapPage

pytestmark = pytest.mark.browser

SCREEN = (390, 844)
TARGET_PX = 44
MIN_TEXT_PX = 17


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found is not None
    return dict(found)


@pytest.fixture
def volunteer(log_in: LogIn, live: Live) -> MapPage:
    visitor = log_in(Role.VOLUNTEER, phone=True)
    spot = live.cell("001")
    visitor.go_to(spot, zoom=18)
    visitor.click(spot)
    return visitor


def test_sheet_lies_below_and_leaves_the_map_free(volunteer: MapPage) -> None:
    expect(volunteer.panel.get_by_role("heading", level=2)).to_have_text("第一区域")
    sheet = box(volunteer.panel)
    assert (sheet["x"], sheet["width"]) == (0, SCREEN[0])
    assert SCREEN[1] * 0.3 < sheet["y"] < SCREEN[1] * 0.7
    close = box(volunteer.panel.locator(".panel-close"))
    assert min(close["width"], close["height"]) >= TARGET_PX
    body = volunteer.panel.locator(".panel-body")
    assert body.evaluate("body => body.scrollHeight > body.clientHeight")
    volunteer.panel.locator(".panel-close").tap()
    expect(volunteer.panel).to_be_hidden()


def test_route_shows_its_stops_in_order_and_leads_to_them(volunteer: MapPage, live: Live) -> None:
    volunteer.panel.locator("[data-select^='route:']").tap()
    volunteer.settle()
    stops = volunteer.panel.locator(".stops li")
    with live.store.transaction() as session:
        planned = session.scalars(
            select(Stop.name)
            .join(Route)
            .join(Cell)
            .where(Route.is_current, Cell.code == f"{live.code}001")
            .order_by(Stop.sequence)
        ).all()
    assert len(planned) > 10
    shown = [line.strip().splitlines()[0] for line in stops.all_inner_texts()]
    assert all(text.startswith(name) for text, name in zip(shown, planned, strict=True))
    fourth = stops.nth(3).get_by_role("link")
    assert box(fourth)["height"] >= TARGET_PX
    fourth.tap()
    volunteer.settle()
    assert volunteer.chosen().startswith("building:")


def test_nothing_leans_out_of_the_screen(volunteer: MapPage) -> None:
    page = volunteer.page
    assert page.evaluate("document.documentElement.scrollWidth") == SCREEN[0]
    page.locator(".frame-more summary").tap()
    for target in page.locator(".map-button:visible, .frame-places a:visible").all():
        size = box(target)
        assert min(size["width"], size["height"]) >= TARGET_PX
        assert size["x"] >= 0
        assert size["x"] + size["width"] <= SCREEN[0]


def test_text_is_large_enough_to_read_outdoors(volunteer: MapPage) -> None:
    expect(volunteer.panel.locator("dd").first).to_be_visible()
    sizes = volunteer.panel.locator("dd, .person-name, .routes a").evaluate_all(
        """all => all.filter((one) => one.offsetParent)
            .map((one) => parseFloat(getComputedStyle(one).fontSize))"""
    )
    assert min(sizes) >= MIN_TEXT_PX
