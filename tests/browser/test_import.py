"""The guided import, driven by hand and eye: on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.models import Community, Role
from app.services.users import add_user
from geodata.datum import shift_geometry
from tests.browser.conftest import Visit
from tests.browser.visit import Live
from tests.imports_support import house, write_rows
from tests.visitors import NOON, PASSWORD

pytestmark = pytest.mark.browser
CODE = "110108990077"


@pytest.fixture(scope="module")
def administrator(live: Live) -> str:
    """Open a community without ground beside the demo, and an account for it."""
    with live.store.transaction() as session:
        community = Community(code=CODE, name="空地社区")
        session.add(community)
        session.flush()
        add_user(
            session,
            username="importer",
            display_name="导入员",
            password=PASSWORD,
            role=Role.COMMUNITY_ADMIN,
            community_id=community.id,
            at=NOON,
            by=None,
        )
    return "importer"


def enter(page: Page, username: str) -> None:
    page.goto(f"/login?next=/c/{CODE}/import")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button.button-main").click()
    expect(page.locator("form[data-upload]")).to_be_visible()


def send(page: Page, subject: str, path: Path) -> None:
    page.locator(f"input[value={subject}]").check()
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form[data-upload] button").click()


def no_sideways_scrolling(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_import_with_a_look_at_the_map(visit: Visit, administrator: str, tmp_path: Path) -> None:
    """Choose, look at the preview, apply, find it done; the second time all is the same."""
    rows = [(house(n), {"id": str(n), "楼号": f"90{n}"}) for n in range(1, 9)]
    path = write_rows(tmp_path / "九号院.geojson", rows)
    for phone, counts in ((False, ["8", "0", "0", "0", "0"]), (True, ["0", "0", "8", "0", "0"])):
        page = visit(phone=phone)
        enter(page, administrator)
        assert no_sideways_scrolling(page)
        send(page, "buildings", path)
        expect(page.locator("#import-map[data-features='8']")).to_be_visible()
        assert no_sideways_scrolling(page)
        expect(page.locator(".import-counts tbody td")).to_have_text(counts)
        page.locator("form[action$='/apply'] button").click()
        expect(page.locator(".page-head .import-state")).to_have_text("已完成")
        expect(page.locator("a[href$='/map']").last).to_be_visible()


def test_wrong_datum_is_seen_and_mended(visit: Visit, administrator: str, tmp_path: Path) -> None:
    """A shifted file lies beside the known ground; said to be shifted, it lies on it."""
    shapes = [shift_geometry(house(n), "wgs84", "gcj02") for n in range(1, 4)]
    rows = [(shape, {"id": f"s{n}", "楼号": f"95{n}"}) for n, shape in enumerate(shapes)]
    page = visit()
    enter(page, administrator)
    send(page, "buildings", write_rows(tmp_path / "高德.geojson", rows))
    expect(page.locator("#import-map[data-features='3']")).to_be_visible()
    preview = page.locator("#import-map").get_attribute("data-preview")
    assert preview is not None
    first = "f => f.features[0].geometry.coordinates[0][0][0]"
    before = page.evaluate(f"url => fetch(url).then(r => r.json()).then({first})", preview)
    page.get_by_text("位置不对").click()
    page.locator("input[value=gcj02]").check()
    page.locator("form[action$='/answer'] button").click()
    expect(page.locator("#import-map[data-features='3']")).to_be_visible()
    after = page.evaluate(f"url => fetch(url).then(r => r.json()).then({first})", preview)
    assert before - after > 0.004
    page.locator("form[action$='/discard'] button").click()
    expect(page.locator(".notice")).to_be_visible()


def test_refusal_stays_on_the_page(visit: Visit, administrator: str, tmp_path: Path) -> None:
    """What cannot be read is said above the form, in words, and the form can be sent again."""
    path = tmp_path / "坏.zip"
    path.write_bytes(b"no zip")
    page = visit()
    enter(page, administrator)
    send(page, "buildings", path)
    expect(page.locator(".problem")).to_contain_text("坏.zip")
