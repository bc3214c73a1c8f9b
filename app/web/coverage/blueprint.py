"""The group of pages about what was walked."""

from __future__ import annotations

from flask import Blueprint

from app.models import Patrol, VisitDoubt, VisitHow
from app.queries.scope import Action, require
from app.queries.shifts import find_patrol
from app.web.asking import Asked
from app.web.context import current_viewer
from app.web.coverage.words import AGE_WORDS, DOUBT_WORDS, HOW_WORDS
from app.web.i18n import translate

coverage = Blueprint("coverage", __name__, url_prefix="/c/<code>/coverage")


@coverage.before_request
def _viewers_only() -> None:
    """Refuse accounts that have no business on the ground."""
    require(current_viewer(), Action.VIEW)


def asked_patrol(asked: Asked, patrol_id: int) -> Patrol:
    """Find the patrol that the address names.

    Raises
    ------
    NotFound
        If the viewer may see no such patrol.
    """
    return find_patrol(asked.session, asked.viewer, asked.community, patrol_id)


@coverage.app_template_filter("visit_doubt")
def _doubt(doubt: VisitDoubt) -> str:
    return translate(DOUBT_WORDS[doubt])


@coverage.app_template_filter("visit_how")
def _how(how: VisitHow) -> str:
    return translate(HOW_WORDS[how])


@coverage.app_template_filter("visit_age")
def _age(key: str) -> str:
    return translate(AGE_WORDS[key])
