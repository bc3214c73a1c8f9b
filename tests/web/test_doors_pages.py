"""Doors of a building: entered from a page, appointed for, struck off; shown in the panel."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import Store
from app.models import DutyRole, Household
from tests.two_cells import World, build_world
from tests.walkers import enter
from tests.web.people_support import get, post


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def admin(app: Flask, store: Store, world: World) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return enter(app, store, world.users["community"])


@pytest.fixture
def entrance(world: World) -> str:
    return f"entrance:{world.alpha.ids['entrance']}"


def doors(store: Store) -> dict[str, Household]:
    with store.transaction() as session:
        standing = select(Household).where(Household.vanished_on.is_(None))
        return {one.number: one for one in session.scalars(standing)}


def test_doors_of_an_entrance_are_entered_once(
    admin: FlaskClient, store: Store, world: World, entrance: str
) -> None:
    before = set(doors(store))
    for _twice in range(2):
        answer = post(admin, "/duties/doors", place=entrance, numbers="１０２、101室 1001\n101")
        assert answer.status_code == 303
    found = doors(store)
    assert set(found) - before == {"101", "102", "1001"}
    assert found["101"].entrance_id == world.alpha.ids["entrance"]
    page = get(admin, f"/duties/doors?place={entrance}")
    assert page.index(" 101</b>") < page.index(" 102</b>") < page.index(" 1001</b>")


def test_who_answers_for_a_door_stands_in_the_panel(
    admin: FlaskClient, store: Store, world: World, entrance: str
) -> None:
    post(admin, "/duties/doors", place=entrance, numbers="301")
    door = doors(store)["301"]
    person = next(iter(world.alpha.people.values()))
    form = get(admin, f"/duties/appoint?place=household:{door.id}")
    assert form.index("Model family") < form.index("Property committee")
    answer = post(
        admin, "/duties/appoint", spot=f"household:{door.id}", place=f"household:{door.id}",
        role=DutyRole.MODEL_FAMILY, holder=f"person:{person.id}", since="2026-11-22",
    )  # fmt: skip
    assert answer.status_code == 303
    panel = get(admin, f"/panel/household/{door.id}")
    assert "home 301" in panel
    assert person.name in get(admin, f"/duties/doors?place={entrance}")
    refused = post(admin, "/duties/doors/strike", place=entrance, door=f"household:{door.id}")
    assert refused.status_code == 422
    assert "End the duty first" in refused.text


def test_a_door_entered_by_mistake_is_struck_off_and_may_come_back(
    admin: FlaskClient, store: Store, entrance: str
) -> None:
    post(admin, "/duties/doors", place=entrance, numbers="999")
    door = doors(store)["999"]
    post(admin, "/duties/doors/strike", place=entrance, door=f"household:{door.id}")
    assert "999" not in doors(store)
    post(admin, "/duties/doors", place=entrance, numbers="999")
    assert doors(store)["999"].id == door.id


@pytest.mark.parametrize("numbers", ["", " 、 ", "王家", " ".join(map(str, range(1, 502)))])
def test_what_is_no_number_is_refused(
    admin: FlaskClient, store: Store, entrance: str, numbers: str
) -> None:
    before = doors(store).keys()
    answer = post(admin, "/duties/doors", place=entrance, numbers=numbers)
    assert answer.status_code == 422
    assert doors(store).keys() == before


def test_doors_are_entered_by_who_appoints(
    app: Flask, store: Store, world: World, entrance: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    grid = enter(app, store, world.users["grid"])
    assert post(grid, "/duties/doors", place=entrance, numbers="301").status_code == 403
