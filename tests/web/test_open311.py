"""Open311 GeoReport v2: what programs may ask, send and see, in JSON and XML."""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from PIL import Image
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import status_code_conformance
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app.database import Store
from app.models import Community, Issue, IssueChannel, IssuePhoto, IssueReporter
from app.queries.scope import Viewer
from app.services.api_keys import list_keys, withdraw_key
from tests.open311_support import LITTER, SEWER, Doors, add_services
from tests.two_cells import CODE, SIDE, SOUTH, TODAY, WEST, World, build_world
from tests.visitors import NOON, Clock
from tests.web.open311_description import describe

BASE = "/open311/v2"
HERE = {"lat": str(SOUTH + SIDE * 0.7), "long": str(WEST + SIDE * 0.2)}
SAID = {
    "service_code": LITTER, "description": "门口一堆垃圾\n三天了",
    "address_string": "Alpha 41号楼旁", "first_name": "小明", "last_name": "欧阳",
    "phone": "13900001234", "email": "x@example.cn",
} | HERE  # fmt: skip


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def doors(store: Store, world: World) -> Doors:
    with store.transaction() as session:
        return add_services(session, world)


@pytest.fixture
def client(app: Flask, doors: Doors) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def shown(store: Store, doors: Doors) -> None:
    """The community shows its cases to programs without a key."""
    with store.transaction() as session:
        session.execute(update(Community).values(open311_public=True))


def report(client: FlaskClient, doors: Doors, once: str = "", **said: Any) -> TestResponse:
    headers = {"Idempotency-Key": once} if once else {}
    form = {"api_key": doors.secret} | SAID | said
    return client.post(f"{BASE}/requests.json", data=form, headers=headers)


def number_of(answer: TestResponse) -> str:
    assert answer.status_code == 201, answer.text
    (told,) = answer.json
    return str(told["service_request_id"])


def xml_of(answer: TestResponse) -> ElementTree.Element:
    return ElementTree.fromstring(answer.data)  # noqa: S314 - our own markup.


def own(client: FlaskClient, doors: Doors, path: str, **asked: str) -> Any:
    answer = client.get(BASE + path, query_string={"api_key": doors.secret} | asked)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_discovery_names_the_endpoint(client: FlaskClient) -> None:
    found = client.get("/open311/discovery.json").json
    (endpoint,) = found["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"] == "http://localhost/open311/v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    root = xml_of(client.get(f"{BASE}/discovery.xml"))
    assert root.findtext("endpoints/endpoint/formats/format") == "text/xml"


def test_services_with_a_key_and_without(client: FlaskClient, doors: Doors, shown: None) -> None:
    """A program with a key is offered all that is in use, others what residents are."""
    assert [one["service_code"] for one in own(client, doors, "/services.json")] == [LITTER, SEWER]
    answer = client.get(f"{BASE}/services.json?jurisdiction_id={CODE}&lang=en")
    (service,) = answer.json
    assert (service["service_name"], service["metadata"], service["type"]) == (
        "Litter", True, "realtime",
    )  # fmt: skip
    assert answer.content_type == "application/json; charset=utf-8"


def test_definition_asks_for_the_condition(client: FlaskClient, doors: Doors) -> None:
    (attribute,) = own(client, doors, f"/services/{LITTER}.json")["attributes"]
    assert [value["key"] for value in attribute["values"]] == ["一般", "大量"]
    assert own(client, doors, f"/services/{SEWER}.json")["attributes"] == []


def test_a_report_becomes_an_issue_that_lacks_nothing(
    client: FlaskClient, doors: Doors, store: Store, world: World
) -> None:
    said = {"attribute[condition]": "大量", "media_url": "https://example.cn/a.jpg"}
    number = number_of(report(client, doors, **said))
    with store.transaction() as session:
        issue = session.scalars(select(Issue).where(Issue.channel == IssueChannel.OPEN311)).one()
        reporter = session.scalars(select(IssueReporter)).one()
        assert issue.number == number
        assert (issue.condition, issue.category) == ("大量", "暴露垃圾")
        assert issue.description == SAID["description"]
        assert issue.address == SAID["address_string"]
        assert issue.cell_id == world.alpha.ids["cell"]
        assert issue.building_id == world.alpha.ids["building"]
        assert (reporter.name, reporter.phone) == ("欧阳小明", "13900001234")
        assert issue.events[0].facts["media_url"] == said["media_url"]


def test_its_program_sees_it_whole_and_nobody_who_reported(
    client: FlaskClient, doors: Doors
) -> None:
    number = number_of(report(client, doors))
    found = own(client, doors, f"/requests/{number}.json")
    assert found == own(client, doors, "/requests.json")
    assert found[0]["description"] == SAID["description"]
    assert found[0]["lat"] == pytest.approx(float(HERE["lat"]))
    assert (found[0]["status"], found[0]["requested_datetime"]) == ("open", "2026-11-22T04:00:00Z")
    whole = str(own(client, doors, f"/requests/{number}.json", extended="true"))
    assert not [SAID[name] for name in ("first_name", "phone", "email") if SAID[name] in whole]
    assert "reported" in whole


def test_other_programs_see_public_places_without_words(
    client: FlaskClient, doors: Doors, shown: None
) -> None:
    number = number_of(report(client, doors))
    private = number_of(report(client, doors, service_code=SEWER))
    for asked in ({"jurisdiction_id": CODE}, {"api_key": doors.other_secret}):
        (found,) = client.get(f"{BASE}/requests.json", query_string=asked).json
        assert found["service_request_id"] == number
        assert (found["description"], found["address"]) == (None, "Alpha lane 0")
        hidden = client.get(f"{BASE}/requests/{private}.json", query_string=asked)
        assert (hidden.status_code, hidden.json[0]["code"]) == (404, 404)


def test_nothing_is_shown_unless_the_community_says_so(client: FlaskClient, doors: Doors) -> None:
    number = number_of(report(client, doors))
    answer = client.get(f"{BASE}/requests.json?jurisdiction_id={CODE}")
    assert answer.status_code == 404
    assert client.get(f"{BASE}/services.json").status_code == 400
    asked = {"api_key": doors.other_secret}
    assert client.get(f"{BASE}/requests.json", query_string=asked).json == []
    assert client.get(f"{BASE}/requests/{number}.json", query_string=asked).status_code == 404


def test_xml_says_the_same(client: FlaskClient, doors: Doors) -> None:
    number = number_of(report(client, doors, description="a < b & \x0b<script>"))
    answer = client.get(f"{BASE}/requests.xml?api_key={doors.secret}&extended=true")
    assert answer.content_type == "text/xml; charset=utf-8"
    request = xml_of(answer).find("request")
    assert request is not None
    assert request.findtext("service_request_id") == number
    assert request.findtext("description") == "a < b & <script>"
    assert request.findtext("extended_attributes/state") == "reported"
    same = own(client, doors, "/requests.json", extended="true")[0]
    assert [child.tag for child in request] == list(same)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"api_key": ""}, 403), ({"api_key": "guessed"}, 403),
        ({"jurisdiction_id": "410203001001"}, 403), ({"jurisdiction_id": CODE}, 201),
        ({"service_code": ""}, 400), ({"service_code": "0199"}, 404), ({"service_code": "x"}, 404),
        ({"lat": "x"}, 400), ({"lat": "nan"}, 400), ({"lat": "91"}, 400), ({"long": ""}, 400),
        ({"lat": "0", "long": "0"}, 201), ({"lat": "", "long": "", "address_string": ""}, 400),
        ({"lat": "", "long": ""}, 201), ({"address_id": "Alpha-1"}, 201),
        ({"address_id": "Alpha-99"}, 404), ({"description": "长" * 4001}, 400),
        ({"attribute[condition]": "别的"}, 400), ({"attribute[other]": "x"}, 400),
        ({"attribute[condition][]": ["一般", "大量"]}, 400), ({"first_name": "x" * 999}, 400),
    ],
)  # fmt: skip
def test_what_is_refused_and_how(
    client: FlaskClient, doors: Doors, said: dict[str, Any], status: int
) -> None:
    answer = report(client, doors, **said)
    assert answer.status_code == status, answer.text
    if status != 201:
        (error,) = answer.json
        assert error["code"] == status
        assert error["description"]
        xml = client.post(f"{BASE}/requests.xml", data={"api_key": doors.secret} | SAID | said)
        assert xml_of(xml).findtext("error/code") == str(status)


def test_sent_again_it_is_the_same_issue(client: FlaskClient, doors: Doors, store: Store) -> None:
    first = number_of(report(client, doors, "retry-1"))
    assert number_of(report(client, doors, "retry-1")) == first
    assert report(client, doors, "retry-1", description="另一件事").status_code == 422
    assert number_of(report(client, doors, "retry-2")) != first
    other = client.post(
        f"{BASE}/requests.json",
        data=SAID | {"api_key": doors.other_secret},
        headers={"Idempotency-Key": "retry-1"},
    )
    assert number_of(other) != first
    with store.transaction() as session:
        found = session.scalars(select(Issue).where(Issue.channel == IssueChannel.OPEN311)).all()
    assert len(found) == 3


def test_photos_come_along(client: FlaskClient, doors: Doors, store: Store) -> None:
    picture = BytesIO()
    Image.new("RGB", (32, 24), "green").save(picture, "JPEG")
    picture.seek(0)
    number_of(report(client, doors, media=(picture, "a.jpg")))
    assert report(client, doors, media=(BytesIO(b"no picture"), "a.jpg")).status_code == 400
    with store.transaction() as session:
        (photo,) = session.scalars(select(IssuePhoto)).all()
        assert (photo.width, photo.height) == (32, 24)


def test_a_withdrawn_key_opens_nothing(
    client: FlaskClient, doors: Doors, store: Store, world: World
) -> None:
    operator = Viewer(on=TODAY)
    with store.transaction() as session:
        for key in list_keys(session, operator, world.community):
            withdraw_key(session, operator, world.community, key.id, at=NOON)
    assert report(client, doors).status_code == 403
    assert client.get(f"{BASE}/services.json?api_key={doors.secret}").status_code == 403


def test_the_key_may_come_in_a_header(client: FlaskClient, doors: Doors) -> None:
    answer = client.get(f"{BASE}/services.json", headers={"X-Api-Key": doors.secret})
    assert len(answer.json) == 2


class TestPeriods:
    """90 days, a thousand, and pages."""

    @pytest.fixture
    def numbers(self, client: FlaskClient, doors: Doors, clock: Clock) -> list[str]:
        """Five issues, forty days between one and the next."""
        found = []
        for _ in range(5):
            found.append(number_of(report(client, doors)))
            clock.go_on(days=40)
        return found

    def got(self, client: FlaskClient, doors: Doors, **asked: str) -> list[str]:
        rows = own(client, doors, "/requests.json", **asked)
        return [row["service_request_id"] for row in rows]

    def test_the_last_ninety_days(
        self, client: FlaskClient, doors: Doors, numbers: list[str]
    ) -> None:
        assert self.got(client, doors) == numbers[:2:-1]

    def test_days_that_are_named(
        self, client: FlaskClient, doors: Doors, numbers: list[str]
    ) -> None:
        first = NOON.isoformat()
        assert self.got(client, doors, start_date=first) == numbers[2::-1]
        assert self.got(client, doors, end_date=first) == numbers[:1]
        some = {"start_date": first, "end_date": (NOON + dt.timedelta(days=50)).isoformat()}
        assert self.got(client, doors, **some) == numbers[1::-1]
        assert self.got(client, doors, service_request_id=",".join(numbers)) == numbers[::-1]

    def test_pages(self, client: FlaskClient, doors: Doors, numbers: list[str]) -> None:
        asked = {"api_key": doors.secret, "start_date": NOON.isoformat(), "page_size": "2"}
        answer = client.get(f"{BASE}/requests.json", query_string=asked)
        assert len(answer.json) == 2
        following = answer.headers["Link"].partition(">")[0].strip("<")
        assert doors.secret not in following
        last = client.get(following, headers={"X-Api-Key": doors.secret})
        assert [row["service_request_id"] for row in last.json] == numbers[:1]
        assert "Link" not in last.headers

    @pytest.mark.parametrize(
        "asked",
        [
            {"start_date": "2026-11-22"}, {"start_date": "2026-11-22T00:00:00"},
            {"start_date": "yesterday"}, {"end_date": "9999-12-31T23:59:59Z"},
            {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"},
            {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
            {"status": "lost"}, {"page": "0"}, {"page_size": "1001"}, {"page": "x"},
        ],
    )  # fmt: skip
    def test_what_makes_no_sense(
        self, client: FlaskClient, doors: Doors, asked: dict[str, str]
    ) -> None:
        asked = asked | {"api_key": doors.secret}
        answer = client.get(f"{BASE}/requests.json", query_string=asked)
        assert (answer.status_code, answer.json[0]["code"]) == (400, 400)

    def test_states_and_services(
        self, client: FlaskClient, doors: Doors, numbers: list[str]
    ) -> None:
        assert self.got(client, doors, status="closed") == []
        assert len(self.got(client, doors, status="open,closed")) == 2
        assert len(self.got(client, doors, service_code=f"{LITTER},{SEWER}")) == 2
        assert self.got(client, doors, service_code=SEWER) == []


def test_nothing_sent_breaks_it(app: Flask, doors: Doors, shown: None) -> None:
    """Schemathesis sends what the standard allows and what it does not."""
    schema = schemathesis.openapi.from_dict(describe())
    schema.app = app
    for operation in schema.get_all_operations():
        _send(operation.ok(), doors.secret)


def _send(operation: Any, secret: str) -> None:
    """Send generated requests to one operation and check every answer."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=10,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: Any) -> None:
        checks = [not_a_server_error, status_code_conformance]
        answer = case.call(headers={"X-Api-Key": secret})
        case.validate_response(answer, checks=checks)
        if case.path.endswith(".xml"):
            ElementTree.fromstring(answer.content)  # noqa: S314 - our own markup.
        else:
            json.loads(answer.content)

    send()
