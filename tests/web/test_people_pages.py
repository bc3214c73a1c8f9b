"""Pages of people, organisations and teams: what they tell, to whom, and what they change."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Store
from app.models import Duty, Organisation, Person, Team, TeamMember
from tests.two_cells import World, build_world
from tests.walkers import enter
from tests.web.people_support import BASE, add_people, get, post


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def people(store: Store, world: World) -> tuple[Person, Team]:
    with store.transaction() as session:
        return add_people(session, world)


@pytest.fixture
def admin(app: Flask, store: Store, world: World) -> FlaskClient:
    """A community administrator; tokens are looked at in a test of their own."""
    app.config["WTF_CSRF_ENABLED"] = False
    return enter(app, store, world.users["community"])


def named(session: Session, name: str) -> Person:
    """Read somebody anew."""
    session.expire_all()
    return session.scalars(select(Person).where(Person.name == name)).one()


def test_register_is_searched_and_masked(admin: FlaskClient, people: tuple[Person, Team]) -> None:
    page = get(admin, "/people")
    assert "138****5678" in page
    assert "13812345678" not in page
    for query in ("q=lvqi", "q=lqe", "q=吕七", "q=5678", "only=members"):
        found = get(admin, f"/people?{query}")
        assert "吕七二" in found, query
        assert "Alpha王一" not in found, query
    assert "吕七二" in get(admin, "/people?only=without")
    assert "Nobody fits" in get(admin, "/people?q=nobody")
    for query in ("page=99", "team=x", "organisation=0", "only=moon"):
        get(admin, f"/people?{query}")


def test_grid_administrator_knows_the_own_people_only(
    app: Flask, store: Store, world: World
) -> None:
    grid = enter(app, store, world.users["grid"])
    page = get(grid, "/people")
    assert "Alpha王一" in page
    assert "Bravo" not in page
    assert "/people/new" not in page
    assert grid.get(f"{BASE}/people/{world.bravo.ids['person']}").status_code == 404
    for path in ("/people/organisations", "/people/teams"):
        assert grid.get(BASE + path).status_code == 403


def test_page_of_a_person(admin: FlaskClient, world: World) -> None:
    page = get(admin, f"/people/{world.alpha.ids['person']}")
    for told in ("Alpha王一", "139****0001", "Grid administrator", "第001网格", "Hand over"):
        assert told in page
    assert "13900000001" not in page


NEW = {"name": "钱多多", "phone": "139 1234 5678", "is_member": "1", "home": "Alpha41"}


def test_person_is_entered_changed_and_let_go(
    admin: FlaskClient, world: World, session: Session
) -> None:
    assert 'value="钱多多"' in get(admin, "/people/new?name=钱多多")
    answer = post(admin, "/people", **NEW, organisation=world.alpha.ids["organisation"])
    assert answer.status_code == 303
    person = named(session, "钱多多")
    assert (person.phone, person.is_member) == ("13912345678", True)
    assert person.home_building_id == world.alpha.buildings[0].id
    path = f"/people/{person.id}"
    form = get(admin, path + "/edit")
    assert 'value="Alpha41"' in form
    assert "13912345678" not in form
    changed = {"name": "钱多", "phone": "", "home": ""}
    assert post(admin, path + "/edit", **changed).status_code == 303
    person = named(session, "钱多")
    assert (person.phone, person.is_member, person.home_building_id) == ("13912345678", False, None)
    assert post(admin, path + "/edit", **changed, forget_phone="1").status_code == 303
    assert named(session, "钱多").phone == ""
    assert post(admin, path + "/leave", on="2026-11-20", reason="moved").status_code == 303
    assert named(session, "钱多").left_on == dt.date(2026, 11, 20)
    assert "left on 2026-11-20" in get(admin, "/people?only=gone")
    assert post(admin, path + "/leave", on="2026-11-21").status_code == 422


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": " "}, "Give a name"),
        ({"phone": "12"}, "no telephone number"),
        ({"home": "Atlantis"}, "There is no building called Atlantis."),
        ({"name": "吕七二", "phone": "13812345678"}, "is entered already"),
    ],
)
def test_bad_person_is_refused_and_what_was_typed_stays(
    admin: FlaskClient, people: tuple[Person, Team], change: dict[str, str], says: str
) -> None:
    answer = post(admin, "/people", **(NEW | change))
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert f'value="{(NEW | change)["home"]}"' in answer.get_data(as_text=True)
    assert post(admin, "/people", **NEW, organisation="x").status_code == 404


def test_names_are_escaped(admin: FlaskClient) -> None:
    answer = post(admin, "/people", name="<img src=x>")
    assert answer.status_code == 303
    page = admin.get(answer.headers["Location"]).get_data(as_text=True)
    assert "<img src=x" not in page
    assert "&lt;img src=x&gt;" in page


def test_everything_is_handed_over(
    admin: FlaskClient, world: World, people: tuple[Person, Team], session: Session
) -> None:
    old = world.alpha.ids["person"]
    assert "第001网格" in get(admin, f"/people/{old}/hand-over?q=lvqi")
    form = {"holder": f"person:{people[0].id}", "on": "2026-11-22"}
    assert post(admin, f"/people/{old}/hand-over", **form).status_code == 303
    held = session.scalars(select(Duty).where(Duty.person_id == people[0].id)).all()
    assert [str(duty.since) for duty in held] == ["2026-11-22"]
    again = post(admin, f"/people/{old}/hand-over", **form)
    assert again.status_code == 422
    assert "nothing to hand over" in again.get_data(as_text=True)


def test_tree_grows_is_moved_and_closed(admin: FlaskClient, world: World, session: Session) -> None:
    root, path = world.alpha.ids["organisation"], "/people/organisations"
    form = {"name": "第一小组", "level": "党小组"}
    assert post(admin, path, **form, parent=str(root)).status_code == 303
    assert post(admin, path, **form, parent=str(root)).status_code == 422
    made = session.scalars(select(Organisation).where(Organisation.name == "第一小组")).one()
    assert made.parent_id == root
    page = get(admin, path)
    assert page.index("Alpha branch") < page.index("第一小组") < page.index("Bravo branch")
    own = f"{path}/{made.id}"
    assert post(admin, own, **form, parent=str(made.id)).status_code == 422
    assert post(admin, f"{path}/{root}/close", on="2026-11-20").status_code == 422
    assert post(admin, own, name="第二小组", level="", parent="").status_code == 303
    session.expire_all()
    assert (made.name, made.parent_id) == ("第二小组", None)
    assert post(admin, own + "/close", on="2026-11-20", reason="merged").status_code == 303
    assert f"organisations/{made.id}" not in get(admin, path)
    assert "closed on 2026-11-20" in get(admin, own)


def test_teams_are_founded_joined_left_and_dissolved(
    admin: FlaskClient, people: tuple[Person, Team], session: Session
) -> None:
    member, team = people
    assert post(admin, "/people/teams", name="环境队", kind="environment").status_code == 303
    assert post(admin, "/people/teams", name="环境队", kind="moon").status_code == 422
    assert "环境队" in get(admin, "/people/teams")
    path = f"/people/teams/{team.id}"
    assert "吕七二" in get(admin, path + "?q=lvqi").split('id="found"')[1]
    holder = {"holder": f"person:{member.id}"}
    assert post(admin, path + "/join", **holder).status_code == 303
    assert post(admin, path + "/join", **holder).status_code == 422
    assert post(admin, path + "/join", holder=f"team:{team.id}").status_code == 422
    assert "吕七二" in get(admin, f"/people?team={team.id}")
    assert post(admin, f"{path}/leave/{member.id}").status_code == 303
    mate = session.scalars(select(TeamMember)).one()
    assert mate.until is not None
    assert post(admin, path, name="东门队", kind="patrol").status_code == 303
    assert post(admin, path + "/close", on="2026-11-22", reason="x").status_code == 303
    assert f"teams/{team.id}" not in get(admin, "/people/teams")


@pytest.mark.parametrize("name", ["grid", "volunteer", "leader", "handler", "system"])
def test_only_administrators_change_people(
    app: Flask, store: Store, world: World, name: str, people: tuple[Person, Team]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = enter(app, store, world.users[name])
    person, branch = world.alpha.ids["person"], world.alpha.ids["organisation"]
    team = people[1].id
    for path in (
        "/people", f"/people/{person}/edit", f"/people/{person}/leave",
        f"/people/{person}/hand-over", "/people/organisations", f"/people/organisations/{branch}",
        f"/people/organisations/{branch}/close", "/people/teams", f"/people/teams/{team}",
        f"/people/teams/{team}/join", f"/people/teams/{team}/close",
        f"/people/teams/{team}/leave/{person}",
    ):  # fmt: skip
        assert post(client, path, **NEW).status_code == 403, path


def test_leader_looks_and_is_offered_nothing(app: Flask, store: Store, world: World) -> None:
    leader = enter(app, store, world.users["leader"])
    for path in ("/people", "/people/organisations", "/people/teams", "/duties", "/duties/list",
                 f"/people/{world.alpha.ids['person']}"):  # fmt: skip
        page = get(leader, path).split("<main", 1)[1]
        assert 'method="post"' not in page, path
        assert "hand-over" not in page, path


def test_pages_ask_the_store_little(admin: FlaskClient, queries: list[str]) -> None:
    asked = {}
    for path in ("/people", "/people/organisations", "/people/teams", "/duties", "/duties/list"):
        queries.clear()
        get(admin, path)
        asked[path] = len(queries)
    assert max(asked.values()) <= 12, asked
