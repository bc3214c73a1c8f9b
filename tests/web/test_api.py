"""The API: its lists and items, its description, and that nothing sent to it breaks it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.database import Store
from tests.two_cells import CODE, SIDE, SOUTH, WEST, World, build_world
from tests.walkers import enter

AsUser = Callable[[str], FlaskClient]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BASE = f"/api/v1/communities/{CODE}"


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def as_user(app: Flask, store: Store, world: World) -> AsUser:
    return lambda name: enter(app, store, world.users[name])


def get(client: FlaskClient, path: str) -> Any:
    answer = client.get(BASE + path)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_communities(as_user: AsUser) -> None:
    (found,) = as_user("grid").get("/api/v1/communities").json
    assert found == {"code": CODE, "name": "测试社区", "place": "", "schematic": False}
    assert get(as_user("grid"), "") == found
    assert as_user("system").get("/api/v1/communities").json == []


@pytest.mark.parametrize(
    ("resource", "mine", "all_"),
    [("cells", 1, 2), ("buildings", 3, 6), ("people", 4, 9), ("duties", 5, 10), ("issues", 1, 2),
     ("routes", 1, 2)],
)  # fmt: skip
def test_lists(as_user: AsUser, resource: str, mine: int, all_: int) -> None:
    assert len(get(as_user("grid"), f"/{resource}")["items"]) == mine
    client, items, cursor = as_user("leader"), [], 0
    while cursor is not None:
        page = get(client, f"/{resource}?limit=2&cursor={cursor}")
        assert len(page["items"]) <= 2
        items += page["items"]
        cursor = page["next"]
    assert len(items) == len({item["id"] for item in items}) == all_


def test_items(as_user: AsUser, world: World) -> None:
    client, ids = as_user("grid"), world.alpha.ids
    assert get(client, f"/cells/{ids['cell']}")["households"] == 33
    building = get(client, f"/buildings/{ids['building']}")
    assert building["holders"][0]["masked_phone"] == "139****0003"
    assert [entrance["name"] for entrance in building["entrances"]] == ["Alpha 1单元"]
    issue = get(client, f"/issues/{ids['issue']}")
    assert (issue["light"], issue["steps"][0]["who"]) == ("red", "Alpha王三")
    route = get(client, f"/routes/{ids['route']}")
    assert (len(route["stops"]), route["unreachable"][0]["reason"]) == (1, "no_path")
    person = get(client, f"/people/{ids['person']}")
    assert person["duties"][0]["role"] == "grid_administrator"
    assert "phone" not in person


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2), ("state=dispatched", 2), ("state=closed", 0), ("light=red", 2),
        ("light=green", 0), ("q=Bravo sewer", 1), ("q=%", 0), ("since=2026-11-20", 0),
        ("until=2026-11-19", 2), ("channel=plate", 0), ("doubtful=true", 0), ("pile=overdue", 2),
        ("pile=new", 0), (f"bbox={WEST},{SOUTH},{WEST + SIDE},{SOUTH + SIDE}", 1),
        ("cell_id=1&cell_id=2", None), ("bbox=1,2", None), ("light=blue", None),
        ("q=" + "x" * 61, None),
    ],
)  # fmt: skip
def test_issues_are_filtered(as_user: AsUser, query: str, count: int | None) -> None:
    answer = as_user("leader").get(f"{BASE}/issues?{query}")
    if count is None:
        assert answer.status_code == 422
    else:
        assert len(answer.json["items"]) == count


class TestReporting:
    """An issue comes in through the API as by the pages."""

    @pytest.fixture
    def client(self, as_user: AsUser) -> FlaskClient:
        return as_user("grid")

    def send(self, client: FlaskClient, **body: object) -> Any:
        token = client.get("/api/v1/token").json["token"]
        return client.post(f"{BASE}/issues", json=body, headers={"X-CSRFToken": token})

    def test_it_finds_its_place(self, client: FlaskClient, world: World) -> None:
        building = world.alpha.ids["building"]
        made = self.send(client, category="管道堵塞", description="堵了", building_id=building)
        assert made.status_code == 201, made.text
        issue = made.json
        assert (issue["state"], issue["building_id"], issue["version"]) == ("reported", building, 0)
        assert issue["number"] == f"202611-{issue['id']}"
        assert get(client, f"/issues/{issue['id']}") == issue
        assert [one["id"] for one in get(client, "/issues?pile=reported")["items"]] == [issue["id"]]

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({}, 422), ({"category": "x", "lon": 116.3}, 422), ({"category": "x", "lat": 91}, 422),
            ({"category": "x", "unknown": 1}, 422), ({"category": "x", "building_id": 2**62}, 404),
            ({"category_id": 99999}, 404), ({"category": "x", "description": "长" * 4001}, 422),
            ({"category": "\x00"}, 400), ({"category": "\ud800"}, 422),
            ({"category": "x", "lon": 0, "lat": 0}, 201),
        ],
    )  # fmt: skip
    def test_what_does_not_fit(
        self, client: FlaskClient, body: dict[str, object], status: int
    ) -> None:
        answer = self.send(client, **body)
        assert answer.status_code == status, answer.text

    def test_not_without_the_token(self, client: FlaskClient, app: Flask) -> None:
        answer = client.post(f"{BASE}/issues", json={"category": "x"})
        assert (answer.status_code, answer.json["code"]) == (400, "csrferror")
        app.config["WTF_CSRF_ENABLED"] = False
        answer = client.post(f"{BASE}/issues", data="category=x")
        assert answer.status_code == 422


@pytest.mark.parametrize("resource", ["cells", "buildings", "people", "issues", "routes"])
def test_items_of_others_are_not_there(as_user: AsUser, world: World, resource: str) -> None:
    kind = {"people": "person"}.get(resource, resource[:-1])
    answer = as_user("grid").get(f"{BASE}/{resource}/{world.bravo.ids[kind]}")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "cursor=-1", "other=1"])
def test_parameters_that_do_not_fit(as_user: AsUser, query: str) -> None:
    answer = as_user("grid").get(f"{BASE}/cells?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.json["detail"]


def test_nobody(app: Flask) -> None:
    answer = app.test_client().get(f"{BASE}/cells")
    assert (answer.status_code, answer.json["code"]) == (401, "unauthorized")


@pytest.mark.parametrize("resource", ["cells", "buildings", "people", "duties", "issues", "routes"])
def test_a_list_costs_few_statements(as_user: AsUser, queries: list[str], resource: str) -> None:
    """Log-in, community, list: no more, however long the list."""
    client = as_user("leader")
    get(client, "")  # The first request notes that the log-in is in use.
    queries.clear()
    get(client, f"/{resource}")
    assert len(queries) == 3


@pytest.mark.parametrize(
    ("kind", "most"),
    [("cell", 8), ("building", 8), ("issue", 8), ("route", 8), ("person", 8)],
)
def test_a_panel_costs_few_statements(
    as_user: AsUser, world: World, queries: list[str], kind: str, most: int
) -> None:
    client = as_user("grid")
    queries.clear()
    assert client.get(f"/c/{CODE}/panel/{kind}/{world.alpha.ids[kind]}").status_code == 200
    assert len(queries) <= most


def test_description_is_open_and_whole(app: Flask) -> None:
    described = app.test_client().get("/api/openapi.json").json
    assert described["openapi"] == "3.1.0"
    served = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")}
    assert len(described["paths"]) == len(served)
    posts = [path for path, methods in described["paths"].items() if "post" in methods]
    assert "/communities/{code}/issues" in posts
    references = set(json.dumps(described).split('"$ref": "#/components/schemas/')[1:])
    names = {reference.partition('"')[0] for reference in references}
    assert names <= described["components"]["schemas"].keys()


def test_nothing_sent_breaks_it(app: Flask, as_user: AsUser) -> None:
    """Schemathesis sends what the description allows and what it does not."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    client = as_user("community")
    token = client.get("/api/v1/token").json["token"]
    names = app.config["LOGIN_COOKIE_NAME"], app.config["SESSION_COOKIE_NAME"]
    cookies = {cookie.key: cookie.value for cookie in map(client.get_cookie, names) if cookie}
    assert len(cookies) == 2
    for operation in schema.get_all_operations():
        _send(operation.ok(), cookies, token)


def _send(operation: Any, cookies: dict[str, str], token: str) -> None:
    """Send generated requests to one operation and check every answer."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=6,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: Any) -> None:
        if "code" in case.path_parameters:
            case.path_parameters["code"] = CODE
        headers = {"X-CSRFToken": token} if case.method == "POST" else {}
        case.call_and_validate(cookies=cookies, headers=headers, checks=CHECKS)

    send()
