"""Doubles on the page of an issue: offered with reasons, merged or told apart by a click."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import Store
from app.models import Issue, IssueState, NoDouble
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
def pair(store: Store, world: World) -> tuple[int, int]:
    """Give a filed issue, and the report of the same matter a day later."""
    keys = []
    with store.transaction() as session:
        for state, hours in ((IssueState.FILED, 30), (IssueState.REPORTED, 6)):
            issue = Issue(
                community_id=world.community.id,
                source_ref=f"double-{hours}",
                category="管道堵塞",
                title="污水外溢 <b>",
                state=state,
                building_id=world.alpha.ids["building"],
                cell_id=world.alpha.cell.id,
                point=world.alpha.cell.shape.representative_point(),
                reported_at=NOW - dt.timedelta(hours=hours),
            )
            session.add(issue)
            session.flush()
            keys.append(issue.id)
    return keys[0], keys[1]


def page(issue_id: int, rest: str = "") -> str:
    return f"/c/{CODE}/issues/{issue_id}{rest}"


def merge_form(text: str) -> tuple[str, dict[str, str]]:
    """Read where the button that merges leads, and what it sends."""
    form = re.search(r'<form method="post" action="([^"]+/moves/merge)">(.*?)</form>', text, re.S)
    assert form is not None
    fields = dict(re.findall(r'name="(seen|other)" value="([^"]*)"', form[2]))
    return form[1], fields


def test_the_further_one_goes_on_from_whichever_page(
    come: Enter, store: Store, pair: tuple[int, int]
) -> None:
    """The filed one goes on, be it offered on its own page or on the other's."""
    filed, reported = pair
    visitor = come("grid")
    texts = [visitor.get(page(key)).text for key in pair]
    assert all("Same building" in text or "同一栋楼" in text for text in texts)
    assert all("<b>" not in text.split("doubles-head")[1].split("</section>")[0] for text in texts)
    (there, fields), (again, _) = map(merge_form, texts)
    assert there == again == page(reported, "/moves/merge")
    assert visitor.post(there, data=fields).status_code == 303
    with store.transaction() as session:
        assert session.get_one(Issue, reported).merged_into_id == filed
        assert session.get_one(Issue, filed).state is IssueState.FILED
    shown = visitor.get(page(filed)).text
    assert shown.count(page(reported)) >= 1
    assert "/moves/merge" not in shown.split("doubles-head")[1].split("</section>")[0]


def test_told_apart_they_are_offered_no_more(
    come: Enter, store: Store, pair: tuple[int, int]
) -> None:
    visitor = come("grid")
    answer = visitor.post(page(pair[1], "/different"), data={"other": pair[0]})
    assert answer.status_code == 303
    with store.transaction() as session:
        assert session.get(NoDouble, pair) is not None
    assert f'{CODE}/issues/{pair[1]}"' not in visitor.get(page(pair[0])).text


def test_others_neither_see_nor_decide(come: Enter, pair: tuple[int, int]) -> None:
    volunteer = come("volunteer")
    assert "doubles-head" not in volunteer.get(page(pair[0])).text
    different = page(pair[1], "/different")
    assert volunteer.post(different, data={"other": pair[0]}).status_code == 403
    for name in ("bravo", "stranger"):
        assert come(name).post(different, data={"other": pair[0]}).status_code in (403, 404)
    assert come("grid").post(different, data={"other": "x"}).status_code == 404
