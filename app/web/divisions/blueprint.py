"""The group of pages on which the ground is divided."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from markupsafe import Markup

from app.queries.scope import Action, require
from app.web.context import current_viewer
from app.web.division_words import STATES, VARIANT_RULES, VARIANTS
from mapping.thumbnail import render_thumbnail

divisions = Blueprint("divisions", __name__, url_prefix="/c/<code>/divisions")


@divisions.before_request
def _dividers_only() -> None:
    """Refuse accounts that may not divide the ground."""
    require(current_viewer(), Action.DIVIDE)


@divisions.context_processor
def _words() -> dict[str, Any]:
    """Give the templates of these pages their words, and the small pictures."""
    return {
        "states": STATES,
        "variants": VARIANTS,
        "variant_rules": VARIANT_RULES,
        "thumbnail": lambda cells: Markup(render_thumbnail(cells)),  # noqa: S704 - figures only.
    }
