"""Indicators on the page, in the workbook, by the API and on the command line."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.database import Store
from app.models import Issue, IssueState
from app.web.indicators import usual_periods
from tests.two_cells import CODE, NOW, World, build_world
from tests.visitors import Clock
from tests.walkers import enter
from tests.web.people_support import get


@pytest.fixture
def world(store: Store) -> World:
    """Two cells: Alpha's issue was closed in time, Bravo's is overdue."""
    with store.transaction() as session:
        world = build_world(session)
        world.community.baseline_issues_solved = 600
        for mark in (world.alpha, world.bravo):
            issue = session.get_one(Issue, mark.ids["issue"])
            issue.filed_at = issue.reported_at
            issue.category = "=cmd|' /C calc'!A0"
        done = session.get_one(Issue, world.alpha.ids["issue"])
        done.state, done.resolved_at = IssueState.CLOSED, NOW - dt.timedelta(days=2)
        done.closed_at = NOW - dt.timedelta(hours=2)
    return world


@pytest.fixture
def client(app: Flask, store: Store, world: World, clock: Clock) -> FlaskClient:
    clock.at = NOW
    return enter(app, store, world.users["leader"])


def test_the_page_names_what_each_rate_divides(client: FlaskClient) -> None:
    page = get(client, "/indicators")
    assert "<b>50.00%</b>" in page
    assert "1 / 2 · closed of due" in page
    assert "600+ solved before" in page
    assert "第001网格" in page


def test_words_that_make_no_sense_are_left_out(client: FlaskClient) -> None:
    for query in (
        "by=person", "since=x&until=", "since=0001-01-01", "until=9999-12-31", "cell=9e9",
        "since=2026-12-01&until=2026-01-01", "unit=99999999999999999999",
    ):  # fmt: skip
        get(client, f"/indicators?{query}")


def test_one_cell_alone(client: FlaskClient, world: World) -> None:
    page = get(client, f"/indicators?cell={world.bravo.cell.id}&by=category")
    assert "0 / 1 · closed of due" in page


def test_the_workbook_can_be_handed_in(client: FlaskClient) -> None:
    answer = client.get(f"/c/{CODE}/indicators/indicators.xlsx?by=category&lang=en")
    book = load_workbook(BytesIO(answer.data))
    rows = list(book.worksheets[0].values)
    assert rows[1][:4] == ("Category", "Received", "Filed", "Due")
    assert rows[2][:7] == ("=cmd|' /C calc'!A0", 2, 2, 2, 1, 1, 0)
    assert book.worksheets[0].cell(3, 1).data_type == "s"
    assert rows[3][0] == "In all"
    assert rows[3][8] == 0.5
    assert "Cases whose deadline fell" in list(book.worksheets[1].values)[2][1]


def test_a_workbook_is_not_for_everybody(app: Flask, store: Store, world: World) -> None:
    volunteer = enter(app, store, world.users["volunteer"])
    assert volunteer.get(f"/c/{CODE}/indicators/indicators.xlsx").status_code == 403
    assert "indicators.xlsx" not in get(volunteer, "/indicators")


def test_the_api_gives_the_same(client: FlaskClient) -> None:
    found = client.get(f"/api/v1/communities/{CODE}/indicators?by=cell").get_json()
    assert found["total"]["closing_rate"] == 0.5
    assert found["baseline_solved"] == 600
    assert {row["name"]: row["counts"]["closed"] for row in found["rows"]} == {
        "第001网格": 1,
        "第002网格": 0,
    }
    assert found["since"] == "2026-11-01"
    wrong = client.get(f"/api/v1/communities/{CODE}/indicators?by=person")
    assert wrong.status_code == 422


def test_usual_periods_end_where_the_next_begins() -> None:
    periods = {word: (since, until) for word, since, until in usual_periods(dt.date(2026, 1, 31))}
    assert periods["Last month"] == (dt.date(2025, 12, 1), dt.date(2025, 12, 31))
    assert periods["This quarter"] == (dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    assert periods["This week"] == (dt.date(2026, 1, 26), dt.date(2026, 1, 31))
    autumn = {word: since for word, since, _ in usual_periods(dt.date(2026, 11, 22))}
    assert autumn["This quarter"] == dt.date(2026, 10, 1)
    assert autumn["This year"] == dt.date(2026, 1, 1)
