"""Pages of the catalogue: what issues can be, who gets what, handling units, working time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.database import Store
from app.models import (
    Community,
    DispatchRule,
    HandlingUnit,
    IssueCategory,
    RegionClass,
    Role,
    SpecialDay,
    TimeLimit,
)
from app.services.issues.clock import read_week
from tests.visitors import Visitor

HOME = "/c/410203001001/catalogue"

CATEGORY = {
    "catalogue": "community",
    "code": "X1",
    "name": "噪声<b>",
    "name_en": "Noise",
    "icon": "noise",
    "for_residents": "on",
    "condition": ["", "夜间", ""],
    "region": ["", "core", ""],
    "amount": ["3", "2", ""],
    "unit": ["working_days", "hours", "working_days"],
}


@pytest.fixture
def admin(log_in: Callable[..., Visitor]) -> Visitor:
    return log_in()


def send(
    visitor: Visitor, path: str, data: Mapping[str, Any] | None = None, *, follow: bool = False
) -> TestResponse:
    """Send a form, repeated fields and files too."""
    form = {"csrf_token": visitor.token(), **(data or {})}
    return visitor.client.post(path, data=form, follow_redirects=follow, buffered=True)


def count(store: Store, model: type) -> int:
    with store.transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_our_catalogue_is_installed_by_a_button(admin: Visitor, store: Store) -> None:
    assert "通用目录中还有 30 个类别" in admin.get(HOME).text
    answer = send(admin, f"{HOME}/install", follow=True)
    assert "已加入 30 个类别" in answer.text
    assert "管道堵塞" in answer.text
    assert "3 工作日" in answer.text
    assert count(store, IssueCategory) == 30


def test_a_category_is_made_changed_retired_and_deleted(admin: Visitor, store: Store) -> None:
    made = send(admin, f"{HOME}/new", CATEGORY, follow=True)
    assert "噪声&lt;b&gt;" in made.text
    assert "噪声<b>" not in made.text
    with store.transaction() as session:
        key = session.scalars(select(IssueCategory.id)).one()
        limits = session.execute(
            select(TimeLimit.condition, TimeLimit.region, TimeLimit.amount).order_by(TimeLimit.id)
        ).all()
    assert [tuple(row) for row in limits] == [("", None, 3.0), ("夜间", RegionClass.CORE, 2.0)]
    assert "噪声&lt;b&gt;" in admin.get(f"{HOME}/{key}").text
    send(admin, f"{HOME}/{key}", CATEGORY | {"name": "噪声扰民"})
    for step, word in (("retire", "已停用"), ("take-up", "已恢复使用"), ("delete", "已删除")):
        answer = send(admin, f"{HOME}/{key}/{step}", follow=True)
        assert f"噪声扰民{word}" in answer.text or f"{word}噪声扰民" in answer.text
    assert count(store, IssueCategory) == 0


def test_what_is_refused_stays_typed(admin: Visitor, store: Store) -> None:
    for wrong in ({"code": ""}, {"amount": ["abc", "", ""]}, {"catalogue": "moon"}):
        answer = send(admin, f"{HOME}/new", CATEGORY | wrong)
        assert answer.status_code == 422
        assert 'value="噪声&lt;b&gt;"' in answer.text
    assert 'value="夜间"' in send(admin, f"{HOME}/new", CATEGORY | {"code": ""}).text
    assert count(store, IssueCategory) == 0


def test_a_catalogue_goes_out_and_comes_in(admin: Visitor, store: Store) -> None:
    send(admin, f"{HOME}/install")
    book = admin.get(f"{HOME}/catalogue.xlsx")
    assert book.status_code == 200
    same = send(admin, f"{HOME}/file", {"file": (BytesIO(book.data), "目录.xlsx")})
    assert "新增 0 个类别，修改 0 个，30 个没有变化" in same.text
    rows = "编码,名称,时限,单位\n0101,违法建设,9,工作日\nY1,新类,1,光年\n".encode()
    answer = send(admin, f"{HOME}/file", {"file": (BytesIO(rows), "x.csv")})
    assert "修改 1 个" in answer.text
    assert "第 3 行" in answer.text
    assert "光年" in answer.text
    refused = send(admin, f"{HOME}/file", {"file": (BytesIO(b"MZ"), "x.exe")})
    assert refused.status_code == 422
    assert count(store, IssueCategory) == 30


def test_units_and_rules(admin: Visitor, store: Store) -> None:
    send(admin, f"{HOME}/install")
    listed = send(admin, f"{HOME}/units", {"name": "康乐物业", "email": "a@b.cn"}, follow=True)
    assert "康乐物业" in listed.text
    assert "没有账号" in listed.text
    assert send(admin, f"{HOME}/units", {"name": "康乐物业"}).status_code == 422
    with store.transaction() as session:
        unit = session.scalars(select(HandlingUnit.id)).one()
        category = session.scalar(select(IssueCategory.id).where(IssueCategory.code == "1001"))
    rule = {"category": category, "target": f"unit:{unit}"}
    assert "管道堵塞" in send(admin, f"{HOME}/rules", rule, follow=True).text
    for wrong in ({"target": ""}, {"place": "moon:1"}, {"building": "99"}, {}):
        assert send(admin, f"{HOME}/rules", rule | wrong).status_code == 422
    assert "有 1 条规则指向它" in send(admin, f"{HOME}/units/{unit}/close", follow=True).text
    assert "已停用，派遣时跳过" in admin.get(f"{HOME}/rules").text
    send(admin, f"{HOME}/units/{unit}/reopen")
    send(admin, f"{HOME}/units/{unit}", {"name": "康乐物业公司"})
    assert "康乐物业公司" in admin.get(f"{HOME}/rules").text
    with store.transaction() as session:
        key = session.scalars(select(DispatchRule.id)).one()
    send(admin, f"{HOME}/rules/{key}/remove")
    assert count(store, DispatchRule) == 0


def test_the_week_and_its_days(admin: Visitor, store: Store, community: Community) -> None:
    assert 'value="08:30"' in admin.get(f"{HOME}/time").text
    week = {f"since-{day}": ["07:00", ""] for day in range(6)}
    week |= {f"until-{day}": ["12:00", ""] for day in range(6)}
    send(admin, f"{HOME}/time", week)
    with store.transaction() as session:
        kept = read_week(session, community.id)
    assert kept[5] == ((dt.time(7), dt.time(12)),)
    assert kept[6] == ()
    wrong = send(admin, f"{HOME}/time", week | {"until-0": ["06:00", ""]})
    assert wrong.status_code == 422
    assert 'value="06:00"' in wrong.text
    day = {"on": "2026-12-31", "is_working": "no", "name": "盘点"}
    assert "盘点" in send(admin, f"{HOME}/time/days", day, follow=True).text
    assert send(admin, f"{HOME}/time/days", {"on": "never"}).status_code == 422
    send(admin, f"{HOME}/time/days", {"on": "2026-12-31", "forget": "1"})
    assert count(store, SpecialDay) == 0


def test_the_clock_can_be_tried(admin: Visitor) -> None:
    asked = f"{HOME}/time?start=2026-02-13T16:00&amount=1&unit=working_days"
    assert "02-14 17:30 到期" in admin.get(asked).text
    for odd in ("start=x", "amount=1e9", "amount=-1", "amount=nan", "start=9999-12-31T23:59"):
        answer = admin.get(f"{HOME}/time?{odd}")
        assert answer.status_code == 200
        assert "没有类别可以有这样的时限" in answer.text


@pytest.mark.parametrize("role", [Role.LEADER, Role.GRID_ADMIN, Role.VOLUNTEER, Role.HANDLER])
def test_others_look_and_change_nothing(
    log_in: Callable[..., Visitor], store: Store, role: Role
) -> None:
    visitor = log_in("li", role)
    assert visitor.get(HOME).status_code == 200
    assert visitor.get(f"{HOME}/time").status_code == 200
    oversees = 200 if role is Role.LEADER else 403
    for page in ("rules", "units", "regions"):
        assert visitor.get(f"{HOME}/{page}").status_code == oversees
    for page in ("new", "file"):
        assert visitor.get(f"{HOME}/{page}").status_code == 403
    for page in ("install", "new", "file", "rules", "units", "time", "time/days", "regions"):
        assert send(visitor, f"{HOME}/{page}", CATEGORY).status_code == 403
    assert count(store, IssueCategory) == 0
