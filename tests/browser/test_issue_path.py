"""One case from the code on a door to the judgement: a resident, and five accounts after them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from app.models import Building, BuildingCell, Cell, DoorPlate, Role, User
from tests.browser.conftest import LogIn, Visit
from tests.browser.visit import Live

pytestmark = pytest.mark.browser

WORDS = "一层污水从地漏冒出来，楼道里都是水。"


def plate_in(live: Live, end: str) -> str:
    """Give the code of a door plate in a cell."""
    with live.store.transaction() as session:
        found = session.scalar(
            select(DoorPlate.code)
            .join(Building, Building.id == DoorPlate.building_id)
            .join(BuildingCell, BuildingCell.building_id == Building.id)
            .join(Cell, Cell.id == BuildingCell.cell_id)
            .where(Cell.code == f"{live.code}{end}", DoorPlate.withdrawn_at.is_(None))
            .order_by(DoorPlate.id)
            .limit(1)
        )
    assert found
    return found


def picture() -> bytes:
    """Make a photo as a phone takes one."""
    data = BytesIO()
    Image.new("RGB", (1200, 900), "slategray").save(data, "JPEG")
    return data.getvalue()


def report(page: Page, code: str) -> str:
    """Report by the code on a door: three taps and a sentence; give the number of the case."""
    page.goto(f"/d/{code}")
    page.locator(".tile", has_text="管道堵塞").first.tap()
    page.get_by_label("怎么了").fill(WORDS)
    page.get_by_role("button", name="发送").tap()
    expect(page.get_by_role("status")).to_contain_text("已收到")
    return page.locator(".case-number").inner_text()


class Desk:
    """Somebody at work on issues."""

    def __init__(self, page: Page, live: Live) -> None:
        self.page = page
        self.list = f"/c/{live.code}/issues"

    def row(self, pile: str, number: str) -> Locator:
        """Look for a case in a pile."""
        self.page.goto(f"{self.list}?pile={pile}&q={number}")
        return self.page.locator(".issue-list li", has_text=number)

    def open(self, pile: str, number: str) -> None:
        """Open a case out of a pile."""
        self.row(pile, number).get_by_role("link").first.click()
        expect(self.page.locator(".issue-head")).to_contain_text(number)

    def step(self, name: str) -> Locator:
        """Press the button of a step; give the dialog that it opens."""
        # Before its script is there, the button leads to a page of its own.
        self.page.wait_for_load_state("load")
        self.page.locator(".issue-moves").get_by_text(name, exact=True).click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_have_text(name)
        return dialog

    def send(self, dialog: Locator, said: str) -> None:
        """Send what a dialog asks for, and read what came of it."""
        dialog.locator("button[type=submit]").click()
        expect(self.page.locator(".frame-main > .notice")).to_contain_text(said)

    def at_once(self, name: str, said: str) -> None:
        """Take a step that needs nothing."""
        self.page.locator(".issue-moves").get_by_role("button", name=name).click()
        expect(self.page.locator(".frame-main > .notice")).to_contain_text(said)


def test_from_the_door_to_the_judgement(visit: Visit, log_in: LogIn, live: Live) -> None:
    resident = visit(phone=True)
    number = report(resident, plate_in(live, "001"))
    followed = resident.url

    # It lies in the list of whoever answers for the place, and in nobody else's.
    steward = Desk(log_in(Role.GRID_ADMIN).page, live)
    neighbour = Desk(log_in(Role.GRID_ADMIN, number=2).page, live)
    expect(neighbour.row("new", number)).to_have_count(0)
    steward.open("new", number)
    filing = steward.step("立案")
    filing.get_by_label("已到现场核实").check()
    steward.send(filing, "已立案")
    dispatching = steward.step("派遣")
    # The rule of the catalogue's category proposes the property firm.
    expect(dispatching.locator(".choice", has_text="物业").get_by_role("radio")).to_be_checked()
    steward.send(dispatching, "已派遣")

    handler = Desk(log_in(Role.HANDLER).page, live)
    handler.open("mine", number)
    handler.at_once("开始处置", "开始处置")
    done = handler.step("处置完毕")
    done.get_by_label("做了什么").fill("已疏通主管道，清洗楼道。")
    done.locator("[type=file]").set_input_files(
        {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    handler.send(done, "处置完成")
    expect(handler.page.locator(".issue-moves")).not_to_contain_text("核查通过")

    volunteer = Desk(log_in(Role.VOLUNTEER, phone=True).page, live)
    volunteer.open("verify", number)
    looked = volunteer.step("核查通过")
    looked.get_by_label("看到的情况").fill("楼道干了，没有异味。")
    volunteer.send(looked, "核查通过")

    admin = Desk(log_in(Role.COMMUNITY_ADMIN).page, live)
    admin.open("open", number)
    admin.at_once("结案", "已结案")

    leader = Desk(log_in(Role.LEADER).page, live)
    leader.open("all", number)
    judging = leader.step("评价")
    judging.get_by_label("非常满意").check()
    judging.get_by_label("想说的话").fill("一天之内办结，好。")
    leader.send(judging, "已评价")

    tell_it_all(admin.page, number)
    resident.goto(followed)
    expect(resident.locator(".case-steps")).to_contain_text("已疏通主管道")
    told = resident.content()
    assert not [name for name in staff_names(live) if name in told]


def staff_names(live: Live) -> list[str]:
    """Give the names of those who worked on it, which are no business of a reporter."""
    of_staff = select(User.display_name).where(User.role.in_([Role.GRID_ADMIN, Role.VOLUNTEER]))
    with live.store.transaction() as session:
        return list(session.scalars(of_staff))


def tell_it_all(page: Page, number: str) -> None:
    """See that the time line has every step, in order, with its words and its photo."""
    page.reload()
    expect(page.locator(".issue-head")).to_contain_text(number)
    story = page.locator(".story > li")
    expect(story).to_have_count(8)
    steps = story.locator(".story-line strong").all_inner_texts()
    assert steps == [
        "上报", "已立案", "已派遣", "开始处置", "处置完成", "核查通过", "已结案", "已评价",
    ]  # fmt: skip
    expect(story.locator("img")).to_have_count(1)
    told = page.locator(".story").inner_text()
    for words in ("物业", "已疏通主管道", "楼道干了", "一天之内办结"):
        assert words in told, words
