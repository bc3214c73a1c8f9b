"""Pages and panel forms of duties: vacancies, appointing, ending, handing over, proposals."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import Store
from app.models import Duty, DutyRole, Person, Team
from tests.two_cells import CODE, World, build_world
from tests.walkers import enter
from tests.web.people_support import BASE, PANEL, add_people, get, post


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


@pytest.fixture
def grid(app: Flask, store: Store, world: World) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return enter(app, store, world.users["grid"])


def held(session: Session, **where: int) -> list[Duty]:
    """Give the duties at a place, the newest last."""
    session.expire_all()
    return list(session.scalars(select(Duty).filter_by(**where).order_by(Duty.id)))


def test_vacancies_have_their_denominators(admin: FlaskClient, grid: FlaskClient) -> None:
    page = get(admin, "/duties")
    for told in ("without anybody, of 6", "Alpha43号楼", "Bravo43号楼", "Nobody answers for more"):
        assert told in page
    assert "appoint?place=building" in page
    own = get(grid, "/duties")
    assert "without anybody, of 3" in own
    assert "Bravo" not in own
    assert "appoint?place=building" not in own


def test_filters_of_vacancies_make_sense_of_anything(admin: FlaskClient, world: World) -> None:
    page = get(admin, f"/duties?kind=building&cell={world.bravo.cell.id}")
    assert "Bravo43号楼" in page
    assert "Alpha43号楼" not in page
    for query in ("kind=moon", "role=emperor", "cell=x", "page=999", "kind=household", "cell=0"):
        get(admin, f"/duties?{query}")


def test_appointing_from_the_panel(
    admin: FlaskClient, world: World, people: tuple[Person, Team], session: Session
) -> None:
    vacant, member = world.alpha.buildings[2], people[0]
    place = f"building:{vacant.id}"
    form = get(admin, f"/duties/appoint?place={place}", headers=PANEL)
    assert "<html" not in form
    assert "Building lead" in form
    assert "吕七二" in get(admin, f"/duties/candidates?q=lvqi&place={place}")
    answer = post(
        admin, "/duties/appoint", panel=True, spot=place, place=place, role="building_lead",
        holder=f"person:{member.id}", since="2026-11-01",
    )  # fmt: skip
    assert answer.get_json() == {"said": "吕七二 now answers for 1 more."}
    (duty,) = held(session, building_id=vacant.id)
    assert (duty.person_id, duty.role, str(duty.since)) == (
        member.id, DutyRole.BUILDING_LEAD, "2026-11-01"
    )  # fmt: skip
    panel = get(admin, f"/panel/building/{vacant.id}")
    assert "吕七二" in panel
    assert f"duties/{duty.id}/end" in panel


def test_appointing_on_a_page_goes_back_where_one_was(
    admin: FlaskClient, world: World, people: tuple[Person, Team], session: Session
) -> None:
    house, team = world.alpha.buildings[1], people[1]
    answer = post(
        admin, "/duties/appoint", spot=f"building:{house.id}", role="patrol_volunteer",
        place=[f"building:{house.id}", f"entrance:{world.alpha.ids['entrance']}"],
        holder=f"team:{team.id}", since="2026-11-01", next=f"{BASE}/duties",
    )  # fmt: skip
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{BASE}/duties"
    assert [duty.team_id for duty in held(session, building_id=house.id)] == [team.id]
    evil = post(
        admin, "/duties/appoint", spot=f"building:{house.id}", role="supervisor",
        place=f"building:{house.id}", holder=f"team:{team.id}", since="2026-11-01",
        next="//evil.test/",
    )  # fmt: skip
    assert evil.headers["Location"].startswith(f"{BASE}/map")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"holder": ""}, "Choose somebody from the list."),
        ({"place": []}, "Tick at least one place."),
        ({"role": "emperor"}, "Choose the role."),
        ({"since": "yesterday"}, "Give the day"),
        ({"since": "0026-11-22"}, "Look at the year"),
    ],
)
def test_what_cannot_be_appointed_is_explained(
    admin: FlaskClient, world: World, people: tuple[Person, Team], change: dict[str, object],
    says: str,
) -> None:  # fmt: skip
    place = f"building:{world.alpha.buildings[2].id}"
    form = {
        "spot": place, "place": place, "role": "building_lead",
        "holder": f"person:{people[0].id}", "since": "2026-11-01",
    }  # fmt: skip
    answer = post(admin, "/duties/appoint", panel=True, **(form | change))
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert 'role="alert"' in answer.get_data(as_text=True)


def test_the_same_twice_is_refused(
    admin: FlaskClient, world: World, people: tuple[Person, Team]
) -> None:
    place = f"building:{world.alpha.buildings[2].id}"
    form = {
        "spot": place, "place": place, "role": "building_lead",
        "holder": f"person:{people[0].id}", "since": "2026-11-01",
    }  # fmt: skip
    assert post(admin, "/duties/appoint", **form).status_code == 303
    again = post(admin, "/duties/appoint", **form)
    assert again.status_code == 422
    assert "holds this already" in again.get_data(as_text=True)


def test_ending_needs_a_reason_and_deletes_nothing(
    admin: FlaskClient, world: World, session: Session
) -> None:
    house = world.alpha.buildings[0]
    (duty,) = held(session, building_id=house.id)
    path = f"/duties/{duty.id}/end"
    assert "Alpha王三" in get(admin, path)
    assert post(admin, path, until="2026-11-20").status_code == 422
    answer = post(admin, path, panel=True, until="2026-11-20", reason="<b>moved</b>")
    assert answer.get_json()["said"] == "The duty of Alpha王三 for Alpha41号楼 ends."
    (ended,) = held(session, building_id=house.id)
    assert str(ended.until) == "2026-11-20"
    history = get(admin, f"/duties/history?place=building:{house.id}")
    assert "&lt;b&gt;moved&lt;/b&gt;" in history
    assert "to 2026-11-20" in history


def test_handing_over_leaves_no_day_between(
    admin: FlaskClient, world: World, people: tuple[Person, Team], session: Session
) -> None:
    house = world.alpha.buildings[0]
    (duty,) = held(session, building_id=house.id)
    path = f"/duties/{duty.id}/hand-over"
    assert "Alpha王三" not in get(admin, path + "?q=lvqi").split('id="found"')[1]
    assert post(admin, path, on="2026-11-22").status_code == 422
    answer = post(admin, path, on="2026-11-22", holder=f"person:{people[0].id}")
    assert answer.status_code == 303
    old, new = held(session, building_id=house.id)
    assert (str(old.until), str(new.since)) == ("2026-11-21", "2026-11-22")
    assert new.person_id == people[0].id


def test_who_was_responsible_on_a_day(admin: FlaskClient, world: World) -> None:
    assert "Alpha王三" in get(admin, "/duties/on?q=Alpha41&on=2026-11-20")
    key = f"building:{world.alpha.buildings[0].id}"
    assert "Nobody answered for it" in get(admin, f"/duties/on?place={key}&on=1999-01-01")
    assert "Give the day" in get(admin, f"/duties/on?place={key}&on=soon")
    assert "Which place is meant?" in get(admin, "/duties/on?q=Alpha4")
    assert "No place fits" in get(admin, "/duties/on?q=nowhere")


def test_list_of_duties_is_filtered(admin: FlaskClient, grid: FlaskClient) -> None:
    page = get(admin, "/duties/list?role=building_lead")
    assert "Alpha王三" in page
    assert "Bravo王三" in page
    assert "Alpha王一" not in page
    assert "139****0003" in page
    assert "13900000003" not in page
    assert "Bravo" not in get(grid, "/duties/list")
    assert "No duty fits" in get(admin, "/duties/list?q=nobody")
    for query in ("role=emperor", "when=once", "kind=moon", "cell=x"):
        get(admin, f"/duties/list?{query}")


def test_pasted_list_is_looked_at_then_applied(
    admin: FlaskClient, world: World, people: tuple[Person, Team], session: Session
) -> None:
    text = (
        "姓名\t职务\t楼号\t单元\n吕七二\t楼长\tAlpha43\t\n查无此人\t楼长\tAlpha41\t\n"
        "吕七二\t皇帝\tAlpha41\t\n吕七二\t单元长\tAlpha41\t9单元\n\t楼长\tAlpha41\t\n"
    )
    preview = post(admin, "/duties/paste", text=text, since="2026-11-01").get_data(as_text=True)
    for told in (
        "1 of 5 lines", "Nobody called 查无此人", "names no role that is known",
        "names no place that is known: Alpha41 9单元", "has no name",
    ):  # fmt: skip
        assert told in preview
    answer = post(admin, "/duties/paste/apply", text=text, since="2026-11-01")
    assert answer.status_code == 303
    (duty,) = held(session, building_id=world.alpha.buildings[2].id)
    assert duty.person_id == people[0].id
    again = post(admin, "/duties/paste", text=text, since="2026-11-01").get_data(as_text=True)
    assert "is so already" in again


@pytest.mark.parametrize(
    "text", ["", "姓名", "一\t二\n三\t四", "x" * 100_001, "姓名\t职务\n" + "王\t楼长\n" * 501]
)
def test_what_is_no_list_is_explained(admin: FlaskClient, world: World, text: str) -> None:
    for path in ("/duties/paste", "/duties/paste/apply"):
        answer = post(admin, path, text=text, since="2026-11-01")
        assert answer.status_code == 422
        assert 'role="alert"' in answer.get_data(as_text=True)


def test_proposal_is_looked_at_and_taken_in_part(
    admin: FlaskClient, world: World, people: tuple[Person, Team], session: Session
) -> None:
    path = "/duties/proposal?run=1&what=1&most=3"
    page = get(admin, path)
    assert 'name="pair"' in page
    mark = page.split('name="fingerprint" value="')[1].split('"')[0]
    pairs = [part.split('"')[0] for part in page.split('name="pair" value="')[1:]]
    form = {"run": "1", "what": "1", "most": "3", "fingerprint": mark}
    assert "Nothing is ticked" in post(admin, "/duties/proposal", **form).get_data(as_text=True)
    stale = post(admin, "/duties/proposal", **(form | {"fingerprint": "x", "pair": pairs}))
    assert stale.status_code == 422
    before = session.scalar(select(Duty.id).order_by(Duty.id.desc()))
    assert post(admin, "/duties/proposal", **form, pair=pairs[:1]).status_code == 303
    made = session.scalars(select(Duty).where(Duty.id > before)).all()
    assert [f"{duty.building_id}:{duty.person_id}" for duty in made] == pairs[:1]


FORMS = (
    "/duties/appoint", "/duties/{duty}/end", "/duties/{duty}/hand-over", "/duties/paste",
    "/duties/paste/apply", "/duties/proposal",
)  # fmt: skip


@pytest.mark.parametrize("name", ["grid", "volunteer", "leader", "handler", "system"])
def test_only_administrators_appoint(
    app: Flask, store: Store, world: World, name: str, session: Session
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = enter(app, store, world.users[name])
    before = session.scalars(select(Duty.id)).all()
    for form in FORMS:
        path = form.format(duty=world.alpha.ids["duty"])
        assert post(client, path, until="2026-11-20", reason="x").status_code == 403
        assert client.get(BASE + path).status_code in (403, 405)
    assert session.scalars(select(Duty.id)).all() == before


def test_every_form_needs_its_token(app: Flask, store: Store, world: World) -> None:
    client = enter(app, store, world.users["community"])
    for form in FORMS:
        answer = post(client, form.format(duty=world.alpha.ids["duty"]))
        assert answer.status_code == 400, form
        if "apply" not in form:
            shown = client.get(
                f"/c/{CODE}{form.format(duty=world.alpha.ids['duty'])}"
                f"?place=building:{world.alpha.ids['building']}"
            )
            assert 'name="csrf_token"' in shown.get_data(as_text=True)


def test_grid_administrator_finds_what_is_theirs(grid: FlaskClient, admin: FlaskClient) -> None:
    page = get(grid, "/duties/list?mine=1")
    assert "Grid administrator" in page
    assert "Who answers inside" in page
    assert "Building lead" not in page
    assert "What is mine" in get(grid, "/duties/list")
    # Who holds no duty as a person is offered none.
    assert "What is mine" not in get(admin, "/duties/list")
    assert "You answer for nothing yet" in get(admin, "/duties/list?mine=1")
