"""Long work as its asker meets it: begun on a page, followed, left and found again, stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from app.jobs.kinds import RUNS
from app.models import Role
from tests.browser.conftest import LogIn
from tests.browser.visit import Live
from tests.browser.working import PATIENCE_MS, Held, worker_beside

pytestmark = pytest.mark.browser

CELLS = 5


@contextmanager
def held_worker(live: Live, share: float) -> Iterator[Held]:
    """Let a worker divide up to some share, and go on when told; it ends in any case."""
    held = Held(share)
    with worker_beside(live, {**RUNS, "divide": held}):
        try:
            yield held
        finally:
            held.seen.set()


def ask(page: Page, live: Live) -> str:
    """Ask for one variant of a division; give the address of the job's page."""
    page.goto(f"/c/{live.code}/divisions/automatic")
    page.get_by_label("按个数").check()
    page.get_by_label("区域个数").fill(str(CELLS))
    for variant in ("沿街优先", "少变动"):
        page.get_by_label(variant).uncheck()
    page.get_by_label("算多久").select_option("5")
    page.get_by_role("button", name="开始").click()
    page.wait_for_url(re.compile(r"/jobs/\d+"))
    expect(state(page)).to_have_text("排队中")
    return page.url


def state(page: Page) -> Locator:
    """Give the mark beside the heading that says how a job stands."""
    return page.locator(".page-head .job-state")


def drop_draft(page: Page, live: Live) -> None:
    """Throw the newest draft away, so that the next test finds the community as this one did."""
    page.goto(f"/c/{live.code}/divisions")
    card = page.locator(".division-cards .division-card").first
    card.get_by_text("删除……").click()
    card.get_by_role("button", name="删除草案").click()
    expect(page.locator(".notice")).to_be_visible()


def test_division_is_followed_to_its_end(log_in: LogIn, live: Live) -> None:
    page = log_in(Role.COMMUNITY_ADMIN).page
    address = ask(page, live)
    with held_worker(live, 0.3) as held:
        expect(state(page)).to_have_text("进行中", timeout=PATIENCE_MS)
        bar = page.get_by_role("progressbar")
        expect(page.locator("[data-percent]")).to_have_text(re.compile(r"^([3-9]\d|100) %$"))
        assert float(bar.evaluate("bar => bar.value")) >= held.share
        expect(page.locator("[data-phase]")).to_have_text(re.compile("寻找|绘制"))
        # Whoever leaves is told at the top of every page, and finds back by it.
        page.goto(f"/c/{live.code}/people")
        notice = page.locator("#job-notice a")
        expect(notice).to_have_text(re.compile(r"\d\d %"))
        notice.click()
        page.wait_for_url(address)
        held.seen.set()
        page.wait_for_url(re.compile(r"/divisions/\d+"), timeout=PATIENCE_MS)
    expect(page.locator(".cell-row")).to_have_count(CELLS)
    page.goto(address)
    expect(state(page)).to_have_text("已完成")
    drop_draft(page, live)


def test_stopped_division_keeps_its_best_so_far(log_in: LogIn, live: Live) -> None:
    page = log_in(Role.COMMUNITY_ADMIN).page
    address = ask(page, live)
    with held_worker(live, 0.3):
        expect(state(page)).to_have_text("进行中", timeout=PATIENCE_MS)
        expect(page.locator("[data-percent]")).to_have_text(re.compile(r"^([3-9]\d|100) %$"))
        page.get_by_role("button", name="停止").click()
        page.wait_for_url(re.compile(r"/divisions/\d+"), timeout=PATIENCE_MS)
    expect(page.locator(".cell-row")).to_have_count(CELLS)
    page.goto(address)
    expect(state(page)).to_have_text("已停止")
    expect(page.get_by_text("以下是停止前最好的结果")).to_be_visible()
    expect(page.get_by_role("button", name="重新开始")).to_be_visible()
    drop_draft(page, live)


def test_waiting_division_is_stopped_at_once(log_in: LogIn, live: Live) -> None:
    """Nobody works yet: nothing is made, and a worker that comes later finds nothing to do."""
    page = log_in(Role.COMMUNITY_ADMIN).page
    ask(page, live)
    page.get_by_role("button", name="停止").click()
    expect(state(page)).to_have_text("已停止")
    expect(page.get_by_text("已停止，没有改动任何内容")).to_be_visible()
    page.get_by_role("link", name="全部任务").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("已停止")
