"""What the panels tell, to whom, and that their texts are escaped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Store
from app.models import Building, Estate
from tests.two_cells import CODE, World, build_world
from tests.walkers import enter

KINDS = ("cell", "building", "entrance", "issue", "route", "person")
AsUser = Callable[[str], FlaskClient]


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def as_user(app: Flask, store: Store, world: World) -> AsUser:
    return lambda name: enter(app, store, world.users[name])


def panel(client: FlaskClient, kind: str, thing_id: int) -> str:
    answer = client.get(f"/c/{CODE}/panel/{kind}/{thing_id}?lang=en")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_cell(world: World, as_user: AsUser) -> None:
    text = panel(as_user("grid"), "cell", world.alpha.cell.id)
    for told in (
        "第001网格", "110108010019001", "1 vacant / 3 in all", "1 overdue / 1 open", "2026-11-21",
        "Alpha王一", "139****0001", "812 m, 13 minutes on foot", "Alpha sewer", 'data-bounds="116',
    ):  # fmt: skip
        assert told in text
    assert "13900000001" not in text


def test_building_and_its_entrance(world: World, as_user: AsUser) -> None:
    first, second, third = world.alpha.buildings
    text = panel(as_user("grid"), "building", first.id)
    for told in ("Alpha41", "Alpha lane 0", "Building lead", "Alpha王三", "Alpha sewer"):
        assert told in text
    by_entrance = panel(as_user("grid"), "entrance", world.alpha.ids["entrance"])
    assert "Alpha42" in by_entrance
    assert "Alpha王四" in by_entrance
    # The issue lies at the first building and harms the second.
    assert "Alpha sewer" in panel(as_user("grid"), "building", second.id)
    assert "Nobody answers for this building" in panel(as_user("grid"), "building", third.id)


def test_issue_route_person(world: World, as_user: AsUser) -> None:
    issue = panel(as_user("grid"), "issue", world.alpha.ids["issue"])
    for told in ("Alpha is flooded", "Overdue", "Alpha note", "Alpha王三", "Alpha42", "Dispatched"):
        assert told in issue
    route = panel(as_user("grid"), "route", world.alpha.ids["route"])
    for told in ("Alpha stop", "Alpha far", "1 reached / 2 in all", "100 m from the nearest path"):
        assert told in route
    person = panel(as_user("grid"), "person", world.alpha.ids["person"])
    for told in ("Alpha王一", "139****0001", "Grid administrator", "第001网格"):
        assert told in person


@pytest.mark.parametrize("kind", KINDS)
def test_out_of_scope_is_not_found(world: World, as_user: AsUser, kind: str) -> None:
    address = f"/c/{CODE}/panel/{kind}/{world.bravo.ids[kind]}"
    assert as_user("grid").get(address).status_code == 404
    assert as_user("handler").get(address).status_code == 404
    assert as_user("system").get(address).status_code == 404
    assert as_user("leader").get(address).status_code == 200


def test_unknown_kind(world: World, as_user: AsUser) -> None:
    assert as_user("leader").get(f"/c/{CODE}/panel/secret/1").status_code == 404


def test_texts_are_escaped(store: Store, world: World, as_user: AsUser) -> None:
    with store.transaction() as session:
        building = session.get_one(Building, world.alpha.buildings[0].id)
        building.number = building.address = "<img src=x onerror=alert(1)>"
    text = panel(as_user("grid"), "building", building.id)
    assert "<img" not in text
    assert "&lt;img src=x" in text


def test_estate_is_common_ground(world: World, as_user: AsUser, session: Session) -> None:
    estate_id = session.scalars(select(Estate.id)).one()
    assert "静淑苑" in panel(as_user("volunteer"), "estate", estate_id)
