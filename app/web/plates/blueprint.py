"""The addresses of door plates."""

from __future__ import annotations

from flask import Blueprint, url_for

from app.queries.scope import Action, require
from app.web.context import current_viewer, settings

plates = Blueprint("plates", __name__, url_prefix="/c/<code>/plates")


@plates.before_request
def _dispatchers_only() -> None:
    """Refuse accounts that do not take what comes in by plates."""
    require(current_viewer(), Action.DISPATCH)


def plate_address(plate_code: str) -> str:
    """Give the address that a plate opens, as residents reach this server.

    Parameters
    ----------
    plate_code : str
    """
    chosen = settings().wangge_public_url
    if chosen is None:
        return url_for("residents.show_form", plate_code=plate_code, _external=True)
    return chosen + url_for("residents.show_form", plate_code=plate_code)
