"""The blueprint of Open311 GeoReport v2, and how it says what went wrong."""

from __future__ import annotations

from flask import Blueprint, Response, g, request
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from app.queries.open311 import KeyRefused
from app.services.issues.floods import TooMany
from app.services.open311 import AskedOtherwise
from app.web.errors import message_of, status_of
from app.web.i18n import say
from app.web.open311.answer import render
from app.web.security import CSRF
from geodata.errors import InputRefused, WanggeError

open311 = Blueprint("open311", __name__, url_prefix="/open311")
# A program shows a key with each report: there is no cookie that another site could ride on.
CSRF.exempt(open311)

STATUS_OF: dict[type[WanggeError], int] = {
    KeyRefused: 403,
    TooMany: 429,
    AskedOtherwise: 422,
    InputRefused: 400,
}
"""Where GeoReport's numbers differ from those of our pages; see docs/open311.md."""


@open311.errorhandler(WanggeError)
def _refuse(error: WanggeError) -> Response:
    """Say an error of use."""
    kinds = (kind for kind in type(error).__mro__ if kind in STATUS_OF)
    status = next((STATUS_OF[kind] for kind in kinds), None)
    return _errors(status or status_of(error), say(error))


@open311.errorhandler(HTTPException)
@open311.errorhandler(DataError)
@open311.errorhandler(OperationalError)
def _fail(error: Exception) -> Response:
    """Say what Flask or the store refused, or that we failed."""
    status = error.code if isinstance(error, HTTPException) else status_of(error)
    return _errors(status or 500, f"{message_of(status or 500)} ({g.get('request_id', '-')})")


def _errors(status: int, description: str) -> Response:
    """Make the answer, in the form that was asked for."""
    form = "xml" if request.path.endswith(".xml") else "json"
    return render("errors", [{"code": status, "description": description}], form, status)
