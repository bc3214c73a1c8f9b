"""Service requests: listed, looked up, reported."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from app.queries.open311 import (
    RequestLine,
    Wanted,
    find_request,
    list_requests,
    list_steps,
)
from app.queries.words import word
from app.services.open311 import take_request
from app.web.i18n import translate
from app.web.open311.answer import render
from app.web.open311.blueprint import open311
from app.web.open311.calling import called, sent
from app.web.open311.report import read_report
from app.web.open311.services import name_of
from app.web.open311.wanted import read_wanted
from app.web.sessions import public


@open311.get("/v2/requests.<any(json, xml):ending>")
@public
def list_all_requests(ending: str) -> ResponseReturnValue:
    """List requests, the latest first."""
    with called() as call:
        wanted = read_wanted(call.at)
        lines, more = list_requests(call.session, call.caller, wanted)
    answer = render("service_requests", [_request(line) for line in lines], ending)
    return _with_next(answer, wanted) if more else answer


@open311.get("/v2/requests/<number>.<any(json, xml):ending>")
@public
def show_request(number: str, ending: str) -> ResponseReturnValue:
    """Give one request."""
    with called() as call:
        line = find_request(call.session, call.caller, number)
        found = _request(line)
        if _extended():
            steps = list_steps(call.session, line)
            found["notes"] = [
                {"datetime": at, "type": verb, "summary": word(verb, "verb", translate)}
                for at, verb in steps
            ]
    return render("service_requests", [found], ending)


@open311.post("/v2/requests.<any(json, xml):ending>")
@public
def report_request(ending: str) -> ResponseReturnValue:
    """Take a report."""
    with called(with_key=True) as call:
        once = request.headers.get("Idempotency-Key", "").strip()
        issue = take_request(
            call.session, call.caller, call.key, read_report(), once=once, at=call.at
        )
        number = issue.number
    told = {"service_request_id": number, "service_notice": None, "account_id": None}
    return render("service_requests", [told], ending, 201)


def _request(line: RequestLine) -> dict[str, Any]:
    """Say an issue in the fields of the standard; what it has not, or nobody may see, is null."""
    said = {
        "service_request_id": line.number,
        "status": "open" if line.is_open else "closed",
        "status_notes": word(line.state, "issue_state", translate),
        "service_name": name_of(line.name, line.name_en),
        "service_code": line.code,
        "description": line.description or None,
        "agency_responsible": line.agency or None,
        "service_notice": None,
        "requested_datetime": line.reported_at,
        "updated_datetime": line.updated_at,
        "expected_datetime": line.due_at,
        "address": line.address or None,
        "address_id": line.building_key or None,
        "zipcode": None,
        "lat": line.lat,
        "long": line.lon,
        "media_url": None,
    }
    return said | {"extended_attributes": _more(line)} if _extended() else said


def _more(line: RequestLine) -> dict[str, Any]:
    """Say what an issue has beyond the standard."""
    return {
        "state": line.state.value,
        "level": line.level.value,
        "condition": line.condition or None,
        "cell": line.cell_code or None,
        "place_doubt": line.place_doubt.value if line.place_doubt else None,
        "closed_datetime": line.closed_at,
        "merged_into": line.merged_into_id,
    }


def _extended() -> bool:
    """Tell whether more than the standard's fields is asked for."""
    return "true" in (sent("extended").lower(), sent("extensions").lower())


def _with_next(answer: Response, wanted: Wanted) -> Response:
    """Say where the next page is; never with the key, which has no place in an address."""
    asked = {name: text for name, text in request.args.items() if name != "api_key"}
    asked |= {"page": str(wanted.page + 1)}
    ending = (request.view_args or {})["ending"]
    address = url_for("open311.list_all_requests", ending=ending, _external=True, **asked)
    answer.headers["Link"] = f'<{address}>; rel="next"'
    return answer
