"""Steps of an issue by their forms: what is needed is asked for, and who was slower is told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app.database import Store
from app.models import HandlingUnit, Issue, IssueChannel, IssueEvent, IssuePhoto, IssueState
from tests.two_cells import CODE, NOW, World, build_world
from tests.walkers import enter

Enter = Callable[[str], FlaskClient]


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def come(app: Flask, store: Store, world: World) -> Enter:
    """Give browsers that are logged in by the name of an account."""
    app.config["WTF_CSRF_ENABLED"] = False
    return lambda name: enter(app, store, world.users[name])


@pytest.fixture
def firm(store: Store, world: World) -> int:
    """Give a property firm, whose account is ``handler``."""
    with store.transaction() as session:
        unit = HandlingUnit(community_id=world.community.id, name="绿城物业")
        session.add(unit)
        session.flush()
        session.merge(world.users["handler"]).unit_id = unit.id
    return unit.id


@pytest.fixture
def issue_id(store: Store, world: World) -> int:
    """Give what a resident of Alpha reported."""
    with store.transaction() as session:
        issue = Issue(
            community_id=world.community.id,
            source_ref="p-1",
            channel=IssueChannel.PLATE,
            category="管道堵塞",
            title="Sewer",
            building_id=world.alpha.ids["building"],
            cell_id=world.alpha.cell.id,
            reported_at=NOW - dt.timedelta(hours=1),
        )
        session.add(issue)
        session.flush()
    return issue.id


def page(issue_id: int, rest: str = "") -> str:
    return f"/c/{CODE}/issues/{issue_id}{rest}"


def picture() -> tuple[BytesIO, str]:
    """Make a photo as a phone sends one."""
    data = BytesIO()
    Image.new("RGB", (80, 60), "navy").save(data, "JPEG")
    return BytesIO(data.getvalue()), "IMG_1.jpg"


def state_of(store: Store, issue_id: int) -> IssueState:
    with store.transaction() as session:
        return session.get_one(Issue, issue_id).state


def steps(client: FlaskClient, issue_id: int) -> set[str]:
    """Give the steps that the page of an issue offers."""
    text = client.get(page(issue_id)).text
    return set(re.findall(rf"{page(issue_id)}/moves/([a-z-]+)", text))


def test_the_page_offers_each_their_steps(come: Enter, issue_id: int) -> None:
    assert steps(come("grid"), issue_id) == {
        "confirm", "file", "reject", "handle-on-the-spot", "void", "merge",
    }  # fmt: skip
    assert steps(come("volunteer"), issue_id) == {"confirm", "handle-on-the-spot"}
    assert steps(come("leader"), issue_id) == set()
    assert "等待立案" in come("leader").get(page(issue_id)).text


def test_from_the_report_to_the_judgement(
    come: Enter, store: Store, issue_id: int, firm: int
) -> None:
    """Each by the form that the page links, with what it needs; photos stand with their step."""
    done = {"note": "已疏通", "photos": [picture()]}
    way = [
        ("volunteer", "confirm", {}),
        ("grid", "file", {}),
        ("grid", "dispatch", {"other_handler": f"unit:{firm}"}),
        ("handler", "handle", {}),
        ("handler", "resolve", done),
        ("volunteer", "verify", {"note": "看过了"}),
        ("community", "close", {}),
        ("leader", "evaluate", {"score": "5", "note": "快"}),
    ]
    for seen, (name, verb, form) in enumerate(way):
        client = come(name)
        assert verb in steps(client, issue_id), (name, verb)
        sent = client.post(
            page(issue_id, f"/moves/{verb}"),
            data={"seen": str(seen), **form},
            content_type="multipart/form-data",
        )
        assert (sent.status_code, sent.headers["Location"]) == (303, page(issue_id)), sent.text
    assert state_of(store, issue_id) is IssueState.EVALUATED
    with store.transaction() as session:
        (photo,) = session.scalars(select(IssuePhoto))
        assert session.get_one(IssueEvent, photo.event_id).verb == "resolve"
    text = come("community").get(page(issue_id)).text
    assert "已疏通" in text
    assert "绿城物业" in text


def test_who_was_slower_reads_what_happened_and_keeps_their_words(
    come: Enter, store: Store, issue_id: int
) -> None:
    come("grid").post(page(issue_id, "/moves/confirm"), data={"seen": "0"})
    mine = {"seen": "0", "note": "不归<b>我们</b>"}
    answer = come("community").post(page(issue_id, "/moves/reject"), data=mine)
    assert answer.status_code == 409
    assert "grid" in answer.text
    assert "现场已核实" in answer.text or "核实" in answer.text
    assert "不归&lt;b&gt;我们&lt;/b&gt;" in answer.text
    assert 'name="seen" value="1"' in answer.text
    assert state_of(store, issue_id) is IssueState.REPORTED
    again = come("community").post(page(issue_id, "/moves/reject"), data=mine | {"seen": "1"})
    assert again.status_code == 303
    late = come("grid").post(page(issue_id, "/moves/file"), data={"seen": "1", "note": "我的话"})
    assert late.status_code == 409
    assert "我的话" in late.text
    assert "/moves/file" not in late.text


def test_what_is_missing_is_said_on_the_form(come: Enter, issue_id: int) -> None:
    client = come("grid")
    answer = client.post(
        page(issue_id, "/moves/handle-on-the-spot"), data={"seen": "0", "note": "扫了"}
    )
    assert answer.status_code == 422
    assert "照片" in answer.text
    assert ">扫了</textarea>" in answer.text


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("merge", {"other": "abc"}),
        ("merge", {"other": ""}),
        ("dispatch", {"handler": "unit:99999999999999999999"}),
        ("file", {"confirmed": "1", "seen": ""}),
        ("file", {"confirmed": "1", "seen": "99"}),
        ("reject", {"note": "x" * 2001}),
        ("evaluate", {"score": "5"}),
        ("extend", {"until": "soon", "note": "x"}),
    ],
)
def test_nonsense_is_refused_and_moves_nothing(
    come: Enter, store: Store, issue_id: int, verb: str, form: dict[str, str]
) -> None:
    answer = come("community").post(page(issue_id, f"/moves/{verb}"), data={"seen": "0"} | form)
    assert answer.status_code in (409, 422)
    assert state_of(store, issue_id) is IssueState.REPORTED


def test_what_is_no_step_is_no_page(come: Enter, issue_id: int) -> None:
    for verb in ("explode", "report", "note"):
        assert come("community").get(page(issue_id, f"/moves/{verb}")).status_code == 404
        assert come("community").post(page(issue_id, f"/moves/{verb}")).status_code == 404


def test_only_whose_step_it_is_may_take_it(come: Enter, store: Store, issue_id: int) -> None:
    form = {"seen": "0", "confirmed": "1"}
    assert come("volunteer").post(page(issue_id, "/moves/file"), data=form).status_code == 403
    assert come("bravo").post(page(issue_id, "/moves/file"), data=form).status_code == 404
    assert come("bravo").get(page(issue_id, "/moves/file")).status_code == 404
    assert state_of(store, issue_id) is IssueState.REPORTED


def test_a_handler_who_returns_it_goes_on_to_the_list(
    come: Enter, issue_id: int, firm: int
) -> None:
    grid = come("grid")
    grid.post(page(issue_id, "/moves/file"), data={"seen": "0", "confirmed": "1"})
    grid.post(page(issue_id, "/moves/dispatch"), data={"seen": "1", "handler": f"unit:{firm}"})
    sent = come("handler").post(
        page(issue_id, "/moves/return"), data={"seen": "2", "note": "不归我们"}
    )
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/c/{CODE}/issues")


def test_the_form_proposes_who_is_on_duty(come: Enter, issue_id: int) -> None:
    """And says so where nobody is, rather than showing an empty list."""
    come("grid").post(page(issue_id, "/moves/file"), data={"seen": "0", "confirmed": "1"})
    text = come("grid").get(page(issue_id, "/moves/dispatch")).text
    assert "Alpha王一" in text
    assert re.search(r'name="handler" value="person:[0-9]+" checked', text)
    assert "Bravo" not in text


def test_a_remark_stands_in_the_story(come: Enter, issue_id: int) -> None:
    leader = come("leader")
    assert leader.post(page(issue_id, "/notes"), data={"note": " "}).status_code == 422
    assert leader.post(page(issue_id, "/notes"), data={"note": "请<i>尽快</i>"}).status_code == 303
    assert "请&lt;i&gt;尽快&lt;/i&gt;" in leader.get(page(issue_id)).text


def test_the_form_opens_in_a_dialog_without_the_frame(come: Enter, issue_id: int) -> None:
    asked = {"X-Requested-With": "fetch"}
    text = come("grid").get(page(issue_id, "/moves/reject"), headers=asked).text
    assert "<html" not in text
    assert 'name="note"' in text
