"""Lists of issues: piles, filters, parts, the map beside them, the page of one."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.database import Store
from app.models import Issue, IssueState
from tests.two_cells import CODE, World, build_world
from tests.walkers import enter

LIST = f"/c/{CODE}/issues"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def admin(app: Flask, store: Store, world: World) -> FlaskClient:
    return enter(app, store, world.users["community"])


def test_an_administrator_begins_with_all_that_is_open(admin: FlaskClient) -> None:
    page = admin.get(LIST).get_data(as_text=True)
    assert "Alpha sewer" in page
    assert "Bravo sewer" in page


def test_the_page_of_an_issue_is_for_those_who_may_see_it(
    app: Flask, store: Store, world: World
) -> None:
    grid = enter(app, store, world.users["grid"])
    assert "Alpha sewer" in grid.get(f"{LIST}/{world.alpha.ids['issue']}").get_data(as_text=True)
    assert grid.get(f"{LIST}/{world.bravo.ids['issue']}").status_code == 404


def test_the_map_is_drawn_by_the_filter_of_the_list(admin: FlaskClient, world: World) -> None:
    features = admin.get(f"{LIST}/layer.geojson?pile=open&q=Alpha").get_json()["features"]
    assert [one["properties"]["title"] for one in features] == ["Alpha sewer"]
    beyond = admin.get(f"{LIST}/layer.geojson?pile=open&bbox=0,0,1,1").get_json()
    assert beyond["features"] == []


def test_words_and_numbers_find(admin: FlaskClient, world: World) -> None:
    bravo = world.bravo.ids["issue"]
    for words in ("Bravo is fl", "bravo LANE", f"202611-{bravo}", f"#{bravo}"):
        rows = admin.get(LIST, query_string={"q": words}, headers=FETCH).get_data(as_text=True)
        assert "Bravo sewer" in rows, words
        assert "Alpha sewer" not in rows, words


def test_what_makes_no_sense_is_left_open(admin: FlaskClient) -> None:
    nonsense = "pile=x&state=x&light=x&cell=-1&since=yesterday&after=_x&order=x&category=1e9"
    page = admin.get(f"{LIST}?{nonsense}")
    assert page.status_code == 200
    assert "Alpha sewer" in page.get_data(as_text=True)


def test_a_sheet_has_what_the_list_has_and_no_formula(
    admin: FlaskClient, store: Store, world: World
) -> None:
    with store.transaction() as session:
        session.get_one(Issue, world.alpha.ids["issue"]).title = '=HYPERLINK("x")'
    answer = admin.get(f"{LIST}/issues.xlsx?pile=open&cell={world.alpha.cell.id}")
    sheet = load_workbook(BytesIO(answer.get_data())).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    assert len(rows) == 2
    assert rows[1][1].value == '=HYPERLINK("x")'
    assert rows[1][1].data_type == "s"


def test_many_are_moved_at_once_and_each_says_what_became_of_it(
    app: Flask, admin: FlaskClient, store: Store, world: World
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    alpha, bravo = world.alpha.ids["issue"], world.bravo.ids["issue"]
    ticked = [f"{alpha}:0", f"{bravo}:7", "x", "999999999:0"]
    form = {"issue": ticked, "verb": "void", "note": "twice the same list"}
    page = admin.post(f"{LIST}/bulk", data=form).get_data(as_text=True)
    assert "Alpha sewer" in page
    with store.transaction() as session:
        assert session.get_one(Issue, alpha).state is IssueState.VOID
        assert session.get_one(Issue, bravo).state is IssueState.DISPATCHED
    assert admin.post(f"{LIST}/bulk", data={"verb": "void"}).status_code == 422
    assert admin.post(f"{LIST}/bulk", data=form | {"verb": "merge"}).status_code == 422


def test_nothing_of_another_cell_is_told_by_a_tick(app: Flask, store: Store, world: World) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    grid = enter(app, store, world.users["grid"])
    form = {"issue": f"{world.bravo.ids['issue']}:0", "verb": "void", "note": "mine?"}
    page = grid.post(f"{LIST}/bulk", data=form)
    assert page.status_code == 200
    assert b"Bravo" not in page.get_data()
