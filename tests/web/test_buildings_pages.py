"""Correcting a building from its panel: its cell by hand, two made one, one made two."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import Store
from app.models import Building, BuildingCell
from tests.two_cells import World, build_world
from tests.walkers import enter
from tests.web.people_support import BASE, get, post


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application without tokens in forms: other tests look at those."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def client(app: Flask, store: Store, world: World) -> FlaskClient:
    """The administrator of the community."""
    return enter(app, store, world.users["community"])


def of(world: World, number: int = 0) -> int:
    """Give the key of a building of Alpha."""
    return world.alpha.buildings[number].id


def placed(store: Store, building_id: int) -> tuple[int, bool, str]:
    """Read where a building is, whether by hand, and why."""
    with store.transaction() as session:
        row = session.scalars(
            select(BuildingCell).where(BuildingCell.building_id == building_id)
        ).one()
        return row.cell_id, row.by_hand, row.reason


def test_by_hand_and_back(client: FlaskClient, store: Store, world: World) -> None:
    """The panel says that it was decided, and why; the form takes it back."""
    place = f"/buildings/{of(world)}"
    assert "Place in another cell" in get(client, f"/panel/building/{of(world)}")
    answer = post(
        client, f"{place}/cell", panel=True, cell=world.bravo.cell.id, reason="<b>gate</b>"
    )
    assert "now belongs to 第002网格" in answer.get_json()["said"]
    assert placed(store, of(world)) == (world.bravo.cell.id, True, "<b>gate</b>")
    panel = get(client, f"/panel/building/{of(world)}")
    assert "by hand" in panel
    assert "&lt;b&gt;gate" in panel
    assert "Take it back" in get(client, f"{place}/cell")
    answer = post(client, f"{place}/take-back")
    assert (answer.status_code, answer.headers["Location"]) == (
        303, f"{BASE}/map?sel=building:{of(world)}",
    )  # fmt: skip
    assert placed(store, of(world)) == (world.alpha.cell.id, False, "")
    assert "by hand" not in get(client, f"/panel/building/{of(world)}")


def test_merge_from_the_panel(client: FlaskClient, store: Store, world: World) -> None:
    """The nearest are offered; the other is gone, and what hung on it is here."""
    form = get(client, f"/buildings/{of(world)}/merge")
    assert form.index("Alpha42") < form.index("Merge</button>")
    assert f'value="{of(world)}"' not in form
    answer = post(client, f"/buildings/{of(world)}/merge", panel=True, other=of(world, 1))
    assert "is now part of" in answer.get_json()["said"]
    with store.transaction() as session:
        assert session.get_one(Building, of(world, 1)).vanished_on is not None
    panel = get(client, f"/panel/building/{of(world)}")
    assert "Alpha王四" in panel  # Who leads the stairs of the other.
    assert client.get(f"{BASE}/panel/building/{of(world, 1)}").status_code == 404


def test_split_from_the_panel(client: FlaskClient, store: Store, world: World) -> None:
    """Cut at a third: the smaller part is a new building with the number that was given."""
    answer = post(client, f"/buildings/{of(world)}/split", panel=True, percent="30", number="41附1")
    assert "41附1号楼 was made of" in answer.get_json()["said"]
    with store.transaction() as session:
        new = session.scalars(select(Building).where(Building.number == "41附1")).one()
        kept = session.get_one(Building, of(world))
        share = new.footprint.area / (new.footprint.area + kept.footprint.area)
        assert share == pytest.approx(0.3, abs=1e-6)
        assert new.footprint.centroid.x < kept.footprint.centroid.x
        assert (new.households, kept.households) == (3, 7)


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("cell", {"reason": "x"}, "Choose the cell."),
        ("cell", {"cell": "{cell}", "reason": " "}, "Say why"),
        ("take-back", {}, "nothing to undo"),
        ("merge", {}, "Choose the other building."),
        ("merge", {"other": "{self}"}, "the same one"),
        ("split", {"percent": "50"}, "Give the number"),
        ("split", {"percent": "0", "number": "1"}, "between 1 and 99"),
        ("split", {"percent": "多", "number": "1"}, "between 1 and 99"),
        ("split", {"how": "parts", "number": "1"}, "in one part"),
    ],
)
def test_refusals_keep_the_form(
    client: FlaskClient, world: World, path: str, form: dict[str, str], words: str
) -> None:
    """A refusal is a sentence in the form, and nothing has changed."""
    known = {"cell": world.bravo.cell.id, "self": of(world)}
    filled = {name: value.format(**known) for name, value in form.items()}
    answer = post(client, f"/buildings/{of(world)}/{path}", **filled)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["grid", "volunteer", "leader", "handler", "stranger"])
def test_only_who_assigns(app: Flask, store: Store, world: World, name: str) -> None:
    """Others do not see the links, and cannot send the forms."""
    visitor = enter(app, store, world.users[name])
    assert visitor.post(f"{BASE}/buildings/{of(world)}/take-back").status_code in (403, 404)
    panel = visitor.get(f"{BASE}/panel/building/{of(world)}")
    assert b"/buildings/" not in panel.get_data()
