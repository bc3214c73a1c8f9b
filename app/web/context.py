"""What a view stands on: the transaction, who asks, and what time it is."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager

from flask import abort, current_app, g
from flask_login import current_user
from sqlalchemy.orm import Session

from app.database import Store
from app.models import User
from app.queries.scope import Viewer
from app.services.logins import Lockout
from app.settings import Settings


def settings() -> Settings:
    """Give the settings with which this application was made."""
    found: Settings = current_app.extensions["wangge.settings"]
    return found


def transaction() -> AbstractContextManager[Session]:
    """Open a session of the store that commits at the end, or rolls back on an error."""
    store: Store = current_app.extensions["wangge.store"]
    return store.transaction()


def now() -> dt.datetime:
    """Give the aware time, from the application's clock."""
    at: dt.datetime = current_app.config["CLOCK"]()
    return at


def today() -> dt.date:
    """Give the date where the system is used."""
    return now().astimezone(current_app.config["TIMEZONE"]).date()


def current_account() -> User:
    """Give the account that asks, with its community, outside any session.

    Raises
    ------
    werkzeug.exceptions.Unauthorized
        If nobody is logged in.
    """
    if not current_user.is_authenticated:
        abort(401)
    user: User = current_user.user
    return user


def current_viewer() -> Viewer:
    """Give the viewer that asks, whom every query takes.

    Raises
    ------
    werkzeug.exceptions.Unauthorized
        If nobody is logged in.
    """
    if "viewer" not in g:
        g.viewer = Viewer.of(current_account(), today())
    viewer: Viewer = g.viewer
    return viewer


def lockout() -> Lockout:
    """Give the rule by which failed log-ins lock an account."""
    chosen = settings()
    return Lockout(chosen.wangge_lockout_attempts, chosen.wangge_lockout_minutes)


def idle_limit() -> dt.timedelta:
    """Give the time after which an unused log-in ends."""
    return dt.timedelta(hours=settings().wangge_session_hours)
