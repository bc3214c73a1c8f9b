"""The bell in the frame: how much is unread."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.models import Community
from app.queries.notices import MOST_UNREAD, count_unread
from app.queries.scope import Action, can
from app.web.asking import asked_about
from app.web.context import current_viewer, transaction
from app.web.notices.blueprint import notices


@notices.get("/bell")
def show_bell(code: str) -> ResponseReturnValue:
    """Give the bell anew: a page that stays open asks for it now and then."""
    with asked_about(code) as asked:
        return render_template("notices/bell.html", community=asked.community)


@notices.app_context_processor
def _bell() -> dict[str, Any]:
    """Give the frame what its bell needs."""
    return {"unread_notices": _unread, "most_unread": MOST_UNREAD}


def _unread(community: Community | None) -> int | None:
    """Count what is unread; None where no bell belongs."""
    if community is None or not current_user.is_authenticated:
        return None
    viewer = current_viewer()
    if not can(viewer, Action.VIEW):
        return None
    with transaction() as session:
        return count_unread(session, viewer, community)
