"""One declaration an endpoint: address, parameters, answer and documentation in one place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Response, request
from pydantic import BaseModel, TypeAdapter, ValidationError

from app.web.api.schema import Body, NoQuery, Query
from geodata.errors import N_, InputRefused

Handler = Callable[..., Any]
Model = TypeVar("Model", bound=BaseModel)
JSON_TYPE = "application/json"


@dataclass(frozen=True)
class Endpoint:
    """What is known of an endpoint, for serving and for describing it.

    Attributes
    ----------
    rule : str
        Flask's, below the blueprint.
    summary, details : str
        First line and rest of the handler's docstring.
    tag : str
        Group in the description.
    query : type of Query
        Parameters after the question mark.
    answer : Any
        Pydantic type of the answer; None where the handler makes the response itself.
    media_type : str
        Of the answer.
    body : type of Body or None
        What is sent as JSON; None for endpoints that only look.
    status : int
        Of a good answer.
    """

    rule: str
    name: str
    summary: str
    details: str
    tag: str
    query: type[Query]
    answer: Any
    media_type: str = JSON_TYPE
    body: type[Body] | None = None
    status: int = 200

    @property
    def method(self) -> str:
        """The method as OpenAPI writes it: what takes a body changes something."""
        return "get" if self.body is None else "post"

    @property
    def path(self) -> str:
        """The address as OpenAPI writes it."""
        return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", self.rule)

    @property
    def places(self) -> list[str]:
        """Names of the places in the address."""
        return re.findall(r"{(\w+)}", self.path)


class Api:
    """The endpoints of one blueprint.

    Parameters
    ----------
    blueprint : Blueprint
        Where they are registered.
    """

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self.endpoints: list[Endpoint] = []

    def get(
        self,
        rule: str,
        *,
        tag: str,
        answer: Any = None,
        query: type[Query] = NoQuery,
        media_type: str = JSON_TYPE,
    ) -> Callable[[Handler], Handler]:
        """Register a handler of GET; see :class:`Endpoint` for the parameters.

        The handler takes the places of the address, and ``query`` if it has parameters.
        """
        return self._register(rule, tag=tag, answer=answer, query=query, media_type=media_type)

    def post(
        self, rule: str, *, tag: str, body: type[Body], answer: Any, status: int = 200
    ) -> Callable[[Handler], Handler]:
        """Register a handler of POST; see :class:`Endpoint` for the parameters.

        The handler takes the places of the address, and ``body``. Whoever calls it sends the
        token that ``GET /token`` gives as ``X-CSRFToken`` along.
        """
        return self._register(rule, tag=tag, answer=answer, query=NoQuery, body=body, status=status)

    def _register(self, rule: str, **declared: Any) -> Callable[[Handler], Handler]:
        """Register a handler, whose name and docstring are the endpoint's."""

        def register(handler: Handler) -> Handler:
            summary, _, details = (handler.__doc__ or "").strip().partition("\n")
            details = re.sub(r"\s+", " ", details).strip()
            endpoint = Endpoint(rule, handler.__name__, summary, details, **declared)
            self.endpoints.append(endpoint)
            self.blueprint.add_url_rule(
                rule,
                endpoint=handler.__name__,
                view_func=_serve(endpoint, handler),
                methods=[endpoint.method.upper()],
            )
            return handler

        return register


def _serve(endpoint: Endpoint, handler: Handler) -> Callable[..., Response]:
    """Make the view of an endpoint: read what is asked, ask the handler, write the answer."""
    adapter: TypeAdapter[Any] | None = TypeAdapter(endpoint.answer) if endpoint.answer else None

    def view(**places: Any) -> Response:
        query = read_query(endpoint.query)
        if endpoint.query is not NoQuery:
            places["query"] = query
        if endpoint.body is not None:
            places["body"] = read_body(endpoint.body)
        found = handler(**places)
        if adapter is None:
            response: Response = found
            return response
        answer = adapter.validate_python(found, from_attributes=True)
        return Response(adapter.dump_json(answer), endpoint.status, content_type=JSON_TYPE)

    return view


def read_query(model: type[Query]) -> Query:
    """Read the parameters of the request at hand.

    Parameters
    ----------
    model : type of Query

    Raises
    ------
    InputRefused
        Naming the first parameter that does not fit.
    """
    return _fitting(model, _parameters())


def read_body(model: type[Body]) -> Body:
    """Read the JSON object of the request at hand.

    Parameters
    ----------
    model : type of Body

    Raises
    ------
    InputRefused
        Naming the first part that does not fit.
    """
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise InputRefused(N_("Send a JSON object, as application/json."))
    return _fitting(model, sent)


def _fitting(model: type[Model], sent: dict[str, Any]) -> Model:
    """Make a model of what was sent, or name the first part that does not fit."""
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise InputRefused(
            N_("Parameter %(parameter)s: %(problem)s"),
            parameter=".".join(map(str, first["loc"]))[:80],
            problem=first["msg"],
        ) from None


def _parameters() -> dict[str, Any]:
    """Give the parameters of the request; those given twice as lists, which no model takes."""
    return {
        name: texts[0] if len(texts) == 1 else texts
        for name, texts in request.args.to_dict(flat=False).items()
    }
