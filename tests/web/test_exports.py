"""The page of downloads: each offer leads to a file, and only those who may export see it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import Store
from tests.two_cells import CODE, World, build_world
from tests.walkers import enter

AsUser = Callable[[str], FlaskClient]
PAGE = f"/c/{CODE}/export"


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def as_user(app: Flask, store: Store, world: World) -> AsUser:
    return lambda name: enter(app, store, world.users[name])


def test_every_download_that_is_offered_exists(as_user: AsUser) -> None:
    client = as_user("grid")
    offered = re.findall(r'href="([^"]+)" download', client.get(PAGE).text)
    assert f"/c/{CODE}/map.html" in offered
    assert len(offered) > len({"buildings", "cells", "routes", "issues", "duties"})
    for address in offered:
        assert client.get(address).headers["Content-Disposition"].startswith("attachment")


def test_who_may_not_export_is_not_offered_it(as_user: AsUser) -> None:
    client = as_user("volunteer")
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get(f"/c/{CODE}/map").text
