"""The page of the map, its script, its layers and tiles over HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import Store
from app.models import Community
from app.settings import Settings
from app.web.maps import tile_base
from tests.two_cells import CODE, SIDE, SOUTH, WEST, World, build_world
from tests.walkers import enter

AsUser = Callable[[str], FlaskClient]
LAYERS = f"/api/v1/communities/{CODE}/layers"


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def as_user(app: Flask, store: Store, world: World) -> AsUser:
    return lambda name: enter(app, store, world.users[name])


def test_page_and_script(as_user: AsUser) -> None:
    page = as_user("grid").get(f"/c/{CODE}/map")
    assert page.status_code == 200
    assert f'src="/c/{CODE}/map.js"' in page.text
    script = as_user("grid").get(f"/c/{CODE}/map.js")
    assert script.mimetype == "text/javascript"
    for address in (
        f"{LAYERS}/cells.geojson",
        f"/api/v1/communities/{CODE}/tiles/buildings/{{z}}/{{x}}/{{y}}.mvt",
        f"/c/{CODE}/panel/{{kind}}/{{id}}",
        f"/c/{CODE}/search",
    ):
        assert json.dumps(address)[1:-1] in script.text


def test_first_view_is_the_boundary(as_user: AsUser) -> None:
    script = as_user("grid").get(f"/c/{CODE}/map.js").text
    found = re.search(r'"bounds": \[([^\]]+)\]', script)
    assert found is not None
    wanted = (WEST, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE)
    assert [float(part) for part in found[1].split(",")] == pytest.approx(wanted)


def test_a_community_without_ground_has_a_map(as_user: AsUser, store: Store, world: World) -> None:
    with store.transaction() as session:
        community = Community(code="bare", name="新社区", street_id=world.community.street_id)
        session.add(community)
    assert as_user("leader").get("/c/bare/map").status_code == 200


def test_who_has_no_business_on_the_ground(as_user: AsUser) -> None:
    assert as_user("system").get(f"/c/{CODE}/map").status_code == 403
    assert as_user("grid").get("/c/elsewhere/map").status_code == 404


def test_ground_and_tiles_are_kept_but_checked(as_user: AsUser) -> None:
    client = as_user("grid")
    for address in (f"{LAYERS}/paths.geojson", f"/c/{CODE}/map.js"):
        first = client.get(address)
        assert first.headers["Cache-Control"] == "private, no-cache"
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("layer", ["cells", "issues", "routes", "entrances"])
def test_what_names_people_or_their_affairs_is_kept_nowhere(as_user: AsUser, layer: str) -> None:
    answer = as_user("grid").get(f"{LAYERS}/{layer}.geojson")
    assert answer.mimetype == "application/geo+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_windows_and_their_refusal(as_user: AsUser) -> None:
    client = as_user("leader")
    east = f"{WEST + SIDE * 1.05},{SOUTH},{WEST + 2 * SIDE},{SOUTH + SIDE}"
    assert len(client.get(f"{LAYERS}/cells.geojson?bbox={east}").json["features"]) == 1
    for query in ("bbox=1,2,3", "bbox=", "bbox=1,2,3,4&bbox=1,2,3,4", "box=1"):
        refused = client.get(f"{LAYERS}/cells.geojson?{query}")
        assert refused.status_code == 422
        assert refused.mimetype == "application/problem+json"


def test_base_map_is_a_setting(tmp_path: Path) -> None:
    assert tile_base(Settings(wangge_instance=tmp_path)) is None
