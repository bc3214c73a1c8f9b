"""The addresses of reports, and which one an address means."""

from __future__ import annotations

from flask import Blueprint

from app.models import Summary
from app.queries.scope import Action, require
from app.queries.summaries import find_summary
from app.web.asking import Asked
from app.web.context import current_viewer

summaries = Blueprint("summaries", __name__, url_prefix="/c/<code>/reports")


@summaries.before_request
def _exporters_only() -> None:
    """Refuse accounts that take nothing along."""
    require(current_viewer(), Action.EXPORT)


def asked_summary(asked: Asked, summary_id: int) -> Summary:
    """Find the report that an address names.

    Parameters
    ----------
    asked : Asked
    summary_id : int

    Raises
    ------
    NotFound
    """
    return find_summary(asked.session, asked.viewer, asked.community, summary_id)
