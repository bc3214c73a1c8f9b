"""The group of pages about people; whoever may look at the ground may look at them."""

from __future__ import annotations

from flask import Blueprint

from app.queries.scope import Action, NotAllowed, require
from app.web.context import current_viewer
from geodata.errors import N_

people = Blueprint("people", __name__, url_prefix="/c/<code>/people")


@people.before_request
def _viewers_only() -> None:
    """Refuse accounts that have no business on the ground."""
    require(current_viewer(), Action.VIEW)


def whole_community_only() -> None:
    """Refuse viewers of single cells, who meet organisations and teams with their people only.

    Raises
    ------
    NotAllowed
    """
    if not current_viewer().sees_whole_community:
        raise NotAllowed(N_("Organisations and teams are shown to who sees the whole community."))
