"""Accounts, for the system administrator: list, add, close, open, new password, whose it is."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Role, User
from app.queries.scope import Action, require
from app.queries.users import community_choices, community_id_of, find_user, list_users
from app.services import users as service
from app.services.account_people import link_person, unlink_person
from app.services.passwords import LONGEST, SHORTEST, PasswordRefused
from app.web.context import current_viewer, now, today, transaction
from app.web.i18n import say
from app.web.requests import page_number
from geodata.errors import N_, WanggeError

users = Blueprint("users", __name__, url_prefix="/users")

FIELDS = ("username", "display_name", "role", "community")


@users.before_request
def _managers_only() -> None:
    """Refuse everybody who does not manage accounts."""
    require(current_viewer(), Action.MANAGE_USERS)


@users.get("")
def list_all() -> ResponseReturnValue:
    """List the accounts."""
    search = request.args.get("search", "").strip()[:40]
    with transaction() as session:
        listed = list_users(session, current_viewer(), search=search, page=page_number())
    return render_template("users/list.html", listed=listed, search=search)


@users.get("/new")
def show_new() -> ResponseReturnValue:
    """Show the form for a new account."""
    return _form()


@users.post("")
def add() -> ResponseReturnValue:
    """Open an account."""
    try:
        user = _add()
    except WanggeError as error:
        return _form(say(error)), 422
    flash(_("The account of %(name)s is open.", name=user.display_name))
    if user.role in (Role.GRID_ADMIN, Role.VOLUNTEER):
        # By the duties of their person they see cells: without one, nothing.
        return redirect(url_for("users.show_person", username=user.username), 303)
    return redirect(url_for("users.list_all"), 303)


def _add() -> User:
    """Open the account that the form describes."""
    form, viewer = request.form, current_viewer()
    with transaction() as session:
        return service.add_user(
            session,
            username=form.get("username", ""),
            display_name=form.get("display_name", ""),
            password=form.get("password", ""),
            role=_role(form.get("role", "")),
            community_id=community_id_of(session, viewer, form.get("community", "")),
            at=now(),
            by=viewer.user_id,
        )


def _role(value: str) -> Role:
    """Read a role from the form."""
    if value not in {role.value for role in Role}:
        raise service.AccountRefused(N_("Choose what this account may do."))
    return Role(value)


@users.post("/<username>/deactivate")
def deactivate(username: str) -> ResponseReturnValue:
    """Close an account."""
    viewer = current_viewer()
    with transaction() as session:
        user = find_user(session, viewer, username)
        service.deactivate(session, user, at=now(), by=viewer.user_id)
    flash(_("The account of %(name)s is closed.", name=user.display_name))
    return redirect(url_for("users.list_all"), 303)


@users.post("/<username>/reactivate")
def reactivate(username: str) -> ResponseReturnValue:
    """Open a closed account again."""
    viewer = current_viewer()
    with transaction() as session:
        user = find_user(session, viewer, username)
        service.reactivate(session, user, at=now(), by=viewer.user_id)
    flash(_("The account of %(name)s is open.", name=user.display_name))
    return redirect(url_for("users.list_all"), 303)


@users.get("/<username>/password")
def show_password(username: str) -> ResponseReturnValue:
    """Show the form for somebody's new password."""
    return _password_form(username)


@users.post("/<username>/password")
def reset_password(username: str) -> ResponseReturnValue:
    """Give somebody a new password."""
    viewer = current_viewer()
    try:
        with transaction() as session:
            user = find_user(session, viewer, username)
            new = request.form.get("password", "")
            service.reset_password(session, user, new, at=now(), by=viewer.user_id)
    except PasswordRefused as error:
        return _password_form(username, say(error)), 422
    flash(_("%(name)s has a new password.", name=user.display_name))
    return redirect(url_for("users.list_all"), 303)


@users.get("/<username>/person")
def show_person(username: str) -> ResponseReturnValue:
    """Show whose account it is, and a form to say so."""
    return _person_form(username)


@users.post("/<username>/person")
def link(username: str) -> ResponseReturnValue:
    """Say whose account it is."""
    viewer, form = current_viewer(), request.form
    try:
        with transaction() as session:
            user = find_user(session, viewer, username)
            link_person(
                session, user, form.get("name", ""), form.get("digits", ""),
                at=now(), on=today(), by=viewer.user_id,
            )  # fmt: skip
    except service.AccountRefused as error:
        return _person_form(username, say(error)), 422
    flash(_("The account of %(name)s has its person.", name=user.display_name))
    return redirect(url_for("users.list_all"), 303)


@users.post("/<username>/person/part")
def unlink(username: str) -> ResponseReturnValue:
    """Part an account from its person."""
    viewer = current_viewer()
    with transaction() as session:
        user = find_user(session, viewer, username)
        unlink_person(session, user, at=now(), by=viewer.user_id)
    flash(_("The account of %(name)s has no person any more.", name=user.display_name))
    return redirect(url_for("users.show_person", username=username), 303)


def _form(problem: str = "") -> str:
    """Render the form for a new account, with what was typed but for the password."""
    with transaction() as session:
        choices = community_choices(session, current_viewer())
    typed = {name: request.form.get(name, "")[:40] for name in FIELDS}
    return render_template(
        "users/new.html",
        typed=typed,
        choices=choices,
        problem=problem,
        shortest=SHORTEST,
        longest=LONGEST,
    )


def _password_form(username: str, problem: str = "") -> str:
    """Render the form for somebody's new password."""
    with transaction() as session:
        user = find_user(session, current_viewer(), username)
    return render_template(
        "users/password.html", user=user, problem=problem, shortest=SHORTEST, longest=LONGEST
    )


def _person_form(username: str, problem: str = "") -> str:
    """Render the form of whose account it is."""
    with transaction() as session:
        user = find_user(session, current_viewer(), username)
        return render_template(
            "users/person.html",
            user=user,
            problem=problem,
            typed=request.form.get("name", "")[:40],
        )
