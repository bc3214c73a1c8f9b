"""Who asks: the log-in behind the cookie, and the door that is shut unless a view is public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, Request, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from werkzeug import Response

from app.models import User
from app.services.logins import resume_login
from app.web.context import idle_limit, now, transaction
from app.web.requests import wants_problem

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


@dataclass(frozen=True)
class Account:
    """A user as Flask-Login wants to see one.

    Attributes
    ----------
    user : User
    login_id : int
        Key of the log-in at work.
    """

    user: User
    login_id: int
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Give the account's key as text."""
        return str(self.user.id)


def public(view: View) -> View:
    """Mark a view that needs no log-in. All others do, without saying so.

    Parameters
    ----------
    view : Callable

    Returns
    -------
    Callable
        The same view.
    """
    view.is_public = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Let an application know who asks, and turn away who is not logged in."""
    # Its own context processor would ask the store for every page, errors included.
    manager = LoginManager(app, add_context_processor=False)
    # Our own token is the whole log-in; Flask-Login keeps nothing in Flask's session.
    manager.session_protection = None
    manager.request_loader(_load_account)
    app.before_request(_turn_away)


def _load_account(request: Request) -> Account | None:
    """Find the account behind the cookie of a request."""
    token = request.cookies.get(current_app.config["LOGIN_COOKIE_NAME"])
    if not token:
        return None
    with transaction() as session:
        login = resume_login(session, token, at=now(), idle=idle_limit())
    return Account(login.user, login.id) if login else None


def _turn_away() -> ResponseReturnValue | None:
    """Send who is not logged in to the log-in page, before anything of the request is read."""
    if request.endpoint in (None, "static"):
        return None
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "is_public", False) or current_user.is_authenticated:
        return None
    if wants_problem() or request.method not in ("GET", "HEAD"):
        abort(401)
    wanted = request.full_path.rstrip("?")
    return redirect(url_for("auth.show_login", next=None if wanted == "/" else wanted))


def remember(response: Response, token: str) -> None:
    """Put the token of a log-in into the browser, out of reach of any script."""
    config = current_app.config
    response.set_cookie(
        config["LOGIN_COOKIE_NAME"],
        token,
        httponly=True,
        secure=config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )


def forget(response: Response) -> None:
    """Take the token of a log-in out of the browser."""
    config = current_app.config
    response.delete_cookie(
        config["LOGIN_COOKIE_NAME"],
        httponly=True,
        secure=config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
