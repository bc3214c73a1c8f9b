"""Settings of a community: its own word for cells, and the posts that it expects."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import Store
from app.models import AuditEntry, Community
from app.web.own_words import short_term
from tests.two_cells import CODE, World, build_world
from tests.walkers import enter

BASE = f"/c/{CODE}"
SETTINGS = f"{BASE}/settings"


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application without tokens in forms."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def admin(app: Flask, store: Store, world: World) -> FlaskClient:
    return enter(app, store, world.users["community"])


def describe(client: FlaskClient, **changed: str) -> int:
    form = {"name": "试点社区", "place": "某市", "cell_term": "片区"} | changed
    return client.post(SETTINGS, data=form).status_code


def test_pages_map_and_panels_say_the_own_word(admin: FlaskClient, world: World) -> None:
    cell = f"{BASE}/panel/cell/{world.alpha.ids['cell']}"
    before = admin.get(f"{BASE}/duties").text
    assert "各网格情况" in before
    assert "片区" not in before
    assert describe(admin) == 303
    assert "各片区情况" in admin.get(f"{BASE}/duties").text
    assert "普通片区" in admin.get(cell).text
    assert "片区" in admin.get(f"{BASE}/map").text
    assert "<span>片区</span>" in admin.get("/account").text


def test_roles_what_people_typed_and_english_stay(admin: FlaskClient, world: World) -> None:
    describe(admin)
    page = admin.get(f"{BASE}/duties/list").text
    assert "网格管理员" in page
    assert "第001网格" in page
    assert "Cell by cell" in admin.get(f"{BASE}/duties?lang=en").text


def test_sheets_keep_headings_that_can_be_read_back(admin: FlaskClient) -> None:
    describe(admin)
    sheet = admin.get(f"{BASE}/export/buildings.csv").get_data(as_text=True)
    assert "网格" in sheet.splitlines()[0]
    assert "片区" not in sheet.splitlines()[0]


@pytest.mark.parametrize("term", ["", "  ", "（备注）", "片" * 21, "<b>"])
def test_no_word_for_cells_is_refused(admin: FlaskClient, store: Store, term: str) -> None:
    assert describe(admin, cell_term=term) == 422
    with store.transaction() as session:
        assert session.query(Community).filter_by(code=CODE).one().cell_term == "网格"


def test_a_remark_stays_out_of_sentences() -> None:
    assert short_term("区域(党小组)") == "区域"
    assert short_term("治理单元（小区）") == "治理单元"


def test_ticked_posts_decide_what_is_vacant(admin: FlaskClient, store: Store) -> None:
    posts = ["building_lead:building", "model_family:household", "made:up"]
    answer = admin.post(f"{SETTINGS}/posts", data={"post": posts})
    assert answer.headers["Location"].endswith("/duties")
    with store.transaction() as session:
        found = session.query(Community).filter_by(code=CODE).one()
        assert found.expected_duties == posts[:2]
        assert session.query(AuditEntry).filter_by(action="expect_duties").count() == 1
    assert "楼栋 · 楼长" in admin.get(f"{BASE}/duties").text
    assert admin.get(SETTINGS).text.count(" checked>") == 2


@pytest.mark.parametrize("name", ["grid", "volunteer", "handler", "system"])
def test_only_community_administrators_set_it(
    app: Flask, store: Store, world: World, name: str
) -> None:
    client = enter(app, store, world.users[name])
    assert client.get(SETTINGS).status_code == 403
    assert describe(client) == 403
    assert SETTINGS not in client.get("/account").text
