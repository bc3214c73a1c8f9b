"""The pages of plans: list, map, steps, files, sheet, and the page of whoever walks."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Callable
from typing import Any

import gpxpy
import pytest
from flask import Flask
from flask.testing import FlaskClient
from shapely import LineString
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.test import TestResponse

from app.database import Store
from app.models import (
    Building,
    Cell,
    Job,
    Path,
    Patrol,
    PatrolMode,
    PatrolState,
    Route,
    Shift,
    Visit,
    VisitHow,
)
from app.queries.scope import Viewer
from app.services.patrols import PlanWish, plan_cells
from app.settings import Settings
from app.web.patrols.sheet import draw_code
from geodata.crs import metric_srid
from tests.two_cells import CODE, NOW, SOUTH, WEST, World, build_world
from tests.visitors import NOON
from tests.walkers import enter

AsUser = Callable[[str], FlaskClient]
HERE = f"/c/{CODE}/patrols"


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application without tokens in forms, which test_security.py looks at."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def world(store: Store) -> World:
    """Give the two cells, each with a lane along its building, planned."""
    with store.transaction() as session:
        world = build_world(session)
        community = session.merge(world.community, load=True)
        community.metric_srid = metric_srid(WEST, SOUTH)
        for number, building in enumerate(session.scalars(select(Building)).all()):
            west, south, east, _ = building.footprint.bounds
            line = LineString([(west - 1e-4, south - 1e-4), (east + 1e-4, south - 1e-4)])
            session.add(
                Path(
                    community_id=community.id, key=f"by {number}", name=f"{number}号巷",
                    kind="residential", line=line,
                )
            )  # fmt: skip
        session.flush()
        plan_cells(session, Viewer(on=NOON.date()), community, settings=Settings(), at=NOW)
    return world


@pytest.fixture
def as_user(app: Flask, store: Store, world: World) -> AsUser:
    return lambda name: enter(app, store, world.users[name])


@pytest.fixture
def alpha(world: World) -> int:
    return world.alpha.ids["cell"]


@pytest.fixture
def route(store: Store, alpha: int) -> Route:
    with store.transaction() as session:
        wanted = select(Route).where(Route.cell_id == alpha, Route.is_current)
        return session.scalars(wanted.options(selectinload(Route.stops))).one()


def state(client: FlaskClient, cell: int) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"{HERE}/cells/{cell}/state").get_json()
    return answer


def step(client: FlaskClient, cell: int, **body: Any) -> TestResponse:
    return client.post(f"{HERE}/cells/{cell}/steps", json=body)


def test_the_list_shows_who_asks_their_own_cells(as_user: AsUser, world: World) -> None:
    everything = as_user("community").get(HERE).text
    assert everything.count("plan-cell") == 2
    own = as_user("grid").get(HERE).text
    assert own.count("plan-cell") == 1
    assert f"{HERE}/cells/{world.alpha.ids['cell']}" in own
    assert "<form" not in as_user("volunteer").get(HERE).text.split("<main")[1]


def test_asking_for_a_plan_makes_a_job(as_user: AsUser, store: Store, alpha: int) -> None:
    form = {"mode": "streets", "volunteers": "2", "max_minutes": "45", "cell_id": str(alpha)}
    answer = as_user("community").post(f"{HERE}/plan", data=form)
    assert answer.status_code == 303
    with store.transaction() as session:
        job = session.scalars(select(Job).where(Job.kind == "plan", Job.params != {})).one()
        assert job.params["cell_id"] == alpha
        wish = PlanWish.read(job.params["wish"])
    assert (wish.mode, wish.volunteers, wish.max_s) == (PatrolMode.STREETS, 2, 2700)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("volunteers", "0", "人（组）数"),
        ("volunteers", "9" * 30, "人（组）数"),
        ("max_minutes", "-5", "分钟数"),
        ("mode", "boats", "经过什么"),
    ],
)
def test_senseless_wishes_are_refused_in_words(
    as_user: AsUser, field: str, value: str, said: str
) -> None:
    answer = as_user("community").post(f"{HERE}/plan", data={field: value})
    assert answer.status_code == 422
    assert said in answer.text


def test_the_plan_page_carries_its_map_and_words(as_user: AsUser, alpha: int) -> None:
    page = as_user("community").get(f"{HERE}/cells/{alpha}")
    assert page.status_code == 200
    settings = json.loads(html.unescape(re.findall(r'data-plan="([^"]+)"', page.text)[0]))
    assert settings["editable"]
    assert as_user("community").get(f"{HERE}/cells/{alpha}/map.js").status_code == 200


def test_steps_change_the_plan_and_old_versions_are_refused(as_user: AsUser, alpha: int) -> None:
    client = as_user("community")
    before = state(client, alpha)
    stop = before["routes"][0]["stops"][0]
    lon, lat = stop["point"]
    added = step(client, alpha, kind="add", version=before["version"], lon=lon, lat=lat,
                 name="<消防栓>")  # fmt: skip
    assert added.status_code == 200, added.text
    assert "<消防栓>" in [one["name"] for one in added.get_json()["routes"][0]["stops"]]
    late = step(client, alpha, kind="replan", version=before["version"])
    assert late.status_code == 409
    assert late.get_json()["state"]["version"] == added.get_json()["version"]
    undone = step(client, alpha, kind="undo", version=added.get_json()["version"])
    assert undone.get_json() == {**before, "can_undo": False}


@pytest.mark.parametrize("body", [{}, {"kind": "fly"}, {"kind": "drop", "lon": 900}])
def test_broken_steps_are_refused(as_user: AsUser, alpha: int, body: dict[str, Any]) -> None:
    assert step(as_user("community"), alpha, **body).status_code == 422


def test_volunteers_look_and_do_not_touch(as_user: AsUser, alpha: int, world: World) -> None:
    client = as_user("volunteer")
    assert state(client, alpha)["routes"]
    answer = step(client, alpha, kind="replan", version=state(client, alpha)["version"])
    assert answer.status_code == 403
    assert client.get(f"{HERE}/cells/{world.bravo.ids['cell']}/state").status_code == 404


def test_gpx_opens_in_a_foreign_parser(as_user: AsUser, alpha: int, route: Route) -> None:
    client = as_user("community")
    for address in (f"cells/{alpha}/plan.gpx", f"routes/{route.id}/route.gpx"):
        answer = client.get(f"{HERE}/{address}")
        assert answer.mimetype == "application/gpx+xml"
        read = gpxpy.parse(answer.text)
        assert read.version == "1.1"
        stops = len(route.stops)
        assert (len(read.routes), len(read.waypoints)) == (1, stops)
        assert read.routes[0].points[0].name.startswith("1 ")
    assert client.get(f"{HERE}/cells/{alpha}/plan.exe").status_code == 404


def test_geojson_says_what_each_thing_is(as_user: AsUser, alpha: int) -> None:
    found = json.loads(as_user("leader").get(f"{HERE}/cells/{alpha}/plan.geojson").text)
    assert [one["properties"]["kind"] for one in found["features"]][-1] == "stop"


def test_the_sheet_leads_to_the_phone(as_user: AsUser, alpha: int, route: Route) -> None:
    page = as_user("community").get(f"{HERE}/cells/{alpha}/print").text
    assert draw_code(f"http://localhost{HERE}/routes/{route.id}") in page
    assert "route-map" in page
    assert "style=" not in page


def test_the_walkers_page_has_all_it_needs_without_signal(as_user: AsUser, route: Route) -> None:
    client = as_user("volunteer")
    page = client.get(f"{HERE}/routes/{route.id}")
    kept = json.loads(html.unescape(re.findall(r'data-walk="([^"]+)"', page.text)[0]))
    names = [stop.name for stop in route.stops]
    assert names
    assert [stop["name"] for stop in kept["stops"]] == names
    assert len(kept["links"]) == len(names)
    worker = client.get(kept["worker"], buffered=True)
    assert (worker.mimetype, worker.headers["Cache-Control"]) == ("text/javascript", "no-cache")


def test_an_older_route_still_opens_and_says_so(as_user: AsUser, alpha: int, route: Route) -> None:
    client = as_user("community")
    step(client, alpha, kind="replan", version=state(client, alpha)["version"])
    page = client.get(f"{HERE}/routes/{route.id}")
    assert page.status_code == 200
    assert "已有更新的路线" in page.text


def test_a_cell_without_routes_says_what_to_do(as_user: AsUser, store: Store, alpha: int) -> None:
    with store.transaction() as session:
        for one in session.scalars(select(Route).where(Route.cell_id == alpha)):
            one.is_current = False
    page = as_user("community").get(f"{HERE}/cells/{alpha}")
    assert "这个网格还没有路线，请先规划。" in page.text
    assert as_user("community").get(f"{HERE}/cells/{alpha}/print").status_code == 200


def test_pages_say_how_much_each_cell_needs_beside_what_it_had(
    as_user: AsUser, store: Store, alpha: int, world: World
) -> None:
    with store.transaction() as session:
        patrol = session.scalars(select(Patrol).where(Patrol.cell_id == alpha)).one()
        for building in world.alpha.buildings:
            session.add(
                Visit(patrol_id=patrol.id, building_id=building.id, at=NOW, how=VisitHow.PAPER)
            )
    table = as_user("leader").get(HERE).text.split("plan-need")[1]
    rows = [re.sub(r"<[^>]+>|\s+", " ", row).split()[1:] for row in table.split("<tr>")[2:]]
    assert [row[:7] for row in rows] == [
        ["50", "%", "100", "%", "0", "/", "3"],
        ["50", "%", "0", "%", "0", "/", "0"],
    ]
    assert (
        "建议占全部到访的 50 %，实际占 100 %" in as_user("leader").get(f"{HERE}/cells/{alpha}").text
    )
    assert "plan-need" not in as_user("volunteer").get(HERE).text


@pytest.fixture
def on_shift(store: Store, route: Route) -> int:
    """Give a patrol on this route whose shift began half an hour ago."""
    with store.transaction() as session:
        cell = session.get_one(Cell, route.cell_id)
        shift = Shift(
            community_id=cell.community_id, name="午间", starts_at=NOON - dt.timedelta(minutes=30),
            ends_at=NOON + dt.timedelta(hours=2),
        )  # fmt: skip
        session.add(shift)
        session.flush()
        patrol = Patrol(
            community_id=cell.community_id, shift_id=shift.id, cell_id=cell.id, route_id=route.id,
            state=PatrolState.OPEN,
        )  # fmt: skip
        session.add(patrol)
        session.flush()
        return patrol.id


def send_ticks(client: FlaskClient, route: Route, *ticks: tuple[int, dt.datetime]) -> TestResponse:
    body = {"ticks": [{"stop": stop, "at": at.isoformat()} for stop, at in ticks]}
    return client.post(f"{HERE}/routes/{route.id}/ticks", json=body)


def test_ticks_of_two_phones_count_once_and_set_the_patrol_out(
    as_user: AsUser, store: Store, route: Route, on_shift: int
) -> None:
    client, stop = as_user("volunteer"), route.stops[0].id
    first, second = NOON - dt.timedelta(minutes=20), NOON - dt.timedelta(minutes=10)
    for at in (first, second, first):
        answer = send_ticks(client, route, (stop, at)).get_json()
        assert answer == {"taken": [stop], "left": [], "visited": [stop]}
    with store.transaction() as session:
        (visit,) = session.scalars(select(Visit).where(Visit.patrol_id == on_shift))
        patrol = session.get_one(Patrol, on_shift)
        assert (visit.at, visit.how) == (first, VisitHow.TICKED)
        assert (patrol.state, patrol.started_at) == (PatrolState.UNDER_WAY, first)


def test_ticks_that_cannot_be_taken_say_why_and_no_other_is_lost(
    as_user: AsUser, route: Route, on_shift: int
) -> None:
    client, stop = as_user("volunteer"), route.stops[0].id
    before = send_ticks(client, route, (stop, NOON - dt.timedelta(hours=5))).get_json()
    assert before["left"] == [{"stop": stop, "why": "no_patrol"}]
    mixed = send_ticks(client, route, (stop, NOON), (2**30, NOON)).get_json()
    assert mixed["taken"] == [stop]
    assert mixed["left"] == [{"stop": 2**30, "why": "no_stop"}]
    assert client.post(f"{HERE}/routes/{route.id}/ticks", json={"ticks": [{}]}).status_code == 422
    assert send_ticks(as_user("leader"), route, (stop, NOON)).status_code == 403
    assert on_shift


def test_ticks_need_the_token_of_the_page(
    app: Flask, as_user: AsUser, route: Route, on_shift: int
) -> None:
    client = as_user("volunteer")
    app.config["WTF_CSRF_ENABLED"] = True
    assert on_shift
    assert send_ticks(client, route, (route.stops[0].id, NOON)).status_code == 400
