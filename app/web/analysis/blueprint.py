"""The group of pages for who answers for the whole community."""

from __future__ import annotations

from flask import Blueprint

from app.queries.scope import Action, require
from app.web.context import current_viewer

analysis = Blueprint("analysis", __name__, url_prefix="/c/<code>/analysis")


@analysis.before_request
def _leaders_only() -> None:
    """Refuse whoever does not answer for the community as a whole."""
    require(current_viewer(), Action.ANALYSE)
