"""Door plates: made for the doors of a cell, printed, withdrawn; by whoever dispatches there."""

from __future__ import annotations

import re
import zlib

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import Store
from app.models import AuditEntry, DoorPlate
from app.services.issues.plates import ALPHABET
from app.web.plates.sheet import render_pdf
from tests.two_cells import CODE, PLATES, World, build_world
from tests.walkers import enter

HERE = f"/c/{CODE}/plates"


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application without tokens in forms: what is asked here is who may do what."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def steward(app: Flask, store: Store, world: World) -> FlaskClient:
    """The grid administrator of Alpha."""
    return enter(app, store, world.users["grid"])


def held(store: Store) -> list[DoorPlate]:
    with store.transaction() as session:
        plates = select(DoorPlate).where(DoorPlate.withdrawn_at.is_(None)).order_by(DoorPlate.id)
        return list(session.scalars(plates))


def test_missing_plates_are_made_once(steward: FlaskClient, store: Store, world: World) -> None:
    path = f"{HERE}/cells/{world.alpha.cell.id}"
    assert "3" in steward.get(HERE).text
    assert [steward.post(path).status_code for _ in range(2)] == [303, 303]
    doors = held(store)
    assert len(doors) == 4
    assert len({plate.entrance_id for plate in doors}) == 4
    made = [plate.code for plate in doors if plate.code not in PLATES.values()]
    assert len(set(made)) == 2
    assert all(set(code) <= set(ALPHABET) and len(code) == 10 for code in made)
    with store.transaction() as session:
        told = session.scalars(
            select(AuditEntry).where(AuditEntry.thing_kind == "door_plate")
        ).all()
    assert [entry.details["plates"] for entry in told] == [2]


def test_a_withdrawn_plate_gives_way_to_a_new_one(
    steward: FlaskClient, store: Store, world: World
) -> None:
    path = f"{HERE}/cells/{world.alpha.cell.id}"
    withdraw = f"{HERE}/{world.alpha.ids['plate']}/withdraw"
    assert steward.post(withdraw).status_code == 303
    assert steward.post(withdraw).status_code == 404
    assert PLATES["Alpha"] not in steward.get(path).text
    steward.post(path)
    assert len(held(store)) == 4


def test_plates_of_another_cell_are_out_of_reach(
    steward: FlaskClient, store: Store, world: World
) -> None:
    assert steward.post(f"{HERE}/{world.bravo.ids['plate']}/withdraw").status_code == 404
    steward.post(f"{HERE}/cells/{world.bravo.cell.id}")
    assert len(held(store)) == 2
    assert steward.get(f"{HERE}/cells/{world.bravo.cell.id}/plates-1.pdf").status_code == 404


@pytest.mark.parametrize("name", ["volunteer", "leader", "handler"])
def test_only_who_dispatches_has_plates(app: Flask, store: Store, world: World, name: str) -> None:
    assert enter(app, store, world.users[name]).get(HERE).status_code == 403


def test_plates_are_printed(steward: FlaskClient, world: World) -> None:
    answer = steward.get(f"{HERE}/cells/{world.alpha.cell.id}/plates-1.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert steward.get(f"{HERE}/cells/{world.alpha.cell.id}/plates-2.pdf").status_code == 404


def test_a_sheet_has_eight_plates_and_fetches_nothing() -> None:
    plate = "<section class='plate'><div class='words'><h1>41号楼</h1><img src='http://127.0.0.1:9/x.png'></div></section>"
    page = f"<div class='page'>{plate * 8}</div>"
    sheets = render_pdf(f"<body>{page * 3}</body>")
    packed = re.findall(rb"/ObjStm.*?stream\n(.*?)\nendstream", sheets, re.DOTALL)
    objects = b"".join(zlib.decompressobj().decompress(stream) for stream in packed)
    assert len(re.findall(rb"/Type ?/Page\b", objects)) == 3
