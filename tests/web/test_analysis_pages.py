"""The leader's page: for whom, with which figures, and what its map reads."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.database import Store
from app.models import Building, Issue, IssueState
from app.queries.analysis.slices import slice_starts, slices_of
from app.web.analysis.wanted import LONGEST_DAYS
from tests.two_cells import CODE, NOW, World, build_world
from tests.visitors import Clock
from tests.walkers import enter
from tests.web.people_support import get

UTM_50N = 32650


@pytest.fixture
def world(store: Store) -> World:
    """Two cells of ten households each: Alpha's issue was closed in time, Bravo's is overdue."""
    with store.transaction() as session:
        world = build_world(session)
        world.community.metric_srid = UTM_50N
        for mark in (world.alpha, world.bravo):
            issue = session.get_one(Issue, mark.ids["issue"])
            issue.filed_at = issue.reported_at
            session.get_one(Building, mark.ids["building"]).households = 10
        done = session.get_one(Issue, world.alpha.ids["issue"])
        done.state, done.resolved_at = IssueState.CLOSED, NOW - dt.timedelta(days=2)
        done.closed_at = NOW - dt.timedelta(hours=2)
    return world


@pytest.fixture
def client(app: Flask, store: Store, world: World, clock: Clock) -> FlaskClient:
    clock.at = NOW
    return enter(app, store, world.users["leader"])


@pytest.mark.parametrize("name", ["grid", "volunteer", "handler"])
def test_who_answers_for_less_than_all_is_not_led_here(
    app: Flask, store: Store, world: World, name: str
) -> None:
    client = enter(app, store, world.users[name])
    assert client.get(f"/c/{CODE}/analysis").status_code == 403
    assert f"/c/{CODE}/analysis" not in client.get(f"/c/{CODE}/map").get_data(as_text=True)


def test_figures_stand_with_their_denominators(client: FlaskClient) -> None:
    page = get(client, "/analysis")
    assert "<b>1 / 1</b> <span>overdue of open</span>" in page
    assert "<b>1 / 2</b> <span>closed in time, of due 50.00%</span>" in page


def test_each_group_leads_to_its_issues(client: FlaskClient, world: World) -> None:
    page = get(client, "/analysis")
    for mark in (world.alpha, world.bravo):
        assert f"cell={mark.cell.id}" in page
    assert "standing-table" in get(client, "/analysis?group=category")


def test_words_that_make_no_sense_are_left_out(client: FlaskClient) -> None:
    for query in (
        "by=person", "since=x&until=", "since=1901-01-01&until=2199-12-31", "category=9e9",
        "exposure=votes", "group=handler", "since=2026-12-01&until=2026-01-01",
    ):  # fmt: skip
        get(client, f"/analysis?{query}")


def test_pieces_carry_their_issues_by_slice(client: FlaskClient) -> None:
    body = client.get(f"/c/{CODE}/analysis/layer.geojson").get_json(force=True)
    counts = [feature["properties"]["counts"] for feature in body["features"]]
    assert sum(map(sum, counts)) == 2
    assert all(len(each) == len(body["starts"]) for each in counts)
    assert {feature["properties"]["verdict"] for feature in body["features"]} <= {
        "usual", "too_few",
    }  # fmt: skip


def pieces_in_all(client: FlaskClient) -> int:
    body = client.get(f"/c/{CODE}/analysis/layer.geojson").get_json(force=True)
    return sum(sum(feature["properties"]["counts"]) for feature in body["features"])


def put_bravo(store: Store, world: World, state: IssueState) -> None:
    with store.transaction() as session:
        session.get_one(Issue, world.bravo.ids["issue"]).state = state


def test_the_map_shows_what_its_page_found_and_no_later_one(
    client: FlaskClient, store: Store, world: World, clock: Clock
) -> None:
    for wait_s, shown in ((5, 2), (90, 1)):
        put_bravo(store, world, IssueState.FILED)
        get(client, "/analysis")
        put_bravo(store, world, IssueState.VOID)
        clock.at += dt.timedelta(seconds=wait_s)
        assert pieces_in_all(client) == shown
        assert pieces_in_all(client) == 1


def test_programs_read_alarms(client: FlaskClient) -> None:
    url = f"/api/v1/communities/{CODE}/alarms"
    facts = client.get(url, query_string={"permutation": "true"}).get_json()
    assert facts["alarms"] == []
    assert (facts["pieces"], facts["issues"]) == (2, 2)
    assert client.get(url, query_string={"by": "person"}).status_code == 422


def test_without_people_it_says_what_to_do(client: FlaskClient, store: Store, world: World) -> None:
    with store.transaction() as session:
        session.execute(update(Building).values(households=0))
    page = get(client, "/analysis")
    assert "import households" in page
    assert "import households" in client.get(f"/c/{CODE}/analysis/alarms?lang=en").get_data(
        as_text=True
    )


@pytest.mark.parametrize("days", [1, 9, 30, 77, 90, 365, LONGEST_DAYS])
def test_slices_hold_each_day_once(days: int) -> None:
    since = dt.date(2026, 1, 1)
    until = since + dt.timedelta(days=days - 1)
    slices = slices_of(since, until)
    starts = slice_starts(since, until, slices)
    assert starts[0] == since
    assert starts == sorted(starts)
    for day in range(days):
        number = day * slices // days
        assert starts[number] <= since + dt.timedelta(days=day)
        assert number + 1 == slices or since + dt.timedelta(days=day) < starts[number + 1]
