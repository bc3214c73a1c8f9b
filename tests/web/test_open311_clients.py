"""Open311 as a client sees it that nobody here wrote: PyPI's georeport."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from flask import Flask
from georeport import GeoReport
from requests import HTTPError
from werkzeug.serving import make_server

from app.database import Store
from app.models import Community
from tests.open311_support import LITTER, Doors, add_services
from tests.two_cells import CODE, SIDE, SOUTH, WEST, build_world

REPORT = {
    "service_code": LITTER,
    "lat": SOUTH + SIDE * 0.7,
    "long": WEST + SIDE * 0.2,
    "description": "门口一堆垃圾 <b>&",
    "first_name": "Ann",
    "attributes": {"condition": "大量"},
}


@pytest.fixture
def doors(store: Store) -> Doors:
    with store.transaction() as session:
        world = build_world(session)
        session.get_one(Community, world.community.id).open311_public = True
        return add_services(session, world)


@pytest.fixture
def address(app: Flask, doors: Doors) -> Iterator[str]:
    """Serve one request after another: the store of a test has one connection."""
    web = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=web.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{web.server_port}/open311"
    web.shutdown()
    thread.join()
    web.server_close()


@pytest.fixture
def number(address: str, doors: Doors) -> str:
    """Report as any program does, for georeport only reads; give the number of the report."""
    form = {name: value for name, value in REPORT.items() if name != "attributes"}
    sent = requests.post(
        f"{address}/v2/requests.json",
        params={"jurisdiction_id": CODE},
        data=form | {"api_key": doors.secret, "attribute[condition]": "大量"},
        timeout=30,
    )
    assert sent.status_code == 201, sent.text
    given: str = sent.json()[0]["service_request_id"]
    return given


def test_client_reads_the_same_in_both_forms(address: str, number: str) -> None:
    as_json, as_xml = (
        GeoReport(f"{address}/v2", jurisdiction=CODE, output_format=form)
        for form in ("json", "xml")
    )
    for client in (as_json, as_xml):
        assert client.get_service_request(number)["service_code"] == LITTER
    (service,) = as_json.get_service_list()
    assert as_xml.get_service_list() == _as_text(service)
    (found,) = as_json.get_service_requests(status="open", service_code=LITTER)
    assert as_xml.get_service_requests(status="open", service_code=LITTER) == _as_text(found)
    definition = as_xml.get_service_definition(LITTER)["attributes"]["attribute"]
    assert [value["key"] for value in definition["values"]["value"]] == ["一般", "大量"]


def test_client_is_told_what_is_wrong(address: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        GeoReport(f"{address}/v2", jurisdiction="nowhere").get_service_list()
    here = GeoReport(f"{address}/v2", jurisdiction=CODE)
    with pytest.raises(HTTPError, match="400"):
        here.get_service_requests(start_date="2026-01-01T00:00:00Z", end_date="2026-12-31")


def _as_text(found: dict[str, Any]) -> dict[str, str | None]:
    """Say values as XML has them: text, or nothing."""
    return {
        name: None
        if value is None or value == ""
        else json.dumps(value, ensure_ascii=False).strip('"')
        for name, value in found.items()
    }
