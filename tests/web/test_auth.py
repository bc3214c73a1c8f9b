"""Logging in and out, and what ends a log-in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.database import Store
from app.models import AuditEntry, LoginAttempt, LoginSession, Role, User
from app.web.requests import own_path
from tests.visitors import PASSWORD, Clock, Visitor

LogIn = Callable[..., Visitor]
OpenAccount = Callable[..., User]


def actions(store: Store) -> list[str]:
    with store.transaction() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_right_password_logs_in(visitor: Visitor, open_account: OpenAccount, store: Store) -> None:
    open_account()
    answer = visitor.log_in(" WANG ")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert "王一" in visitor.get("/account").text
    assert actions(store)[-1] == "login"


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("wang", "another calm morning"),
        ("nobody", PASSWORD),
        ("", ""),
        ("wang", PASSWORD + " "),
        ("w" * 5000, "p" * 5000),
        ("wang\x00", PASSWORD),
        ("王一", "\x00"),
    ],
)
def test_anything_else_does_not(
    visitor: Visitor, open_account: OpenAccount, username: str, password: str
) -> None:
    open_account()
    answer = visitor.log_in(username, password)
    assert answer.status_code == 401
    assert "用户名或密码不对" in answer.text
    assert password == "" or password not in answer.text
    assert not visitor.is_logged_in()


def test_cookie_is_out_of_reach_of_scripts(visitor: Visitor, open_account: OpenAccount) -> None:
    open_account()
    cookies = visitor.log_in("wang").headers.getlist("Set-Cookie")
    login = next(cookie for cookie in cookies if cookie.startswith("wangge_login="))
    assert "HttpOnly" in login
    assert "SameSite=Lax" in login


def test_table_holds_no_token(app: Flask, log_in: LogIn, store: Store) -> None:
    visitor = log_in()
    cookie = visitor.client.get_cookie("wangge_login")
    assert cookie is not None
    with store.transaction() as session:
        stored = session.scalar(select(LoginSession.token_sha256))
    assert stored is not None
    assert cookie.value not in stored


def test_log_in_gives_a_fresh_token_each_time(log_in: LogIn) -> None:
    visitor = log_in()
    first = visitor.client.get_cookie("wangge_login")
    visitor.client.set_cookie("wangge_login", "planted-by-an-attacker")
    assert not visitor.is_logged_in()
    visitor.log_in("wang")
    second = visitor.client.get_cookie("wangge_login")
    assert first
    assert second
    assert len({first.value, second.value, "planted-by-an-attacker"}) == 3


def test_form_token_from_before_is_not_taken_after_the_log_in(
    visitor: Visitor, open_account: OpenAccount
) -> None:
    open_account()
    before = visitor.token()
    visitor.log_in("wang")
    assert visitor.client.post("/logout", data={"csrf_token": before}).status_code == 400


def test_lock_out_counts_known_and_unknown_alike(
    visitor: Visitor, open_account: OpenAccount
) -> None:
    open_account()
    for username in ("wang", "nobody"):
        statuses = [visitor.log_in(username, "wrong password").status_code for _ in range(4)]
        assert statuses == [401, 401, 401, 429]


def test_locked_account_refuses_the_right_password_and_says_for_how_long(
    visitor: Visitor, open_account: OpenAccount, clock: Clock
) -> None:
    open_account()
    for _ in range(3):
        visitor.log_in("wang", "wrong password")
    clock.go_on(minutes=5)
    answer = visitor.log_in("wang")
    assert answer.status_code == 429
    assert "10 分钟" in answer.text
    clock.go_on(minutes=11)
    assert visitor.log_in("wang").status_code == 303


def test_guessing_at_a_locked_account_does_not_keep_it_locked(
    visitor: Visitor, open_account: OpenAccount, clock: Clock
) -> None:
    open_account()
    for _ in range(6):
        visitor.log_in("wang", "wrong password")
        clock.go_on(minutes=2)
    clock.go_on(minutes=4)
    assert visitor.log_in("wang").status_code == 303


def test_success_forgets_failures(
    visitor: Visitor, open_account: OpenAccount, store: Store
) -> None:
    open_account()
    visitor.log_in("wang", "wrong password")
    visitor.log_in("wang")
    with store.transaction() as session:
        assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 0


def test_what_cannot_be_a_user_name_is_not_kept(visitor: Visitor, store: Store) -> None:
    visitor.log_in("My Secret Password", "wang")
    with store.transaction() as session:
        assert session.scalars(select(LoginAttempt.username)).all() == []


def test_log_out_ends_the_log_in_also_for_a_copied_cookie(
    log_in: LogIn, app: Flask, store: Store
) -> None:
    visitor, thief = log_in(), Visitor(app)
    cookie = visitor.client.get_cookie("wangge_login")
    assert cookie
    thief.client.set_cookie("wangge_login", cookie.value)
    assert thief.is_logged_in()
    assert visitor.post("/logout").status_code == 303
    assert not visitor.is_logged_in()
    assert not thief.is_logged_in()
    assert actions(store)[-1] == "logout"


def test_log_out_needs_a_post(log_in: LogIn) -> None:
    visitor = log_in()
    assert visitor.get("/logout").status_code == 405
    assert visitor.is_logged_in()


def test_idle_log_in_ends_and_a_used_one_lasts(log_in: LogIn, clock: Clock) -> None:
    visitor = log_in()
    for _ in range(3):
        clock.go_on(hours=11)
        assert visitor.is_logged_in()
    clock.go_on(hours=12)
    assert not visitor.is_logged_in()


def test_no_log_in_lasts_beyond_thirty_days(log_in: LogIn, clock: Clock) -> None:
    visitor = log_in()
    for _ in range(59):
        clock.go_on(hours=11.9)
        assert visitor.is_logged_in()
    clock.go_on(hours=11.9)
    clock.go_on(hours=6.1)
    assert not visitor.is_logged_in()


def test_ended_log_ins_are_cleared_away(log_in: LogIn, clock: Clock, store: Store) -> None:
    visitor = log_in()
    clock.go_on(days=2)
    visitor.log_in("wang")
    with store.transaction() as session:
        assert session.scalar(select(func.count()).select_from(LoginSession)) == 1


def test_page_wanted_before_is_shown_after(visitor: Visitor, open_account: OpenAccount) -> None:
    open_account()
    answer = visitor.get("/account?lang=en")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/account?lang%3Den"
    page = visitor.get(answer.headers["Location"])
    assert 'name="next" value="/account?lang=en"' in page.text
    assert visitor.log_in("wang", next="/account?lang=en").headers["Location"] == "/account?lang=en"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        " //evil.example/",
        "javascript:alert(1)",
        "evil.example",
        "/\r\nSet-Cookie: a=b",
        "//[bad",
    ],
)
def test_nobody_is_sent_elsewhere(
    visitor: Visitor, open_account: OpenAccount, elsewhere: str
) -> None:
    open_account()
    assert own_path(elsewhere) is None
    assert visitor.log_in("wang", next=elsewhere).headers["Location"] == "/"


def test_who_is_logged_in_does_not_see_the_log_in_page(log_in: LogIn) -> None:
    visitor = log_in()
    answer = visitor.get("/login?next=/account")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account")


def test_changed_password_ends_other_log_ins(app: Flask, log_in: LogIn) -> None:
    here, elsewhere = log_in(), Visitor(app)
    elsewhere.log_in("wang")
    new = "a quiet evening walk"
    answer = here.post("/account/password", old=PASSWORD, new=new, again=new)
    assert answer.status_code == 303
    assert here.is_logged_in()
    assert not elsewhere.is_logged_in()
    assert elsewhere.log_in("wang").status_code == 401
    assert elsewhere.log_in("wang", new).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "says"),
    [
        ("wrong password", "a quiet evening", "a quiet evening", "原密码不对"),
        (PASSWORD, "a quiet evening", "a quiet morning", "不一致"),
        (PASSWORD, "short one", "short one", "10 到 128"),
        (PASSWORD, "x1" * 65, "x1" * 65, "10 到 128"),
        (PASSWORD, "Wang-2026-11", "Wang-2026-11", "用户名"),
        (PASSWORD, "aaaabbbbcccc", "aaaabbbbcccc", "太容易"),
        (PASSWORD, "QWERTYUIOP", "QWERTYUIOP", "太容易"),
    ],
)
def test_bad_new_password_is_refused(
    log_in: LogIn, old: str, new: str, again: str, says: str
) -> None:
    visitor = log_in()
    answer = visitor.post("/account/password", old=old, new=new, again=again)
    assert answer.status_code == 422
    assert says in answer.text
    assert visitor.log_in("wang").status_code in (302, 303)


def test_old_password_cannot_be_guessed_without_end(log_in: LogIn) -> None:
    visitor = log_in()
    new = "a quiet evening walk"
    for _ in range(3):
        visitor.post("/account/password", old="wrong password", new=new, again=new)
    answer = visitor.post("/account/password", old=PASSWORD, new=new, again=new)
    assert "分钟后再试" in answer.text


def test_chinese_sentence_is_a_password(log_in: LogIn) -> None:
    visitor, new = log_in(), "春眠不觉晓 处处闻啼鸟"
    assert visitor.post("/account/password", old=PASSWORD, new=new, again=new).status_code == 303
    visitor.post("/logout")
    assert visitor.log_in("wang", new).status_code == 303


def test_closed_account_is_out_at_once(log_in: LogIn) -> None:
    visitor = log_in()
    admin = log_in("root", Role.SYSTEM_ADMIN)
    admin.post("/users/wang/deactivate")
    assert not visitor.is_logged_in()
    assert visitor.log_in("wang").status_code == 401
    admin.post("/users/wang/reactivate")
    assert visitor.log_in("wang").status_code == 303
