"""Browsers that are logged in as the accounts of the two cells, without passwords."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.database import Store
from app.models import User
from app.services.logins import open_login
from app.web.context import idle_limit
from tests.two_cells import NOW


def enter(app: Flask, store: Store, user: User | None) -> FlaskClient:
    """Give a browser that is logged in as somebody, or as nobody."""
    client = app.test_client()
    if user is not None:
        with app.app_context(), store.transaction() as session:
            token = open_login(session, user, at=NOW, idle=idle_limit())
        client.set_cookie(app.config["LOGIN_COOKIE_NAME"], token)
    return client
