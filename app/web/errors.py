"""Errors as their readers need them: one table of statuses, a page or a problem."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, json, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from app.queries.scope import NotAllowed, NotFound
from app.services.areas import Busy
from app.services.drafts import DraftClosed, Outdated
from app.services.issues import Overtaken
from app.services.issues.floods import TooMany
from app.services.jobs import QueueFull
from app.services.logins import LockedOut
from app.web.context import settings
from app.web.i18n import say, translate
from app.web.requests import wants_problem
from geodata.errors import N_, InputRefused, WanggeError

STATUS_OF: dict[type[Exception], int] = {
    NotFound: 404,
    NotAllowed: 403,
    LockedOut: 429,
    TooMany: 429,
    Busy: 409,
    Outdated: 409,
    DraftClosed: 409,
    QueueFull: 409,
    Overtaken: 409,
    InputRefused: 422,
    WanggeError: 422,
    # A value that no column can hold: a NUL in a text, a number beyond 64 bits.
    DataError: 400,
    OperationalError: 503,
}
"""The status of each kind of error; the nearest class above counts."""

MESSAGES = {
    400: N_("This request makes no sense here. Go back and try again."),
    401: N_("Log in first."),
    403: N_("Your account may not do this. Ask the community administrator."),
    404: N_("There is no such page."),
    405: N_("This address cannot be used in this way."),
    413: N_("What you sent is larger than %(megabytes)s MB. Send less, or ask for a higher limit."),
    429: N_("Too much at once. Wait a little and try again."),
    500: N_("Something went wrong on our side. Nothing was changed. Please try again."),
    503: N_("The database does not answer at the moment. Please try again shortly."),
}

FORM_EXPIRED = N_("This page has expired, or cookies are switched off. Load it again and retry.")


def init_app(app: Flask) -> None:
    """Let an application show errors as pages or problems."""
    app.register_error_handler(HTTPException, _show_http)
    for kind in STATUS_OF:
        app.register_error_handler(kind, _show)


def status_of(error: Exception) -> int:
    """Give the HTTP status of an error of use.

    Parameters
    ----------
    error : Exception
        Of a class in :data:`STATUS_OF` or below one.
    """
    return next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)


def _show(error: Exception) -> Response:
    """Show an error of our own, or of the store."""
    status = status_of(error)
    if isinstance(error, WanggeError):
        return _respond(status, say(error), error)
    return _respond(status, message_of(status), error)


def _show_http(error: HTTPException) -> Response:
    """Show an error that Flask raised, or that a view raised by abort()."""
    if error.response is not None or error.code is None or error.code < 400:
        return make_response(error.get_response(request.environ))
    if isinstance(error, CSRFError):
        return _respond(error.code, translate(FORM_EXPIRED), error)
    response = _respond(error.code, message_of(error.code), error)
    kept = [pair for pair in error.get_headers(request.environ) if pair[0] == "Allow"]
    response.headers.extend(kept)
    return response


def message_of(status: int) -> str:
    """Say what a status means.

    Parameters
    ----------
    status : int
        Of HTTP, 400 or above.
    """
    template = MESSAGES.get(status, MESSAGES[500] if status >= 500 else MESSAGES[400])
    return translate(template, {"megabytes": settings().wangge_upload_mb})


def _respond(status: int, message: str, error: Exception) -> Response:
    """Make the response: a problem for programs, a page for people."""
    if wants_problem():
        return _problem(status, message, error)
    page = {"status": status, "message": message, "request_id": g.get("request_id", "-")}
    return make_response(render_template("errors/error.html", **page), status)


def _problem(status: int, message: str, error: Exception) -> Response:
    """Make a problem as RFC 9457 describes it, with our code and what would have to be answered."""
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
        "code": code_of(error),
        "request_id": g.get("request_id", "-"),
    }
    problem |= _more(error)
    return Response(json.dumps(problem), status, content_type="application/problem+json")


def _more(error: Exception) -> dict[str, Any]:
    """Give what a program can act on: a question to answer, or what happened meanwhile."""
    if isinstance(error, InputRefused) and error.question:
        question = {
            "option": error.question.option,
            "field": error.question.field,
            "choices": list(error.question.choices),
            "samples": [list(texts) for texts in error.question.samples],
        }
        return {"question": question}
    if isinstance(error, Overtaken):
        steps = [
            {"verb": step.verb, "at": step.at.isoformat(), "who": step.who} for step in error.steps
        ]
        meanwhile = {"state": error.state, "version": error.version, "steps": steps}
        return {"meanwhile": meanwhile}
    return {}


def code_of(error: Exception) -> str:
    """Give the stable name of an error: ``input_refused`` for ``InputRefused``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()
