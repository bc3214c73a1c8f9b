"""One's own account: password and language."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.services import users as service
from app.services.issues.notices import LONGEST_EMAIL, set_email
from app.services.passwords import LONGEST, SHORTEST
from app.web.context import current_account, lockout, now, transaction
from app.web.i18n import say
from geodata.errors import WanggeError

accounts = Blueprint("accounts", __name__)


@accounts.get("/account")
def show_own() -> ResponseReturnValue:
    """Show one's own account."""
    return _page()


@accounts.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    if new != again:
        return _page(_("The two new passwords differ.")), 422
    try:
        changed = _change(old, new)
    except WanggeError as error:
        return _page(say(error)), 422
    if not changed:
        return _page(_("The old password is wrong.")), 422
    flash(_("Your password is changed. Your other log-ins have ended."))
    return redirect(url_for("accounts.show_own"), 303)


@accounts.post("/account/email")
def change_email() -> ResponseReturnValue:
    """Change where one's own e-mail goes."""
    email = request.form.get("email", "")
    try:
        with transaction() as session:
            set_email(session, current_account().id, email, at=now())
    except WanggeError as error:
        return _page(email_problem=say(error), email=email), 422
    flash(_("Your e-mail address is kept."))
    return redirect(url_for("accounts.show_own"), 303)


def _change(old: str, new: str) -> bool:
    """Change the password of the account at work, keeping this log-in."""
    with transaction() as session:
        return service.change_password(
            session,
            current_account(),
            old,
            new,
            at=now(),
            lockout=lockout(),
            keep_login=current_user.login_id,
        )


def _page(problem: str = "", email_problem: str = "", email: str | None = None) -> str:
    """Render the page of one's own account."""
    return render_template(
        "users/own.html",
        user=current_account(),
        problem=problem,
        email_problem=email_problem,
        email=current_account().email if email is None else email,
        longest_email=LONGEST_EMAIL,
        shortest=SHORTEST,
        longest=LONGEST,
    )
