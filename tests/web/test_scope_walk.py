"""A walk through every route as every role: nothing of another cell's people may be read.

Two cells, Alpha and Bravo, carry their names in every private text. Whoever belongs to Alpha asks
every address of the application with the keys of both cells, and no byte of any answer may hold a
mark of Bravo. A route that this file does not know fails it, so a new route is walked from its
first day.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.database import Store
from app.queries.layers import LAYERS
from app.services.exports import FORMATS, SUBJECTS
from app.web.panels import PANELS
from tests.catalogue_support import add_catalogue
from tests.shifts_support import add_shifts
from tests.two_cells import CODE, JOB_ID, MASKED, PHONES, SIDE, SOUTH, WEST, World, build_world
from tests.walkers import enter

CELLS = ("Alpha", "Bravo")
WALKED = {
    "accounts.": "own account: settings, password, language",
    "analysis.": "the leader's page: hotspots, what is open, what nobody looked at",
    "api.": "every endpoint of the API",
    "api_keys.": "keys of other programs",
    "auth.": "log-in and log-out",
    "buildings.": "the cell of a building, merging and splitting",
    "catalogue.": "what issues can be, who gets what, handling units, working time",
    "communities.": "settings of the community: its words and its posts",
    "duties.": "vacancies, duties, appointing, handing over",
    "divisions.": "list, map, comparison, publishing of divisions",
    "drafts.": "the state of a division, and steps of editing it",
    "coverage.": "what was walked and missed, stops to tick off, tracks of one's own",
    "calendar.": "calendars to subscribe to, by a secret",
    "exports.": "files and the map as a file",
    "home.": "the first page, language, health",
    "imports.": "the guided import",
    "indicators.": "what came, was due and was closed, in a period",
    "issues.": "lists of issues, the page of one, what is done with them",
    "jobs.": "long work and how far it is",
    "map.": "page and script of the map",
    "open311.": "reports of other programs, by their keys",
    "notices.": "one's own notices, the digest of a day, what is sent outside",
    "openapi.": "description of the API",
    "panels.": "fragments beside the map",
    "patrols.": "plans of patrols: list, map, sheet, files, the walker's page",
    "plates.": "door plates of cells, and the sheet to print",
    "people.": "register of people, organisations, teams",
    "residents.": "reports by the code on a door, and what became of them",
    "search.": "the search box",
    "shifts.": "who walks when: week, patrol, rhythms, pairs, absences, gaps, calendar links",
    "summaries.": "reports of a period: asked for, read, taken along",
    "static": "files of the front end",
    "users.": "accounts, for the system administrator",
}
"""Beginnings of endpoint names. A new blueprint is added here with its places below."""

KINDS = ("cell", "building", "entrance", "issue", "route", "person", "duty", "organisation")
"""Kinds of things of which each cell has one."""

OPEN_TO_ALL = {
    "auth.show_login", "auth.log_in", "home.show_health", "home.set_language",
    "open311.show_discovery", "openapi.show_description", "static",
}  # fmt: skip
WORDS = ("Bravo", "Alpha", "王", "bw", "138", "B", "%", "lane")
QUERIES = {
    "search.find": [f"?q={quote(word)}" for word in WORDS],
    "api.search_community": [f"?q={quote(word)}" for word in WORDS],
    "api.show_layer": ["", f"?bbox={WEST},{SOUTH},{WEST + 2 * SIDE},{SOUTH + SIDE}"],
}


def marks(cell: str) -> tuple[bytes, ...]:
    """Give the texts by which something of a cell is recognised: names, phones whole or masked."""
    return tuple(text.encode() for text in (cell, PHONES[cell], MASKED[cell]))


def places(world: World) -> dict[str, list[object]]:
    """Give plausible values for every place in an address: the keys of both cells."""
    both = (world.alpha, world.bravo)
    keys: dict[str, list[object]] = {
        f"{kind}_id": [cell.ids[kind] for cell in both] for kind in KINDS
    }
    every = sorted({key for cell in both for key in cell.ids.values()})
    return (
        keys
        | world.places
        | {
            "code": [CODE],
            "division_id": [world.division.id],
            "other_id": [world.division.id],
            "filename": ["css/base.css"],
            "ending": ["json", "xml"],
            "form": list(FORMATS),
            "import_id": [1],
            "job_id": [JOB_ID],
            "key_id": [1],
            "kind": list(PANELS),
            "name": list(LAYERS),
            "part": [1],
            "photo_id": [1],
            "plate_code": ["nosuchcode"],
            "plate_id": [cell.ids["plate"] for cell in both],
            "notice_id": [1],
            "number": sorted(keys["issue_id"]),
            "stop_id": [1],
            "summary_id": [1],
            "team_id": [1],
            "track_id": [1],
            "thing_id": list(every),
            "username": list(world.users),
            "verb": ["dispatch", "handle-on-the-spot"],
            "what": list(SUBJECTS),
            "x": [13485],
            "y": [6202],
            "z": [14],
        }
    )


def addresses(app: Flask, rule: Rule, world: World) -> Iterator[str]:
    """Fill the places of a route with all their values."""
    values = places(world)
    unknown = rule.arguments - values.keys()
    assert not unknown, f"{rule.rule}: give values for {unknown} in places()"
    names = sorted(rule.arguments)
    with app.test_request_context():
        for chosen in product(*(values[name] for name in names)):
            path = app.url_for(rule.endpoint, **dict(zip(names, chosen, strict=True)))
            for query in QUERIES.get(rule.endpoint, [""]):
                yield path + query


def readable(answer: TestResponse) -> bytes:
    """Give the bytes of an answer, those of a workbook unpacked."""
    body = answer.get_data()
    if body[:2] != b"PK":
        return body
    with zipfile.ZipFile(BytesIO(body)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def walk(app: Flask, client: FlaskClient, world: World) -> Iterator[tuple[str, str, TestResponse]]:
    """Ask every address with every method that it takes."""
    for rule in app.url_map.iter_rules():
        for address in addresses(app, rule, world):
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}):
                if rule.endpoint != "auth.log_out":
                    yield rule.endpoint, address, client.open(address, method=method, buffered=True)


def leaks(app: Flask, client: FlaskClient, world: World, *cells: str) -> set[str]:
    """Give the endpoints whose answers hold a mark of these cells."""
    found = set()
    for endpoint, address, answer in walk(app, client, world):
        assert answer.status_code < 500, address
        body = readable(answer)
        if any(mark in body for cell in cells for mark in marks(cell)):
            found.add(endpoint)
    return found


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        made = build_world(session)
        made.places |= add_shifts(session, made)
        made.places |= add_catalogue(session, made)
    return made


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application without tokens in forms: what is asked here is who may read."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_every_route_is_walked(app: Flask) -> None:
    known = tuple(WALKED)
    unknown = {rule.endpoint for rule in app.url_map.iter_rules()} - {
        rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith(known)
    }
    assert not unknown, f"add to WALKED, and their places to places(): {unknown}"


def test_the_walk_has_teeth(app: Flask, store: Store, world: World) -> None:
    """Who may see both cells does see both on every route that shows people or their affairs."""
    seen = leaks(app, enter(app, store, world.users["community"]), world, "Bravo")
    assert seen >= {
        "api.get_building", "api.get_buildings", "api.get_cell", "api.get_cells",
        "api.get_duties", "api.get_issue", "api.get_issues", "api.get_people", "api.get_person",
        "api.get_route", "api.get_routes", "api.search_community", "api.show_building_tile",
        "api.show_layer", "exports.download", "exports.download_map", "jobs.show",
        "panels.show_panel", "search.find", "shifts.show_patrol", "shifts.show_week",
        "shifts.show_rhythm", "shifts.show_absences", "shifts.show_links",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["grid", "volunteer"])
def test_nothing_of_another_cell(app: Flask, store: Store, world: World, name: str) -> None:
    client = enter(app, store, world.users[name])
    assert leaks(app, client, world, "Bravo") == set()


@pytest.mark.parametrize("name", ["handler", "system", "stranger"])
def test_nothing_of_any_cell(app: Flask, store: Store, world: World, name: str) -> None:
    client = enter(app, store, world.users[name])
    assert leaks(app, client, world, *CELLS) == set()


def test_nobody_is_turned_away(app: Flask, store: Store, world: World) -> None:
    for endpoint, address, answer in walk(app, enter(app, store, None), world):
        if endpoint in OPEN_TO_ALL:
            continue
        assert answer.status_code in (302, 400, 401, 403, 404), address
        if answer.status_code == 302:
            # The way back repeats the address that was asked for, with our own words in it.
            assert re.match(r"/login\b", answer.headers["Location"])
            continue
        assert not any(mark in answer.get_data() for cell in CELLS for mark in marks(cell))
