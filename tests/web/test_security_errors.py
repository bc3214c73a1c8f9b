"""Errors: their statuses, their pages and problems, and what they keep to themselves."""

from __future__ import annotations

import logging

import pytest
from flask import abort
from sqlalchemy.exc import OperationalError

from app.database import Store
from app.settings import Settings
from app.web import create_app
from app.web.errors import STATUS_OF, status_of
from app.web.sessions import public
from geodata.errors import N_, InputRefused, Question
from tests.visitors import Visitor


@pytest.mark.parametrize(("kind", "status"), list(STATUS_OF.items()))
def test_status_table_is_by_the_nearest_class(kind: type[Exception], status: int) -> None:
    nearer = type("Nearer", (kind,), {"__init__": Exception.__init__})
    assert status_of(nearer("x")) == status


def _app_that_raises(settings: Settings, store: Store, error: Exception) -> Visitor:
    app = create_app(settings, store)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @public
    def fail() -> str:
        raise error

    app.add_url_rule("/fail", "fail", fail)
    app.add_url_rule("/api/fail", "api_fail", fail)
    return Visitor(app)


def test_error_of_use_is_a_page_or_a_problem(settings: Settings, store: Store) -> None:
    question = Question("crs", ("EPSG:4549",), (("楼1",),))
    error = InputRefused(N_("There is no file %(file)s."), question=question, file="<b>.shp")
    visitor = _app_that_raises(settings, store, error)
    page = visitor.get("/fail")
    assert page.status_code == 422
    assert "没有文件 &lt;b&gt;.shp。" in page.text
    problem = visitor.get("/api/fail")
    assert problem.content_type == "application/problem+json"
    assert problem.json == {
        "type": "about:blank",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "没有文件 <b>.shp。",
        "code": "input_refused",
        "request_id": problem.headers["X-Request-ID"],
        "question": {
            "option": "crs",
            "field": "",
            "choices": ["EPSG:4549"],
            "samples": [["楼1"]],
        },
    }


def test_fault_shows_a_number_and_nothing_else(
    settings: Settings, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = _app_that_raises(settings, store, ZeroDivisionError("SECRET at /srv/wangge"))
    with caplog.at_level(logging.ERROR):
        answer = visitor.get("/fail?phone=13800000000")
    assert answer.status_code == 500
    assert "SECRET" not in answer.text
    assert "ZeroDivisionError" not in answer.text
    number = answer.headers["X-Request-ID"]
    assert number in answer.text
    assert f"request {number}: GET '/fail' failed" in caplog.text
    assert "13800000000" not in caplog.text


def test_silent_database_is_a_503_without_asking_it_again(settings: Settings, store: Store) -> None:
    error = OperationalError("SELECT secret", {}, ConnectionError("10.0.0.1"))
    answer = _app_that_raises(settings, store, error).get("/fail?lang=en")
    assert answer.status_code == 503
    assert "The database does not answer" in answer.text
    assert "secret" not in answer.text


def test_dead_database_is_a_503_on_every_page(settings: Settings) -> None:
    app = create_app(settings, Store.at("postgresql://127.0.0.1:1/none"))
    visitor = Visitor(app)
    visitor.client.set_cookie("wangge_login", "some token")
    for path in ("/", "/login", "/healthz"):
        answer = visitor.get(path)
        assert answer.status_code == 503, path
        assert "数据库暂时没有响应" in answer.text
    assert visitor.get("/nope").status_code == 404


def test_program_gets_a_problem_and_a_person_a_page(visitor: Visitor) -> None:
    assert visitor.get("/users").status_code == 302
    fetched = visitor.get("/users", headers={"Accept": "application/json"})
    assert fetched.status_code == 401
    assert fetched.json
    assert fetched.json["code"] == "unauthorized"
    assert "没有这个页面" in visitor.get("/nope").text


def test_wrong_method_says_which_are_right(visitor: Visitor) -> None:
    answer = visitor.client.put("/login")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_abort_with_a_status_that_no_table_knows(settings: Settings, store: Store) -> None:
    app = create_app(settings, store)
    app.add_url_rule("/teapot", "teapot", public(lambda: abort(418)))
    assert Visitor(app).get("/teapot").status_code == 418
