"""The group of pages about duties; whoever may look at the ground may look at them."""

from __future__ import annotations

from flask import Blueprint

from app.queries.scope import Action, require
from app.web.context import current_viewer

duties = Blueprint("duties", __name__, url_prefix="/c/<code>/duties")


@duties.before_request
def _viewers_only() -> None:
    """Refuse accounts that have no business on the ground."""
    require(current_viewer(), Action.VIEW)
