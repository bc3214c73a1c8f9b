"""Publishing a draft: what stands in the way, what it does, from when on."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Division
from app.queries.drafts import find_division
from app.services.areas import check_division, effects_of, publish_draft
from app.services.drafts.revision import require_draft
from app.web.asking import Asked, asked_about
from app.web.division_words import DUTY_FATES, ROUTE_FATES
from app.web.divisions.blueprint import divisions
from app.web.i18n import say
from geodata.errors import N_, InputRefused
from geodata.findings import Severity


@divisions.get("/<int:division_id>/publish")
def show_publish(code: str, division_id: int) -> ResponseReturnValue:
    """Show what publishing a draft would do."""
    return _page(code, division_id)


@divisions.post("/<int:division_id>/publish")
def publish(code: str, division_id: int) -> ResponseReturnValue:
    """Publish a draft as it was looked at, or say why not."""
    try:
        name = _publish(code, division_id)
    except InputRefused as refused:
        return _page(code, division_id, say(refused)), 422
    flash(_("%(name)s holds now.", name=name))
    return redirect(url_for("divisions.list_all", code=code), 303)


def _publish(code: str, division_id: int) -> str:
    """Publish the draft that the form names; give its name."""
    on, revision = read_form(request.form.get("on", ""), request.form.get("revision", ""))
    with asked_about(code) as asked:
        division = _found(asked, division_id)
        publish_draft(asked.session, asked.viewer, division, on=on, at=asked.at, revision=revision)
        return division.name


def read_form(on: str, revision: str) -> tuple[dt.date, int]:
    """Read the day from which a draft shall hold, and the revision that was looked at.

    Raises
    ------
    InputRefused
        If there is no such day; a browser's own check comes before.
    """
    try:
        return dt.date.fromisoformat(on), int(revision)
    except ValueError:
        raise InputRefused(N_("Give the first day on which the division holds.")) from None


def _found(asked: Asked, division_id: int) -> Division:
    """Find the draft that the address names."""
    division = find_division(asked.session, asked.viewer, asked.community, division_id)
    require_draft(division)
    return division


def _page(code: str, division_id: int, problem: str = "") -> str:
    """Render the page."""
    with asked_about(code) as asked:
        division, today = _found(asked, division_id), asked.at.date()
        what_follows = effects_of(asked.session, asked.viewer, asked.community, division, today)
        findings = check_division(asked.session, division, on=today)
    return render_template(
        "divisions/publish.html",
        community=asked.community,
        division=division,
        findings=findings,
        blocking=[one for one in findings if one.severity is Severity.ERROR],
        what_follows=what_follows,
        route_counts=Counter(route.fate for route in what_follows.routes.rows),
        duty_fates=DUTY_FATES,
        route_fates=ROUTE_FATES,
        problem=problem,
    )
