"""The pages of coverage: ticking off on the phone, a track handed in, and nobody else's line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shapely import LineString, Point
from sqlalchemy import select

from app.database import Store
from app.models import Path, Patrol, PatrolPlan, PatrolState, Route, Stop, Visit
from tests.two_cells import CODE, SIDE, SOUTH, WEST, World, build_world
from tests.walkers import enter

AsUser = Callable[[str], FlaskClient]


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def as_user(app: Flask, store: Store, world: World) -> AsUser:
    """Log in as one of the world's users; tokens are looked at in tests of their own."""
    app.config["WTF_CSRF_ENABLED"] = False
    return lambda name: enter(app, store, world.users[name])


LANE = [(WEST + 0.1 * SIDE, SOUTH + 0.5 * SIDE), (WEST + 0.9 * SIDE, SOUTH + 0.5 * SIDE)]


@pytest.fixture
def patrol_id(store: Store, world: World) -> int:
    """Give an open patrol through Alpha with one stop on a lane."""
    with store.transaction() as session:
        cell, own = world.alpha.cell, {"community_id": world.community.id}
        world.community.metric_srid = 4548
        session.merge(world.community)
        session.add(Path(**own, key="walked", name="小巷", kind="service", line=LineString(LANE)))
        plan = PatrolPlan(
            **own, division_id=cell.division_id, made_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
        )
        stop = Stop(sequence=1, name="北门", leg_m=0, arrival_s=0, point=Point(LANE[0]))
        route = Route(
            plan=plan, cell_id=cell.id, name="r", length_m=1, walk_s=1, line=LineString(LANE),
            stops=[stop],
        )  # fmt: skip
        session.add(route)
        session.flush()
        patrol = Patrol(**own, cell_id=cell.id, route_id=route.id, state=PatrolState.OPEN)
        session.add(patrol)
        session.flush()
        return patrol.id


def address(patrol_id: int, rest: str = "") -> str:
    return f"/c/{CODE}/coverage/patrols/{patrol_id}{rest}"


def test_a_stop_is_ticked_off_and_taken_back(as_user, store, patrol_id):
    client = as_user("volunteer")
    page = client.get(address(patrol_id))
    assert "北门" in page.text
    with store.transaction() as session:
        stop_id = session.scalars(select(Stop.id).where(Stop.name == "北门")).one()
    far = {"lon": "120", "lat": "30", "accuracy_m": "nan"}
    answer = client.post(address(patrol_id, f"/stops/{stop_id}"), data=far)
    assert answer.status_code == 303
    with store.transaction() as session:
        assert session.scalars(select(Visit.doubt)).one() == "out_of_radius"
    client.post(address(patrol_id, f"/stops/{stop_id}/undo"))
    with store.transaction() as session:
        assert session.scalars(select(Visit)).all() == []


def test_a_track_is_handed_in_looked_at_by_its_owner_and_deleted(as_user, patrol_id):
    client, admin = as_user("volunteer"), as_user("community")
    answer = client.post(
        address(patrol_id, "/track"), data={"file": (BytesIO(gpx()), "a.gpx"), "keep": "1"}
    )
    assert answer.status_code == 303, answer.text
    page = client.get(address(patrol_id)).text
    track = page.split("/coverage/tracks/")[1].split(".")[0]
    line = f"/c/{CODE}/coverage/tracks/{track}"
    assert client.get(f"{line}.geojson").json["geometry"]["type"] == "LineString"
    assert admin.get(f"{line}.geojson").status_code == 404
    assert admin.post(f"{line}/delete").status_code == 404
    assert "/coverage/tracks/" not in admin.get(address(patrol_id)).text
    assert client.post(f"{line}/delete").status_code == 303
    assert client.get(f"{line}.geojson").status_code == 404


@pytest.mark.parametrize("data", [b"", b"<gpx>", b"\xff\xfe"])
def test_what_is_no_track_is_said_on_the_page(as_user, patrol_id, data):
    answer = as_user("volunteer").post(
        address(patrol_id, "/track"), data={"file": (BytesIO(data), "a.gpx")}
    )
    assert answer.status_code == 422
    assert "a.gpx" in answer.text


def test_the_page_of_coverage_names_places_and_nobody(as_user, patrol_id):
    page = as_user("community").get(f"/c/{CODE}/coverage?since=2026-11-01&until=nonsense")
    assert page.status_code == 200
    assert "小巷" in page.text
    assert "北门" in page.text


def gpx() -> bytes:
    """Give a walk along the lane, a fix a second."""
    line = LineString(LANE)
    places = [line.interpolate(k / 120, normalized=True) for k in range(121)]
    start = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
    fixes = "".join(
        f'<trkpt lon="{one.x}" lat="{one.y}"><time>'
        f"{start + dt.timedelta(seconds=k):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for k, one in enumerate(places)
    )
    return f'<gpx version="1.1" creator="t"><trk><trkseg>{fixes}</trkseg></trk></gpx>'.encode()


def test_who_brought_a_track_withdraws_it_with_a_reason(as_user, patrol_id):
    walker, leader = as_user("volunteer"), as_user("leader")
    walker.post(address(patrol_id, "/track"), data={"file": (BytesIO(gpx()), "a.gpx")})
    assert "/withdraw" in walker.get(address(patrol_id)).text
    assert "/withdraw" not in leader.get(address(patrol_id)).text
    assert leader.post(address(patrol_id, "/withdraw"), data={"reason": "x"}).status_code == 403
    assert walker.post(address(patrol_id, "/withdraw"), data={"reason": " "}).status_code == 422
    done = walker.post(address(patrol_id, "/withdraw"), data={"reason": "导错了"})
    assert done.status_code == 303
    assert "/withdraw" not in walker.get(address(patrol_id)).text
