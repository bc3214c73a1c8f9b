"""The walls: headers, tokens of forms, sizes, hostile texts, and who gets in at all."""

from __future__ import annotations

import io
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from flask import Flask

from app.database import Store
from app.models import Role, User
from app.settings import ROOT, Settings
from app.web import create_app
from app.web.keys import session_key
from app.web.security import headers, tile_source
from app.web.sessions import public
from tests.visitors import NOON, PASSWORD, Visitor

LogIn = Callable[..., Visitor]

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\s(style|on\w+)=", re.IGNORECASE)
"""A script, style or handler that stands in the page itself."""

WALLS = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "X-Request-ID",
}


@pytest.mark.parametrize(
    "path", ["/", "/login", "/account", "/nope", "/api/nope", "/static/css/base.css", "/healthz"]
)
def test_every_response_stands_behind_the_walls(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert set(answer.headers.keys()) >= WALLS
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    if not path.startswith("/static"):
        assert answer.headers["Cache-Control"] == "no-store"


def test_pages_have_no_inline_script_or_style(log_in: LogIn) -> None:
    visitor = log_in("root", Role.SYSTEM_ADMIN)
    for path in ("/users", "/users/new", "/users/root/password", "/account", "/nope"):
        page = visitor.get(path).text
        assert not INLINE.search(page), path


def test_all_pages_but_a_few_need_a_log_in(app: Flask, visitor: Visitor) -> None:
    open_doors = {"static"} | {
        endpoint
        for endpoint, view in app.view_functions.items()
        if getattr(view, "is_public", False)
    }
    assert open_doors == {
        "static",
        "auth.show_login",
        "auth.log_in",
        "calendar.show",  # Its address holds a secret, since a calendar can't log in.
        "home.set_language",
        "home.show_health",
        "open311.list_all_requests",
        "open311.list_all_services",
        "open311.report_request",
        "open311.show_discovery",
        "open311.show_request",
        "open311.show_service",
        "openapi.show_description",
        # Residents have no account: the code of a plate, then the secret of their report.
        "residents.follow",
        "residents.forget",
        "residents.judge",
        "residents.send_report",
        "residents.show_form",
        "residents.show_photo",
    }
    for rule in app.url_map.iter_rules():
        if rule.endpoint in open_doors:
            continue
        path = rule.build(dict.fromkeys(rule.arguments, "1"), append_unknown=False)
        assert path
        status = visitor.client.open(path[1], method=sorted(rule.methods or ["GET"])[0]).status_code
        assert status in (302, 400, 401, 404), rule


def test_a_new_view_is_shut_unless_it_says_otherwise(settings: Settings, store: Store) -> None:
    app = create_app(settings, store)
    app.add_url_rule("/forgotten", "forgotten", lambda: "data")
    app.add_url_rule("/open", "open", public(lambda: "hello"))
    visitor = Visitor(app)
    assert visitor.get("/forgotten").status_code == 302
    assert visitor.get("/open").text == "hello"


@pytest.mark.parametrize("path", ["/login", "/logout", "/language", "/users", "/account/password"])
def test_form_without_token_is_refused(log_in: LogIn, path: str) -> None:
    visitor = log_in("root", Role.SYSTEM_ADMIN)
    for form in ({}, {"csrf_token": "forged"}):
        answer = visitor.client.post(path, data=form)
        assert answer.status_code == 400
        assert "页面已过期" in answer.text


def test_fetch_sends_the_token_as_a_header(log_in: LogIn) -> None:
    visitor = log_in()
    token = visitor.token()
    sent = {"X-CSRFToken": token}
    assert visitor.client.post("/language", data={"language": "en"}).status_code == 400
    answer = visitor.client.post("/language", data={"language": "en"}, headers=sent)
    assert answer.status_code == 303


class Unread(io.BytesIO):
    """A body that fails the test when somebody reads it."""

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("the body was read")


def test_too_large_is_refused_by_its_announced_length(visitor: Visitor) -> None:
    answer = visitor.client.post(
        "/login", input_stream=Unread(bytes(2 * 1024 * 1024)), content_type="text/plain"
    )
    assert answer.status_code == 413
    assert "1 MB" in answer.text


def test_upload_of_somebody_unknown_is_not_read(visitor: Visitor) -> None:
    answer = visitor.client.post(
        "/account/password",
        input_stream=Unread(bytes(1000)),
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 401


HOSTILE = "<script>alert(1)</script>'\"{{7*7}}"


def test_hostile_names_are_shown_as_they_are_written(log_in: LogIn) -> None:
    log_in("a.b-c_d", name=HOSTILE)
    admin = log_in("root", Role.SYSTEM_ADMIN, name="</title><img src=x>")
    pages = [admin.get(path).text for path in ("/users", "/account", "/users/a.b-c_d/password")]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#39;&#34;{{7*7}}" in pages[0]


def test_hostile_search_is_only_searched_for(log_in: LogIn) -> None:
    admin = log_in("root", Role.SYSTEM_ADMIN)
    page = admin.get("/users", query_string={"search": '"><script>alert(1)</script>'})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "没有符合的账号" in admin.get("/users?search=%25").text
    assert admin.get("/users?search=%00").status_code == 400


def test_secure_cookies_are_bound_to_the_host(
    settings: Settings, store: Store, open_account: Callable[..., User]
) -> None:
    open_account()
    app = create_app(settings.model_copy(update={"wangge_secure_cookies": True}), store)
    app.config["CLOCK"] = lambda: NOON
    visitor = Visitor(app)
    https = {"base_url": "https://localhost"}
    page = visitor.get("/login", **https)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "username": "wang", "password": PASSWORD}
    answer = visitor.client.post(
        "/login", data=form, headers={"Referer": "https://localhost/login"}, **https
    )
    assert answer.status_code == 303
    kept = [one for one in answer.headers.getlist("Set-Cookie") if "1970" not in one]
    assert [one for one in kept if one.startswith("__Host-wangge_login=") and "Secure" in one]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("url", "source"),
    [
        (None, ""),
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://webrd0{s}.is.autonavi.com/t?x={x}&y={y}&z={z}", "https://*.is.autonavi.com"),
        ("http://127.0.0.1:8080/{z}/{x}/{y}", "http://127.0.0.1:8080"),
    ],
)
def test_policy_opens_for_the_host_of_the_tiles(url: str | None, source: str) -> None:
    assert tile_source(url) == source
    policy = headers(Settings(wangge_tile_url=url))["Content-Security-Policy"]
    assert f"img-src 'self' data: blob: {source}".rstrip() + ";" in policy


@pytest.mark.parametrize(
    "url", ["https://a.example;script-src *;/{z}{x}{y}", "https://a.{s}.b{x}.example/{z}{x}{y}"]
)
def test_policy_cannot_be_widened_by_a_tile_address(url: str) -> None:
    with pytest.raises(ValueError, match="WANGGE_TILE_URL"):
        tile_source(url)


def test_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    key = session_key(folder)
    assert key == session_key(folder)
    assert len(key) == 32
    assert stat.S_IMODE((folder / "session.key").stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == ["session.key"]


def test_broken_key_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "session.key").write_bytes(b"short")
    with pytest.raises(RuntimeError, match="not a key"):
        session_key(tmp_path)


def test_passwords_are_hashed_with_effort() -> None:
    # In a process of its own, since the fixtures here hash quickly.
    made = subprocess.run(
        [sys.executable, "-c", "from app.services.passwords import *; print(hash_password('x'))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    used = extract_parameters(made.stdout.strip())
    assert used.type is Type.ID
    assert used.memory_cost >= 19 * 1024
    assert used.time_cost >= 2
