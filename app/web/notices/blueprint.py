"""The group of pages about notices."""

from __future__ import annotations

from flask import Blueprint

from app.queries.scope import Action, require
from app.services.issues.notices import NOTICE_WORDS, TO_DO
from app.web.context import current_viewer
from app.web.i18n import translate

notices = Blueprint("notices", __name__, url_prefix="/c/<code>/notices")


@notices.before_request
def _viewers_only() -> None:
    """Refuse accounts that have no business on the ground."""
    require(current_viewer(), Action.VIEW)


@notices.app_template_filter("notice")
def _notice(kind: str) -> str:
    return translate(NOTICE_WORDS[kind])


@notices.app_template_test("to_do")
def _is_to_do(kind: str) -> bool:
    return kind in TO_DO
