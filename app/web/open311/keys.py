"""Settings of the community: which programs hold a key, and what is read without one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.scope import Action, require
from app.services.api_keys import NAME_MOST, list_keys, make_key, open_reading, withdraw_key
from app.web.asking import asked_about
from app.web.context import current_viewer
from app.web.i18n import say
from app.web.open311.discovery import base_url
from geodata.errors import InputRefused

api_keys = Blueprint("api_keys", __name__, url_prefix="/c/<code>/settings/programs")


@api_keys.before_request
def _administrators_only() -> None:
    """Refuse accounts that may not say how a community works."""
    require(current_viewer(), Action.CONFIGURE)


@api_keys.get("")
def show_keys(code: str) -> ResponseReturnValue:
    """Show which programs hold a key."""
    return _page(code)


@api_keys.post("")
def make(code: str) -> ResponseReturnValue:
    """Make a key, and show it this once."""
    try:
        with asked_about(code) as asked:
            name = request.form.get("name", "")
            key, secret = make_key(
                asked.session, asked.viewer, asked.community, name, at=asked.at
            )  # fmt: skip
    except InputRefused as refused:
        return _page(code, problem=say(refused)), 422
    return _page(code, made=key.name, secret=secret)


@api_keys.post("/<int:key_id>/withdraw")
def withdraw(code: str, key_id: int) -> ResponseReturnValue:
    """Withdraw a key."""
    with asked_about(code) as asked:
        withdraw_key(asked.session, asked.viewer, asked.community, key_id, at=asked.at)
    flash(_("The key is withdrawn: it opens nothing any more."))
    return redirect(url_for("api_keys.show_keys", code=code), 303)


@api_keys.post("/reading")
def set_reading(code: str) -> ResponseReturnValue:
    """Say whether cases of public places are read without a key."""
    with asked_about(code) as asked:
        open_reading(
            asked.session, asked.viewer, asked.community,
            is_open=bool(request.form.get("open")), at=asked.at,
        )  # fmt: skip
    flash(_("The settings are kept."))
    return redirect(url_for("api_keys.show_keys", code=code), 303)


def _page(code: str, **told: str) -> str:
    """Render the page."""
    with asked_about(code) as asked:
        return render_template(
            "communities/programs.html",
            community=asked.community,
            keys=list_keys(asked.session, asked.viewer, asked.community),
            address=base_url(),
            name_most=NAME_MOST,
            **told,
        )
