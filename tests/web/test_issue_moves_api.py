"""Issues are moved by programs, which say what they saw, and are told who was faster."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.database import Store
from tests.two_cells import CODE, World, build_world
from tests.walkers import enter


class Program:
    """A program that is logged in as somebody and moves Alpha's dispatched issue."""

    def __init__(self, client: FlaskClient, issue_id: int) -> None:
        self.client = client
        self.address = f"/api/v1/communities/{CODE}/issues/{issue_id}"
        token = client.get("/api/v1/token").json["token"]
        self.headers = {"X-CSRFToken": token}

    def read(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(self.address).json
        return found

    def move(self, verb: str, version: int = 0, **given: Any) -> TestResponse:
        body = {"verb": verb, "version": version} | given
        return self.client.post(f"{self.address}/moves", json=body, headers=self.headers)

    def note(self, text: str) -> TestResponse:
        body = {"note": text}
        return self.client.post(f"{self.address}/notes", json=body, headers=self.headers)


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def program(app: Flask, store: Store, world: World) -> Program:
    return Program(enter(app, store, world.users["grid"]), world.alpha.ids["issue"])


def test_a_program_moves_what_it_saw(program: Program) -> None:
    assert "suspend" in program.read()["moves"]
    moved = program.move("suspend", note="雨")
    assert moved.status_code == 200, moved.text
    assert moved.json == {
        "id": program.read()["id"],
        "number": program.read()["number"],
        "version": 1,
        "state": "suspended",
        "level": "cell",
        "due_at": moved.json["due_at"],
    }
    assert program.read()["moves"] == ["resume", "void", "merge", "escalate"]


def test_who_was_slower_is_told_what_happened(
    app: Flask, store: Store, world: World, program: Program
) -> None:
    program.move("suspend", note="雨")
    late = Program(enter(app, store, world.users["community"]), world.alpha.ids["issue"])
    answer = late.move("void", note="误报")
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert answer.json["code"] == "overtaken"
    meanwhile = answer.json["meanwhile"]
    assert (meanwhile["state"], meanwhile["version"]) == ("suspended", 1)
    assert [(step["verb"], step["who"]) for step in meanwhile["steps"]] == [("suspend", "grid")]
    assert late.move("void", meanwhile["version"], note="误报").status_code == 200


@pytest.mark.parametrize(
    ("verb", "given", "status"),
    [
        ("suspend", {}, 422),
        ("explode", {}, 422),
        ("suspend", {"note": "x", "more": 1}, 422),
        ("suspend", {"note": "x" * 2001}, 422),
        ("extend", {"note": "x", "until": "2026-12-01T08:00:00"}, 422),
        ("dispatch", {"handler": {"kind": "unit", "id": 999}}, 422),
        ("dispatch", {"handler": {"kind": "street", "id": 1}}, 422),
        ("merge", {"other_id": 10**18}, 404),
        ("close", {}, 422),
        ("suspend", {"note": "a\x00b"}, 400),
    ],
)
def test_what_does_not_fit_moves_nothing(
    program: Program, verb: str, given: dict[str, Any], status: int
) -> None:
    assert program.move(verb, **given).status_code == status
    assert program.read()["version"] == 0


def test_without_the_token_nothing_moves(program: Program) -> None:
    body = {"verb": "suspend", "version": 0, "note": "x"}
    assert program.client.post(f"{program.address}/moves", json=body).status_code == 400
    assert program.read()["version"] == 0


def test_out_of_scope_there_is_nothing_to_move(app: Flask, store: Store, world: World) -> None:
    bravo = Program(enter(app, store, world.users["bravo"]), world.alpha.ids["issue"])
    assert bravo.move("suspend", note="x").status_code == 404
    assert bravo.note("x").status_code == 404


def test_a_remark_is_added(program: Program) -> None:
    answer = program.note(" 请尽快 ")
    assert answer.status_code == 201
    assert [(step["verb"], step["note"]) for step in answer.json["steps"]][-1] == ("note", "请尽快")
    assert answer.json["version"] == 0
