"""The pages of divisions: the list, the form of an automatic one, comparing, publishing."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.database import Store
from app.models import Cell, Division, DivisionState, Job
from app.services.drafts import new_draft
from tests.two_cells import CODE, NOW, World, build_world
from tests.visitors import NOON
from tests.walkers import enter

AsUser = Callable[[str], FlaskClient]
HERE = f"/c/{CODE}/divisions"


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application without tokens in forms, which test_security.py looks at."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def as_user(app: Flask, store: Store, world: World) -> AsUser:
    return lambda name: enter(app, store, world.users[name])


@pytest.fixture
def draft(store: Store, world: World) -> int:
    with store.transaction() as session:
        community = session.merge(world.community, load=True)
        return new_draft(session, community, name="<明年>", at=NOW, by=None).id


@pytest.mark.parametrize("name", ["grid", "volunteer", "leader", "handler", "system"])
def test_only_who_divides_comes_in(as_user: AsUser, draft: int, name: str) -> None:
    client = as_user(name)
    for path in ("", "/automatic", f"/{draft}", f"/{draft}/publish", f"/{draft}/map.js"):
        assert client.get(HERE + path).status_code == 403
    assert client.post(f"{HERE}/{draft}/drop").status_code == 403


def test_list_shows_each_with_its_picture(as_user: AsUser, world: World, draft: int) -> None:
    page = as_user("community").get(HERE).text
    assert "&lt;明年&gt;" in page
    assert "<明年>" not in page
    assert page.count('class="thumbnail"') == 2
    assert f'href="{HERE}/{draft}/compare/{world.division.id}"' in page


def test_without_any_division_one_is_told_what_to_do(as_user: AsUser) -> None:
    page = as_user("stranger").get("/c/elsewhere/divisions").text
    assert "还没有网格" in page
    assert "stable" not in as_user("stranger").get("/c/elsewhere/divisions/automatic").text


def test_copy_goes_on_to_the_editor_and_drop_ends_it(as_user: AsUser, store: Store) -> None:
    client = as_user("community")
    made = client.post(f"{HERE}/copy")
    assert made.status_code == 303
    where = made.headers["Location"]
    assert client.get(where).status_code == 200
    assert client.post(f"{where}/drop").status_code == 303
    assert client.get(where).status_code == 404


def answer_of(client: FlaskClient, address: str) -> dict[str, Any]:
    """Read an address that answers in JSON."""
    answer: dict[str, Any] = client.get(address).get_json(force=True)
    return answer


def settings_of(page: TestResponse) -> dict[str, object]:
    """Read what the page hands to its script."""
    found = re.search(r'data-draft="([^"]+)"', page.text)
    assert found is not None
    settings: dict[str, object] = json.loads(html.unescape(found[1]))
    return settings


def test_editor_knows_its_addresses(as_user: AsUser, draft: int, world: World) -> None:
    client = as_user("community")
    page = client.get(f"{HERE}/{draft}")
    settings = settings_of(page)
    assert settings["editable"] is True
    urls = settings["urls"]
    assert isinstance(urls, dict)
    assert answer_of(client, urls["state"])["cells"]
    script = client.get(f"{HERE}/{draft}/map.js").text
    assert "wangge-draft.js" in script
    assert f"{HERE}/{draft}/buildings.geojson" in script
    published = client.get(f"{HERE}/{world.division.id}")
    assert settings_of(published)["editable"] is False
    assert "data-tool" not in published.text


def test_compare_draws_both(as_user: AsUser, draft: int, world: World) -> None:
    client = as_user("community")
    pair = f"{HERE}/{draft}/compare/{world.division.id}"
    assert "没有楼栋换网格" in client.get(pair).text
    assert answer_of(client, f"{pair}/moved.geojson")["features"] == []
    for division in (draft, world.division.id):
        assert len(answer_of(client, f"{HERE}/{division}/outlines.geojson")["features"]) == 2
        assert f"{HERE}/{division}/outlines.geojson" in client.get(f"{pair}/map.js").text


def form_of(client: FlaskClient, draft: int) -> dict[str, str]:
    """Read what the page would send."""
    page = client.get(f"{HERE}/{draft}/publish").text
    revision = re.search(r'name="revision" value="(\d+)"', page)
    day = re.search(r'name="on" required value="([-\d]+)"', page)
    assert revision is not None
    assert day is not None
    return {"revision": revision[1], "on": day[1]}


def test_publish_as_looked_at(as_user: AsUser, store: Store, draft: int, world: World) -> None:
    client = as_user("community")
    form = form_of(client, draft)
    assert client.post(f"{HERE}/{draft}/publish", data=form).status_code == 303
    with store.transaction() as session:
        states = dict(session.execute(select(Division.id, Division.state)).all())
    assert states[draft] is DivisionState.PUBLISHED
    assert states[world.division.id] is DivisionState.ENDED
    assert client.get(f"{HERE}/{draft}/publish").status_code == 409


@pytest.mark.parametrize(
    ("change", "words"),
    [({"revision": "99"}, "改"), ({"on": "2099-01-01"}, "2099-01-01"), ({"on": ""}, "施行")],
)
def test_publish_refuses_and_says_why(
    as_user: AsUser, store: Store, draft: int, change: dict[str, str], words: str
) -> None:
    client = as_user("community")
    form = form_of(client, draft) | change
    answer = client.post(f"{HERE}/{draft}/publish", data=form)
    assert answer.status_code == 422
    problem = re.search(r'class="problem" role="alert">([^<]+)<', answer.text)
    assert problem is not None
    assert words in problem[1]
    with store.transaction() as session:
        assert session.get_one(Division, draft).state is DivisionState.DRAFT


def test_what_blocks_is_said_before_and_holds(
    as_user: AsUser, store: Store, draft: int, world: World
) -> None:
    with store.transaction() as session:
        cell = session.scalars(select(Cell).where(Cell.division_id == draft).limit(1)).one()
        cell.code = "nonsense"
    client = as_user("community")
    page = client.get(f"{HERE}/{draft}/publish").text
    assert "须改正" in page
    assert re.search(r'<button type="submit" class="button button-main" disabled', page)
    form = form_of(client, draft)
    assert client.post(f"{HERE}/{draft}/publish", data=form).status_code == 422


WISH = {"size": "households", "low": "300", "high": "500", "variant": ["balance", "streets"]}


@pytest.mark.parametrize(("effort", "limit"), [("5", {"time_limit_s": 5.0}), ("", {}), ("7", {})])
def test_automatic_division_becomes_a_job(
    as_user: AsUser, store: Store, effort: str, limit: dict[str, float]
) -> None:
    """Without a limit that the form knows, the solver takes what the size needs."""
    client = as_user("community")
    form = WISH | {"keep_estates": "yes", "effort": effort}
    answer = client.post(f"{HERE}/automatic", data=form)
    assert answer.status_code == 303
    with store.transaction() as session:
        job = session.scalars(select(Job).where(Job.asked_at == NOON)).one()
    assert (job.kind, job.params) == (
        "divide",
        {
            "variants": ["balance", "streets"],
            "keep_estates": True,
            "households": [300, 500],
            **limit,
        },
    )


@pytest.mark.parametrize(
    "change",
    [
        {"variant": []},
        {"low": "500", "high": "300"},
        {"low": "many"},
        {"size": "cells", "cells": "0"},
        {"size": "cells", "cells": "²"},
    ],
)
def test_automatic_division_says_what_is_missing(
    as_user: AsUser, store: Store, change: dict[str, object]
) -> None:
    answer = as_user("community").post(f"{HERE}/automatic", data=WISH | change)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    with store.transaction() as session:
        assert session.scalars(select(Job).where(Job.asked_at == NOON)).all() == []
