"""The description of the API, made from the declarations of its endpoints (OpenAPI 3.1)."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from app.queries.layers import LAYERS
from app.queries.tiles import MAX_ZOOM, MIN_ZOOM
from app.web.api.blueprint import api, blueprint
from app.web.api.endpoint import JSON_TYPE, Endpoint
from app.web.api.schema import NoQuery, Problem
from app.web.sessions import public

description = Blueprint("openapi", __name__)

VERSION = "1.0.0"
_REFERENCE = "#/components/schemas/{model}"
_PROBLEMS = {
    "400": "A value that cannot be stored, such as a number beyond 64 bits.",
    "401": "Nobody is logged in.",
    "403": "Your account may not do this.",
    "404": "There is no such thing in what you may see.",
    "422": "A parameter does not fit.",
    "429": "Too much at once.",
    "503": "The database does not answer at the moment.",
}
_PROBLEMS_OF_CHANGES = {
    "409": "Somebody was faster: look again before you try again.",
    "413": "More was sent than is taken.",
}
_TOKEN = {
    "name": "X-CSRFToken",
    "in": "header",
    "required": True,
    "description": "What GET /token gives.",
    "schema": {"type": "string"},
}
_PLACES: dict[str, dict[str, Any]] = {
    "code": {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,32}$"},
    "name": {"type": "string", "enum": sorted(LAYERS)},
    "z": {"type": "integer", "minimum": MIN_ZOOM, "maximum": MAX_ZOOM},
    "x": {"type": "integer", "minimum": 0, "maximum": 2**MAX_ZOOM - 1},
    "y": {"type": "integer", "minimum": 0, "maximum": 2**MAX_ZOOM - 1},
}
_KEY = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}


@description.get("/api/openapi.json")
@public
def show_description() -> ResponseReturnValue:
    """Describe the API."""
    return describe(current_app.config["LOGIN_COOKIE_NAME"])


@cache
def describe(cookie: str) -> dict[str, Any]:
    """Give the description of the API.

    Parameters
    ----------
    cookie : str
        Name of the cookie that holds the log-in.

    Returns
    -------
    dict
        OpenAPI 3.1.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wangge",
            "version": VERSION,
            "description": "Community grids: ground, people, issues and patrol routes, "
            "each within the scope of the account that asks.",
        },
        "servers": [{"url": blueprint.url_prefix}],
        "security": [{"login": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "login": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": cookie,
                    "description": "The cookie that POST /login sets.",
                }
            },
            "schemas": _schemas(),
        },
    }


def _paths() -> dict[str, dict[str, Any]]:
    """Describe all endpoints, those of one address together."""
    found: dict[str, dict[str, Any]] = {}
    for endpoint in api.endpoints:
        found.setdefault(endpoint.path, {})[endpoint.method] = _operation(endpoint)
    return found


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    """Describe one endpoint."""
    good = {"description": endpoint.summary, "content": {endpoint.media_type: _content(endpoint)}}
    problems = _PROBLEMS if endpoint.body is None else _PROBLEMS | _PROBLEMS_OF_CHANGES
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": endpoint.details,
        "tags": [endpoint.tag],
        "parameters": _path_parameters(endpoint) + _query_parameters(endpoint),
        "responses": {str(endpoint.status): good}
        | {code: _problem(text) for code, text in problems.items()},
    }
    if endpoint.body is None:
        return operation
    operation["parameters"] += [_TOKEN]
    schema = {"schema": {"$ref": _REFERENCE.format(model=endpoint.body.__name__)}}
    return operation | {"requestBody": {"required": True, "content": {JSON_TYPE: schema}}}


def _content(endpoint: Endpoint) -> dict[str, Any]:
    """Describe the body of a good answer."""
    if endpoint.answer is not None:
        adapter: TypeAdapter[Any] = TypeAdapter(endpoint.answer)
        schema = adapter.json_schema(mode="serialization", ref_template=_REFERENCE)
        schema.pop("$defs", None)
        return {"schema": _named(endpoint.answer) or schema}
    if endpoint.media_type.endswith("json"):
        return {"schema": {"type": "object", "required": ["type", "features", "truncated"]}}
    return {}  # Bytes: OpenAPI 3.1 says so by saying nothing.


def _named(answer: Any) -> dict[str, str] | None:
    """Refer to a model by its name, where the answer is one."""
    name = _schema_names().get(answer)
    return None if name is None else {"$ref": name}


def _models() -> list[Any]:
    """List the models of the answers."""
    answers = [endpoint.answer for endpoint in api.endpoints if endpoint.answer is not None]
    single = [answer for answer in answers if hasattr(answer, "model_json_schema")]
    listed = [answer.__args__[0] for answer in answers if not hasattr(answer, "model_json_schema")]
    return list(dict.fromkeys([*single, *listed, Problem]))


def _sides() -> list[tuple[Any, Literal["serialization", "validation"]]]:
    """List the models with the side from which each is described: answered, or sent."""
    bodies = {endpoint.body for endpoint in api.endpoints if endpoint.body is not None}
    return [
        *((model, "serialization") for model in _models()),
        *((model, "validation") for model in sorted(bodies, key=lambda body: body.__name__)),
    ]


def _schema_names() -> dict[Any, str]:
    """Give the reference of each model."""
    references, _ = models_json_schema(_sides(), ref_template=_REFERENCE)
    return {model: reference["$ref"] for (model, _), reference in references.items()}


def _schemas() -> dict[str, Any]:
    """Describe all models."""
    _, definitions = models_json_schema(_sides(), ref_template=_REFERENCE)
    found: dict[str, Any] = definitions["$defs"]
    return found


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    """Describe the places in an address."""
    return [
        {"name": name, "in": "path", "required": True, "schema": _PLACES.get(name, _KEY)}
        for name in endpoint.places
    ]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    """Describe what may stand after the question mark."""
    if endpoint.query is NoQuery:
        return []
    schema = endpoint.query.model_json_schema()
    needed = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in needed,
            "description": part.pop("description", ""),
            "schema": part,
        }
        for name, part in schema["properties"].items()
    ]


def _problem(text: str) -> dict[str, Any]:
    """Describe an error."""
    content = {"application/problem+json": {"schema": {"$ref": _REFERENCE.format(model="Problem")}}}
    return {"description": text, "content": content}
