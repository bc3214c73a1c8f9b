"""Drafts over JSON: who may, what comes back, and what is said when it cannot be done."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.database import Store
from app.models import Community, Division, DivisionState, Role
from app.services.users import add_user
from tests.drafts_support import CODE, NOW, at, cell_ids, make_draft
from tests.visitors import PASSWORD, Clock, Visitor


class Page:
    """The page of a draft in somebody's browser."""

    def __init__(self, visitor: Visitor, division_id: int, code: str = CODE) -> None:
        self.visitor, self.token = visitor, visitor.token()
        self.base = f"/c/{code}/divisions/{division_id}"

    def get(self, path: str) -> TestResponse:
        accept = {"Accept": "application/json"}
        return self.visitor.client.get(f"{self.base}/{path}", headers=accept)

    def post(self, path: str, body: object, **headers: str) -> TestResponse:
        sent = {"X-CSRFToken": self.token, **headers}
        text = body if isinstance(body, str) else json.dumps(body)
        return self.visitor.client.post(
            f"{self.base}/{path}", data=text, content_type="application/json", headers=sent
        )

    def step(self, revision: int, kind: str, **what: Any) -> TestResponse:
        return self.post("steps", {"revision": revision, "kind": kind, **what})


@pytest.fixture
def draft(store: Store) -> Division:
    with store.transaction() as session:
        return make_draft(session)[1]


@pytest.fixture
def community(store: Store, draft: Division) -> Community:
    """The community of the draft, in which accounts are opened."""
    with store.transaction() as session:
        return session.scalars(select(Community).where(Community.code == CODE)).one()


@pytest.fixture
def page(log_in: Callable[..., Visitor], draft: Division) -> Page:
    return Page(log_in(), draft.id)


@pytest.fixture
def ids(session: Session, draft: Division) -> dict[str, int]:
    return cell_ids(session, draft)


def test_state_has_all_that_the_page_shows(page: Page, ids: dict[str, int]) -> None:
    state = page.get("state").get_json()
    assert state.keys() == {
        "revision", "name", "state", "variant", "report", "wish", "can_undo", "can_redo",
        "undo_label", "redo_label", "editors", "target", "cells", "findings", "cells_geojson",
    }  # fmt: skip
    first = state["cells"][0]
    assert first.keys() == {
        "id", "code", "name", "kind", "tint", "buildings", "by_hand", "households", "estimated",
        "people_on_duty", "deviation_percent", "findings",
    }  # fmt: skip
    assert (first["id"], first["kind"], first["buildings"]) == (ids["001"], "general", 24)
    assert [one["name"] for one in state["editors"]] == ["王一"]
    assert state["editors"][0]["me"]
    shapes = {one["properties"]["id"] for one in state["cells_geojson"]["features"]}
    assert shapes == set(ids.values())
    assert page.get("state?since=0").get_json().keys() == {"revision", "editors"}
    assert page.get("state?since=7").get_json().keys() == state.keys()


def test_a_step_gives_what_changed(page: Page, ids: dict[str, int]) -> None:
    """Outlines of the changed cells only, ids of those that are gone, and back again."""
    merged = page.step(0, "merge", cells=[ids["002"], ids["003"]]).get_json()
    assert (merged["revision"], merged["removed"]) == (1, [ids["003"]])
    changed = [one["properties"]["id"] for one in merged["cells_geojson"]["features"]]
    assert changed == [ids["002"]]
    assert [cell["buildings"] for cell in merged["cells"]] == [24, 24]
    assert (merged["can_undo"], merged["can_redo"]) == (True, False)
    assert "第2网格" in merged["undo_label"]
    undone = page.post("undo", {"revision": 1}).get_json()
    assert (undone["can_undo"], undone["can_redo"], undone["removed"]) == (False, True, [])
    again = page.post("redo", {"revision": 2}).get_json()
    assert again["removed"] == [ids["003"]]


def test_corners_come_back_as_they_were_sent(page: Page, ids: dict[str, int]) -> None:
    """A corner of the state's GeoJSON names the corner of all cells that share it."""
    state = page.get("state").get_json()
    rings = state["cells_geojson"]["features"][0]["geometry"]["coordinates"][0]
    corner = next(place for place in rings[0] if place == pytest.approx(at(2, 2), abs=1e-8))
    dragged = page.step(0, "drag", moves=[{"from": corner, "to": at(2, 1.93)}])
    assert dragged.status_code == 200
    changed = {one["properties"]["id"] for one in dragged.get_json()["cells_geojson"]["features"]}
    assert changed == set(ids.values())


def test_buildings_with_their_cells(page: Page, ids: dict[str, int], session: Session) -> None:
    whole = page.get("buildings.geojson").get_json()
    assert (len(whole["features"]), whole["truncated"]) == (48, False)
    facts = whole["features"][0]["properties"]
    assert facts == {
        "id": facts["id"], "number": "00", "name": "", "households": 10, "estimated": False,
        "cell_id": ids["002"], "by_hand": False, "reason": "",
    }  # fmt: skip
    (west, south), (east, north) = at(0, 0), at(0.6, 0.5)
    near = page.get(f"buildings.geojson?bbox={west},{south},{east},{north}").get_json()
    assert len(near["features"]) == 2


def test_who_is_slower_is_told_everything(
    app: Flask, page: Page, ids: dict[str, int], log_in: Callable[..., Visitor], clock: Clock
) -> None:
    """Two administrators: the second learns who, when, what, and gets the new state."""
    other = Page(log_in("li", Role.COMMUNITY_ADMIN, "李二"), int(page.base.rsplit("/", 1)[1]))
    assert page.step(0, "merge", cells=[ids["002"], ids["003"]]).status_code == 200
    late = other.step(0, "describe", cell=ids["001"], name="北")
    problem = late.get_json(force=True)
    assert (late.status_code, problem["code"]) == (409, "outdated")
    assert problem["by"] == "王一"
    assert dt.datetime.fromisoformat(problem["at"]) == clock.at
    assert "第2网格" in problem["what"]
    assert problem["state"]["revision"] == 1
    assert {one["name"] for one in problem["state"]["editors"]} == {"王一", "李二"}
    assert other.step(1, "describe", cell=ids["001"], name="北").status_code == 200
    clock.go_on(minutes=5)
    assert [one["name"] for one in page.get("state").get_json()["editors"]] == ["王一"]


def test_published_divisions_are_read_only(page: Page, session: Session) -> None:
    holds = session.scalars(select(Division).where(Division.state == DivisionState.PUBLISHED)).one()
    published = Page(page.visitor, holds.id)
    assert published.get("state").get_json()["state"] == "published"
    answer = published.post("undo", {"revision": 0})
    assert (answer.status_code, answer.get_json(force=True)["code"]) == (409, "draft_closed")


BAD = [
    ("", "steps"),
    ("[]", "steps"),
    ("{", "steps"),
    ({"revision": 0}, "steps"),
    ({"revision": 0, "kind": "fly"}, "steps"),
    ({"revision": -1, "kind": "renumber"}, "steps"),
    ({"revision": "0", "kind": "renumber"}, "steps"),
    ({"revision": 0, "kind": "renumber", "more": 1}, "steps"),
    ({"revision": 0, "kind": "split", "cell": 1, "line": [[116.0, 40.0]]}, "steps"),
    ({"revision": 0, "kind": "split", "cell": 1, "line": [[116.0, 40.0], [416.0, 40.0]]}, "steps"),
    ({"revision": 0, "kind": "split", "cell": 1, "line": [[116, 40], [116, 40]]}, "steps"),
    ('{"revision": 0, "kind": "split", "cell": 1, "line": [[NaN, 40], [116, 40]]}', "steps"),
    ({"revision": 0, "kind": "split", "cell": 2**64, "line": [[116, 40], [117, 40]]}, "steps"),
    ({"revision": 0, "kind": "split", "cell": 1, "line": [[116, 40]] * 2001}, "steps"),
    ({"revision": 0, "kind": "merge", "cells": [1]}, "steps"),
    ({"revision": 0, "kind": "merge", "cells": [987654, 987655]}, "steps"),
    ({"revision": 0, "kind": "move", "buildings": [987654], "to": 1}, "steps"),
    ({"revision": 0, "kind": "move", "buildings": [], "to": 1}, "steps"),
    ({"revision": 0, "kind": "drag"}, "steps"),
    ({"revision": 0, "kind": "drag", "moves": [{"from": [116, 40]}]}, "steps"),
    ({"revision": 0, "kind": "drag", "moves": [{"from": [1, 1], "to": [1, 2]}]}, "steps"),
    ({"revision": 0, "kind": "drag", "after": [1, 1], "to": [1, 2]}, "steps"),
    ({"revision": 0, "kind": "draw", "ring": [[1, 1], [2, 2], [1, 2]]}, "steps"),
    (
        {"revision": 0, "kind": "draw", "ring": [[1, 1], [2, 2], [1, 2], [2, 1]]},
        "steps",
    ),
    ({"revision": 0, "kind": "describe", "cell": 1, "cell_kind": "nice"}, "steps"),
    ({"revision": 0, "kind": "describe", "cell": 987654, "name": "x"}, "steps"),
    ({"revision": 0}, "undo"),
    ({"revision": 0}, "redo"),
    ({}, "undo"),
]


@pytest.mark.parametrize(("body", "path"), BAD, ids=lambda value: str(value)[:50])
def test_bad_steps_are_answered_with_a_sentence(page: Page, body: object, path: str) -> None:
    """422, a sentence, and the draft is as before."""
    answer = page.post(path, body)
    assert answer.status_code == 422
    assert len(answer.get_json(force=True)["detail"]) > 8
    assert page.get("state").get_json()["revision"] == 0


def test_large_bodies_are_refused(page: Page) -> None:
    answer = page.post("steps", " " * (1 << 20) + "{}")
    assert answer.status_code in (413, 422)


def test_the_token_of_the_page_is_needed(page: Page) -> None:
    answer = page.post("undo", {"revision": 0}, **{"X-CSRFToken": "no"})
    assert answer.status_code == 400


@pytest.mark.parametrize("role", [Role.GRID_ADMIN, Role.VOLUNTEER, Role.LEADER, Role.HANDLER])
def test_only_administrators_divide(
    log_in: Callable[..., Visitor], draft: Division, role: Role
) -> None:
    page = Page(log_in("other", role), draft.id)
    assert page.get("state").status_code == 403
    assert page.post("undo", {"revision": 0}).status_code == 403


def test_divisions_of_others_are_not_there(
    app: Flask, store: Store, draft: Division, quick_hashes: None
) -> None:
    """Neither under the other community's code nor under one's own."""
    with store.transaction() as session:
        session.add(home := Community(code="410203001002", name="别处"))
        session.flush()
        add_user(
            session, username="zhao", display_name="赵三", password=PASSWORD,
            role=Role.COMMUNITY_ADMIN, community_id=home.id, at=NOW, by=None,
        )  # fmt: skip
    visitor = Visitor(app)
    visitor.log_in("zhao")
    for code in (CODE, "410203001002"):
        page = Page(visitor, draft.id, code)
        assert page.get("state").status_code == 404
        assert page.get("buildings.geojson").status_code == 404
        assert page.post("undo", {"revision": 0}).status_code == 404
