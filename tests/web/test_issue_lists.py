"""Lists of issues: piles, filters, parts, the map beside them, the page of one."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import Store
from tests.two_cells import CODE, World, build_world
from tests.walkers import enter

LIST = f"/c/{CODE}/issues"


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
