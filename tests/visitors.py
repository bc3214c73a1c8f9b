"""Visitors of the web pages, and the clock that they live by."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "one calm morning"
NOON = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)


class Clock:
    """A clock that stands until it is told to go on."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> dt.datetime:
        return self.at

    def go_on(self, **by: float) -> None:
        self.at += dt.timedelta(**by)


class Visitor:
    """Somebody with a browser: keeps cookies, and sends the token of the page with each form."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        return self.client.get(path, buffered=True, **kwargs)

    def token(self) -> str:
        for path in ("/login", "/account"):
            found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)
            if found:
                return found[1]
        raise AssertionError("no page showed a token")

    def post(self, path: str, **form: str) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token(), **form})

    def log_in(self, username: str, password: str = PASSWORD, **form: str) -> TestResponse:
        return self.post("/login", username=username, password=password, **form)

    def is_logged_in(self) -> bool:
        return self.get("/account").status_code == 200
