"""Logging in and out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.services.logins import LockedOut, authenticate, close_login, open_login
from app.web.context import current_account, idle_limit, lockout, now, transaction
from app.web.i18n import say
from app.web.requests import own_path
from app.web.sessions import forget, public, remember

auth = Blueprint("auth", __name__)


@auth.get("/login")
@public
def show_login() -> ResponseReturnValue:
    """Show the log-in page, or go on where somebody is logged in already."""
    if current_user.is_authenticated:
        return redirect(_onward())
    return _page()


@auth.post("/login")
@public
def log_in() -> ResponseReturnValue:
    """Check who it is and begin a log-in with a fresh token."""
    try:
        token = _token_for(request.form.get("username", ""), request.form.get("password", ""))
    except LockedOut as error:
        return _page(say(error)), 429
    if token is None:
        return _page(_("User name or password is wrong.")), 401
    # Nothing that stood in the cookie before, its CSRF token least of all, outlives the log-in.
    session.clear()
    response = redirect(_onward(), 303)
    remember(response, token)
    return response


@auth.post("/logout")
def log_out() -> ResponseReturnValue:
    """End the log-in at work."""
    with transaction() as store:
        close_login(store, current_user.login_id, at=now(), by=current_account().id)
    session.clear()
    flash(_("You are logged out."))
    response = redirect(url_for("auth.show_login"), 303)
    forget(response)
    return response


def _token_for(username: str, password: str) -> str | None:
    """Check a user name and a password; give the token of a new log-in if they fit."""
    at = now()
    with transaction() as store:
        user = authenticate(store, username, password, at=at, lockout=lockout())
        return open_login(store, user, at=at, idle=idle_limit()) if user else None


def _page(problem: str = "") -> str:
    """Render the log-in page, with what was typed but for the password."""
    return render_template(
        "auth/login.html",
        problem=problem,
        username=request.form.get("username", "")[:40],
        onward=own_path(request.values.get("next")),
    )


def _onward() -> str:
    """Give the page that was wanted before the log-in."""
    return own_path(request.values.get("next")) or url_for("home.show_home")
