"""Residents without account: a report by the code on a door, and what became of it."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from app.database import Store
from app.models import (
    Catalogue,
    DoorPlate,
    Issue,
    IssueCategory,
    IssueChannel,
    IssueEvent,
    IssueReporter,
    IssueState,
    PublicCall,
)
from app.services.issues import erase_reporters
from app.settings import Settings
from app.web import create_app
from tests.two_cells import PLATES, World, build_world
from tests.visitors import NOON, Clock, Visitor

CODE = PLATES["Alpha"]


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        made = build_world(session)
        made.community.metric_srid = 4547
        for number, name in enumerate(["管道堵塞", "邻里纠纷"]):
            session.add(
                IssueCategory(
                    community_id=made.community.id,
                    catalogue=Catalogue.COMMUNITY,
                    code=f"C0{number}",
                    name=name,
                    for_residents=number == 0,
                )
            )
    return made


@pytest.fixture
def phone(app: Flask, world: World) -> Visitor:
    """A resident's phone: no account, no cookie yet."""
    return Visitor(app)


def fields(phone: Visitor, /, **typed: object) -> dict[str, object]:
    """Give the fields of the form as the page gives them, with what is typed."""
    page = phone.get(f"/d/{CODE}").text
    hidden = re.findall(r'name="(csrf_token|ticket)" value="([^"]+)"', page)
    category = re.search(r'name="category" value="(\d+)"', page)
    assert category is not None
    return {**dict(hidden), "category": category[1], "words": "水漫到楼道了", **typed}


def send(phone: Visitor, /, **typed: object):  # type: ignore[no-untyped-def]
    return phone.client.post(f"/d/{CODE}", data=fields(phone, **typed))


def photo() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "PNG")
    return io.BytesIO(out.getvalue()), "a.png"


def test_the_form_knows_the_door(phone: Visitor, world: World) -> None:
    page = phone.get(f"/d/{CODE.upper()}").text
    assert "Alpha42号楼 Alpha 1单元" in page
    assert "管道堵塞" in page
    assert "邻里纠纷" not in page
    assert "noindex" in phone.get(f"/d/{CODE}").headers["X-Robots-Tag"]


def test_a_report_becomes_a_case_at_the_door(phone: Visitor, store: Store, world: World) -> None:
    answer = send(phone, photo=photo(), phone="138 0000 1111", where="三楼")
    assert answer.status_code == 303
    page = phone.get(answer.location).text
    with store.transaction() as session:
        issue = session.scalars(select(Issue).where(Issue.channel == IssueChannel.PLATE)).one()
        reporter = session.scalars(select(IssueReporter)).one()
    assert issue.entrance_id == world.alpha.ids["entrance"]
    assert (issue.cell_id, issue.category) == (world.alpha.cell.id, "管道堵塞")
    assert issue.address.endswith("三楼")
    assert (issue.reported_by, reporter.phone) == (None, "138 0000 1111")
    assert issue.number in page
    assert "水漫到楼道了" in page
    shown = re.search(r'src="(/r/[^"]+/photos/\d+)"', page)
    assert shown is not None
    assert phone.get(shown[1]).mimetype == "image/jpeg"


def test_the_same_form_sent_twice_is_one_report(phone: Visitor, store: Store, world: World) -> None:
    form = fields(phone)
    first, second = (phone.client.post(f"/d/{CODE}", data=form) for _ in range(2))
    assert first.location == second.location
    with store.transaction() as session:
        assert len(session.scalars(select(IssueReporter)).all()) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"words": "  "},
        {"words": "长" * 4001},
        {"category": "999999"},
        {"ticket": "short"},
        {"photo": (io.BytesIO(b"<svg/>"), "a.png")},
        {"phone": "1" * 31},
    ],
    ids=["no words", "long words", "foreign category", "ticket", "no photo", "long phone"],
)
def test_what_is_refused_is_not_lost(
    phone: Visitor, store: Store, world: World, typed: dict[str, object]
) -> None:
    answer = send(phone, **{"name": "李四", **typed})
    assert answer.status_code == 422
    assert "李四" in answer.text
    with store.transaction() as session:
        assert session.scalars(select(IssueReporter)).all() == []


def test_what_is_typed_is_escaped(phone: Visitor, world: World) -> None:
    answer = send(phone, words="<script>alert(1)</script>")
    page = phone.get(answer.location).text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_a_code_that_was_withdrawn_opens_nothing(
    phone: Visitor, store: Store, world: World
) -> None:
    with store.transaction() as session:
        session.get_one(DoorPlate, world.alpha.ids["plate"]).withdrawn_at = NOON
    assert phone.get(f"/d/{CODE}").status_code == 404


def test_a_caller_reports_so_often_and_no_more(phone: Visitor, clock: Clock) -> None:
    assert [send(phone).status_code for _ in range(11)] == [303] * 10 + [429]
    clock.go_on(minutes=61)
    assert send(phone).status_code == 303


def test_who_guesses_codes_is_stopped(phone: Visitor, clock: Clock, store: Store) -> None:
    statuses = [phone.get(f"/r/{number:032d}").status_code for number in range(21)]
    assert statuses == [404] * 20 + [429]
    assert phone.get(f"/d/{CODE}").status_code == 429
    with store.transaction() as session:
        assert all("127.0.0.1" not in call.who for call in session.scalars(select(PublicCall)))
    clock.go_on(minutes=61)
    assert phone.get(f"/d/{CODE}").status_code == 200


def test_a_link_shows_the_own_case_and_nobody_else(
    phone: Visitor, store: Store, world: World
) -> None:
    link = send(phone, name="李四").location
    with store.transaction() as session:
        issue = session.scalars(select(Issue).where(Issue.channel == IssueChannel.PLATE)).one()
        for verb, note in [("dispatch", "SecretNote"), ("reject", "不在本社区范围")]:
            session.add(
                IssueEvent(
                    issue_id=issue.id, verb=verb, at=NOON, note=note,
                    person_id=world.alpha.ids["person"],
                )
            )  # fmt: skip
        issue.state = IssueState.REJECTED
    page = phone.get(link).text
    assert "不在本社区范围" in page
    assert "SecretNote" not in page
    assert "Alpha王" not in page
    assert "Alpha sewer" not in page


def test_a_reporter_judges_once_it_is_closed(phone: Visitor, store: Store, world: World) -> None:
    link = send(phone).location.partition("?")[0]
    assert phone.post(f"{link}/score", score="5").status_code == 422
    with store.transaction() as session:
        issue = session.scalars(select(Issue).where(Issue.channel == IssueChannel.PLATE)).one()
        issue.state = IssueState.CLOSED
    assert 'name="score"' in phone.get(link).text
    assert phone.post(f"{link}/score", score="9").status_code == 422
    assert phone.post(f"{link}/score", score="5", words="谢谢").status_code == 303
    page = phone.get(link).text
    assert 'name="score"' not in page
    with store.transaction() as session:
        assert session.get_one(Issue, issue.id).state is IssueState.EVALUATED


def test_a_reporter_erases_themselves(phone: Visitor, store: Store, world: World) -> None:
    link = send(phone, name="李四", phone="138").location.partition("?")[0]
    assert phone.post(f"{link}/forget").status_code == 303
    with store.transaction() as session:
        reporter = session.scalars(select(IssueReporter)).one()
        assert (reporter.name, reporter.phone) == ("", "")
    assert phone.get(link).status_code == 200


def test_reporters_are_erased_some_time_after_the_end(
    phone: Visitor, store: Store, world: World
) -> None:
    link = send(phone, name="李四").location
    later = NOON + dt.timedelta(days=91)
    with store.transaction() as session:
        assert erase_reporters(session, days=90, at=later) == 0
        issue = session.scalars(select(Issue).where(Issue.channel == IssueChannel.PLATE)).one()
        issue.state = IssueState.CLOSED
    with store.transaction() as session:
        assert erase_reporters(session, days=92, at=later) == 0
        assert erase_reporters(session, days=90, at=later) == 1
        assert erase_reporters(session, days=90, at=later) == 0
    assert phone.get(link).status_code == 404


@pytest.mark.parametrize(("proxies", "callers"), [(0, 1), (1, 2)])
def test_callers_behind_a_known_proxy_are_told_apart(
    settings: Settings, store: Store, proxies: int, callers: int
) -> None:
    app = create_app(settings.model_copy(update={"wangge_proxies": proxies}), store)
    client = app.test_client()
    for address in ("203.0.113.7", "2001:db8:1:2::3", "2001:db8:1:2:4::5"):
        client.get("/d/nosuchcode", headers={"X-Forwarded-For": address})
    with store.transaction() as session:
        assert len({call.who for call in session.scalars(select(PublicCall))}) == callers
