"""Calendar links: made, shown once, revoked."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Person, Team
from app.queries.duties import find_holder
from app.queries.people import find_group
from app.queries.scope import Action, NotFound, can
from app.queries.shifts import list_links, team_choices, walker_choices
from app.services.patrols.shifts import make_link, revoke_link
from app.web.asking import Asked, asked_about
from app.web.duties.form import parse_key
from app.web.shifts.blueprint import shifts
from geodata.errors import N_


@shifts.get("/calendar")
def show_links(code: str) -> ResponseReturnValue:
    """Show how to subscribe, and which links hold."""
    return _page(code)


@shifts.post("/calendar")
def subscribe(code: str) -> ResponseReturnValue:
    """Make a link, and show it this once."""
    with asked_about(code) as asked:
        subject = _subject(asked, request.form.get("subject", "me"))
        _link, token = make_link(asked.session, asked.viewer, asked.community, subject, at=asked.at)
    return _page(code, url_for("calendar.show", token=token, _external=True))


@shifts.post("/calendar/<int:link_id>/revoke")
def revoke(code: str, link_id: int) -> ResponseReturnValue:
    """Revoke a link."""
    with asked_about(code) as asked:
        links = list_links(asked.session, asked.viewer, asked.community)
        found = next((link for link in links if link.id == link_id), None)
        if found is None:
            raise NotFound(N_("There is no such calendar: its link was revoked."))
        revoke_link(asked.session, asked.viewer, found, at=asked.at)
    flash(_("The link is revoked."))
    return redirect(url_for("shifts.show_links", code=code), 303)


def _subject(asked: Asked, text: str) -> Person | Team | None:
    """Find whose shifts the form names: ``me``, ``all``, ``person:12`` or ``team:3``."""
    if text == "all":
        return None
    here = (asked.session, asked.viewer, asked.community)
    kind, key = ("person", asked.viewer.person_id or 0) if text == "me" else parse_key(text)
    if kind == "team":
        return find_group(*here, Team, key)
    found = find_holder(*here, "person", key)
    if not isinstance(found, Person):
        raise NotFound(N_("There is no such person."))
    return found


def _page(code: str, address: str = "") -> str:
    """Render the page of calendar links."""
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        may = can(asked.viewer, Action.PLAN)
        sees_all = may and asked.viewer.sees_whole_community
        return render_template(
            "shifts/calendar.html", community=asked.community, address=address, may=may,
            sees_all=sees_all, own_id=asked.viewer.person_id, links=list_links(*here),
            people=walker_choices(*here) if may else [],
            teams=team_choices(*here) if sees_all else [],
        )  # fmt: skip
