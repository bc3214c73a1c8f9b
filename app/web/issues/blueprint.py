"""The addresses of issues."""

from __future__ import annotations

from flask import Blueprint

from app.queries.scope import Action, require
from app.web.context import current_viewer

issues = Blueprint("issues", __name__, url_prefix="/c/<code>/issues")


@issues.before_request
def _viewers_only() -> None:
    """Refuse accounts that have no business on the ground."""
    require(current_viewer(), Action.VIEW)
