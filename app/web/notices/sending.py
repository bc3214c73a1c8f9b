"""What a community has sent outside: setting it, and seeing what did not get through."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.notices import read_sending
from app.queries.scope import Action, require
from app.services.issues.notices import set_hook, set_mail, try_again
from app.web.asking import asked_about
from app.web.context import current_viewer, settings
from app.web.i18n import say
from app.web.notices.blueprint import notices
from geodata.errors import InputRefused


@notices.get("/sending")
def show_sending(code: str) -> ResponseReturnValue:
    """Show what is sent outside."""
    return _page(code)


@notices.post("/sending/hook")
def change_hook(code: str) -> ResponseReturnValue:
    """Set the web hook; its secret is shown once, on the page that answers."""
    require(current_viewer(), Action.CONFIGURE)
    url = request.form.get("url", "")
    try:
        with asked_about(code) as asked:
            secret = set_hook(
                asked.session, asked.community, url,
                hosts=settings().hook_hosts, at=asked.at, by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _page(code, say(refused), url), 422
    if secret is not None:
        return _page(code, secret=secret)
    flash(_("The settings are kept."))
    return redirect(url_for("notices.show_sending", code=code), 303)


@notices.post("/sending/mail")
def change_mail(code: str) -> ResponseReturnValue:
    """Set who gets e-mail."""
    require(current_viewer(), Action.CONFIGURE)
    wanted = {who: who in request.form for who in ("staff", "residents")}
    with asked_about(code) as asked:
        set_mail(asked.session, asked.community, **wanted, at=asked.at, by=asked.viewer.user_id)
    flash(_("The settings are kept."))
    return redirect(url_for("notices.show_sending", code=code), 303)


@notices.post("/sending/again")
def send_again(code: str) -> ResponseReturnValue:
    """Try once more what was given up."""
    require(current_viewer(), Action.CONFIGURE)
    with asked_about(code) as asked:
        count = try_again(asked.session, asked.community, at=asked.at, by=asked.viewer.user_id)
    flash(_("%(count)s messages wait to be sent again.", count=count))
    return redirect(url_for("notices.show_sending", code=code), 303)


def _page(code: str, problem: str = "", typed: str | None = None, secret: str = "") -> str:
    """Render the page.

    Parameters
    ----------
    code : str
    problem : str
        Why the web hook was refused, which was ``typed``.
    secret : str
        A new one, which is never shown again.
    """
    with asked_about(code) as asked:
        facts = read_sending(asked.session, asked.viewer, asked.community)
        return render_template(
            "notices/sending.html",
            community=asked.community,
            facts=facts,
            problem=problem,
            url=facts.hook_url if typed is None else typed,
            secret=secret,
            hosts=sorted(settings().hook_hosts),
            has_mail=bool(settings().wangge_smtp_url),
        )
