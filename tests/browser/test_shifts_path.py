"""From a rhythm to a walk: who plans says who walks when, who is late is seen, a phone sets out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from app.models import Role
from tests.browser.conftest import LogIn
from tests.browser.visit import Live

pytestmark = pytest.mark.browser

TEAM = "第一区域巡逻小组"
TARGET_PX = 44


@pytest.fixture(autouse=True)
def as_before(live: Live) -> Iterator[None]:
    """Leave no shifts behind: other tests look at the same community."""
    yield
    with live.store.transaction() as session:
        session.execute(text("DELETE FROM shift"))
        session.execute(text("DELETE FROM rhythm"))


def plan_late_morning(page: Page, live: Live) -> None:
    """Make a rhythm that began three quarters of an hour ago, walked by one pair."""
    page.goto(f"/c/{live.code}/shifts")
    page.get_by_role("link", name="新建巡查节奏").click()
    page.get_by_role("link", name="每晚 18:30 巡逻").click()
    page.get_by_label("名称").fill("午间巡查")
    page.locator("[name=start]").first.fill("11:15")
    page.locator("[name=end]").first.fill("15:00")
    page.get_by_role("button", name="建好").click()
    places = page.locator(".beats select")
    for place in range(1, places.count()):
        places.nth(place).select_option("")
    places.first.select_option(label=f"{TEAM}（2）")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存，以后的班次按此安排。")).to_be_visible()


def test_from_a_rhythm_to_a_walk(log_in: LogIn, live: Live) -> None:
    admin = log_in(Role.COMMUNITY_ADMIN).page
    plan_late_morning(admin, live)
    admin.goto(f"/c/{live.code}/shifts")
    expect(admin.locator(".overdue")).to_contain_text("超时 45 分钟无人出发")
    assert admin.locator(".day").count() == 7

    phone = log_in(Role.VOLUNTEER, phone=True).page
    phone.goto(f"/c/{live.code}/shifts")
    assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth")
    today = phone.locator(".day").filter(has_text="今天")
    assert today.evaluate("day => day.getBoundingClientRect().top") < 800
    phone.locator(".overdue a").first.tap()
    set_out = phone.get_by_role("button", name="出发")
    box = set_out.bounding_box()
    assert box is not None
    assert box["height"] >= TARGET_PX
    set_out.tap()
    expect(phone.locator("h1 .patrol-state")).to_have_text("巡查中")
    phone.get_by_role("button", name="走完了").tap()
    expect(phone.locator("h1 .patrol-state")).to_have_text("已巡")

    admin.reload()
    expect(admin.locator(".overdue")).to_have_count(0)
    expect(admin.locator(".day.is-today .patrol-done")).to_have_count(1)


def test_a_gap_is_filled_from_the_list(log_in: LogIn, live: Live) -> None:
    admin = log_in(Role.COMMUNITY_ADMIN).page
    plan_late_morning(admin, live)
    admin.goto(f"/c/{live.code}/shifts/absences")
    who = admin.get_by_label("谁请假").locator("option").filter(has_text=TEAM)
    name = (who.first.text_content() or "").partition("（")[0]
    admin.get_by_label("谁请假").select_option(who.first.get_attribute("value"))
    admin.locator("[name=since]").fill("2026-11-24")
    admin.locator("[name=until]").fill("2026-11-24")
    admin.get_by_role("button", name="登记").click()
    admin.get_by_role("link", name="缺人").click()
    row = admin.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(f"请假：{name}")
    row.get_by_role("link", name="找人").click()
    admin.get_by_label("谁来替班").select_option(index=1)
    admin.get_by_role("button", name="替班", exact=True).click()
    expect(admin.locator(".crew")).to_contain_text("替班")
    admin.get_by_role("link", name="缺人").click()
    expect(admin.get_by_text("这一周每次巡查都有人。")).to_be_visible()
    admin.goto(f"/c/{live.code}/shifts/absences")
    admin.get_by_role("button", name=f"销假 {name}").click()
