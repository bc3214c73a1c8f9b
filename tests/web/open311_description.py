"""What may be sent to Open311, as OpenAPI describes it: for a program that sends all of it."""

from __future__ import annotations

from typing import Any

from tests.open311_support import LITTER, SEWER
from tests.two_cells import CODE, SIDE, SOUTH, WEST

ERRORS = {"description": "Refused."}
TEXT = {"type": "string"}
MOMENT = {"type": "string", "format": "date-time"}
LISTED = {
    "jurisdiction_id": {"type": "string", "enum": [CODE, "nowhere"]},
    "service_request_id": TEXT,
    "service_code": {"type": "string", "enum": [LITTER, SEWER, f"{LITTER},{SEWER}"]},
    "start_date": MOMENT,
    "end_date": MOMENT,
    "status": {"type": "string", "enum": ["open", "closed", "open,closed"]},
    "page": {"type": "integer"},
    "page_size": {"type": "integer"},
    "extended": {"type": "boolean"},
}
REPORTED = {
    "service_code": {"type": "string", "enum": [LITTER, SEWER]},
    "lat": {"type": "number", "minimum": SOUTH, "maximum": SOUTH + SIDE},
    "long": {"type": "number", "minimum": WEST, "maximum": WEST + SIDE},
    "address_string": TEXT,
    "address_id": TEXT,
    "description": TEXT,
    "first_name": TEXT,
    "last_name": TEXT,
    "phone": TEXT,
    "email": TEXT,
    "media_url": TEXT,
    "attribute[condition]": {"type": "string", "enum": ["一般", "大量"]},
}


def describe() -> dict[str, Any]:
    """Describe the addresses with what each takes."""
    queries = {
        "/discovery": {},
        "/services": {"jurisdiction_id": TEXT},
        "/services/{code}": {"jurisdiction_id": TEXT},
        "/requests": LISTED,
        "/requests/{number}": {"extended": {"type": "boolean"}},
    }
    paths = {
        f"{path}.{ending}": {"get": _operation(path, asked)}
        for path, asked in queries.items()
        for ending in ("json", "xml")
    }
    for ending in ("json", "xml"):
        paths[f"/requests.{ending}"]["post"] = _report()
    info = {"title": "Open311 GeoReport v2", "version": "2"}
    servers = [{"url": "/open311/v2"}]
    return {"openapi": "3.1.0", "info": info, "servers": servers, "paths": paths}


def _operation(path: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Describe one way of asking."""
    places = {"code": {"type": "string", "minLength": 1}, "number": {"type": "string"}}
    inside = [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name, schema in places.items()
        if f"{{{name}}}" in path
    ]
    queries = [{"name": name, "in": "query", "schema": schema} for name, schema in asked.items()]
    return {"parameters": inside + queries, "responses": _answers("200")}


def _report() -> dict[str, Any]:
    """Describe how something is reported."""
    form = {"type": "object", "properties": REPORTED, "required": ["service_code", "description"]}
    content = {"application/x-www-form-urlencoded": {"schema": form}}
    once = {"name": "Idempotency-Key", "in": "header", "schema": TEXT}
    return {
        "parameters": [once],
        "requestBody": {"required": True, "content": content},
        "responses": _answers("201"),
    }


def _answers(good: str) -> dict[str, Any]:
    """Say which answers there are."""
    return dict.fromkeys((good, "400", "403", "404", "405", "422"), ERRORS)
