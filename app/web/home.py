"""The first page, the choice of a language, and a sign of life for monitors."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import text

from app.queries.communities import list_communities
from app.queries.scope import Action, can
from app.services.users import choose_language
from app.web.context import current_account, current_viewer, transaction
from app.web.i18n import LANGUAGE_COOKIE, LANGUAGES
from app.web.requests import own_path
from app.web.sessions import public

home = Blueprint("home", __name__)

YEAR_S = 365 * 24 * 3600


@home.get("/")
def show_home() -> ResponseReturnValue:
    """Send a viewer to the map of the only community, or let choose among several."""
    viewer = current_viewer()
    if can(viewer, Action.MANAGE_USERS) and not can(viewer, Action.VIEW):
        return redirect(url_for("users.list_all"))
    with transaction() as session:
        communities = list_communities(session, viewer)
    if len(communities) == 1 and "map.show_map" in current_app.view_functions:
        return redirect(url_for("map.show_map", code=communities[0].code))
    return render_template("home/home.html", communities=communities)


@home.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """Keep a language in a cookie, and with the account of who is logged in."""
    language = request.form.get("language")
    if language not in LANGUAGES:
        abort(400)
    if current_user.is_authenticated:
        with transaction() as session:
            choose_language(session, current_account().id, language)
    response = redirect(own_path(request.form.get("next")) or url_for("home.show_home"), 303)
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=YEAR_S, httponly=True, secure=secure, samesite="Lax"
    )
    return response


@home.get("/healthz")
@public
def show_health() -> ResponseReturnValue:
    """Answer monitors: 200 while the database answers, 503 otherwise."""
    with transaction() as session:
        session.execute(text("SELECT 1"))
    return {"status": "ok"}
