"""Publishing a draft: what stands in the way, what it does, from when on."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.models import Division
from app.queries.drafts import find_division
from app.services import areas
from app.services.areas.checks import check_division
from app.services.areas.effects import effects_of
from app.services.drafts.revision import require_draft
from app.web.asking import Asked, asked_about
from app.web.division_words import DUTY_FATES, ROUTE_FATES
from app.web.divisions.blueprint import divisions
from app.web.i18n import say, translate
from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity


@divisions.get("/<int:division_id>/publish")
def show_publish(code: str, division_id: int) -> ResponseReturnValue:
    """Show what publishing a draft would do."""
    with asked_about(code) as asked:
        return _page(asked, _found(asked, division_id), asked.at.date())


@divisions.post("/<int:division_id>/publish")
def publish(code: str, division_id: int) -> ResponseReturnValue:
    """Publish a draft as it was looked at, or say why not."""
    with asked_about(code) as asked:
        division = _found(asked, division_id)
        on = _day(request.form.get("on", "")) or asked.at.date()
        problem = _problem(asked, division, on) or _published(asked, division, on)
        if problem:
            asked.session.rollback()
            return _page(asked, _found(asked, division_id), on, problem), 422
        name = division.name
    flash(translate(N_("%(name)s holds from %(day)s on."), {"name": name, "day": on.isoformat()}))
    return redirect(url_for("divisions.list_all", code=code), 303)


def _found(asked: Asked, division_id: int) -> Division:
    """Find the draft that the address names."""
    division = find_division(asked.session, asked.viewer, asked.community, division_id)
    require_draft(division)
    return division


def _day(text: str) -> dt.date | None:
    """Read a day as browsers send it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _problem(asked: Asked, division: Division, on: dt.date) -> str:
    """Say why a draft cannot be published as it was looked at; nothing if it can."""
    if not _day(request.form.get("on", "")):
        return translate(N_("Give the first day on which the division holds."))
    if request.form.get("revision") != str(division.revision):
        return translate(
            N_("Somebody has changed the draft meanwhile. Look at what it does now, then decide.")
        )
    if _blocking(check_division(asked.session, division, on=on)):
        return translate(N_("Put right what blocks it, then publish."))
    return ""


def _published(asked: Asked, division: Division, on: dt.date) -> str:
    """Publish a draft; say why if it cannot begin on that day."""
    try:
        areas.publish(asked.session, division, on=on, at=asked.at, by=asked.viewer.user_id)
    except InputRefused as refused:
        return say(refused)
    return ""


def _blocking(findings: list[Finding]) -> list[Finding]:
    """Give the findings with which no division is published."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _page(asked: Asked, division: Division, on: dt.date, problem: str = "") -> str:
    """Render the page."""
    what_follows = effects_of(asked.session, asked.viewer, asked.community, division, on)
    findings = check_division(asked.session, division, on=on)
    return render_template(
        "divisions/publish.html",
        community=asked.community,
        division=division,
        findings=findings,
        blocking=_blocking(findings),
        what_follows=what_follows,
        route_counts=Counter(route.fate for route in what_follows.routes.rows),
        duty_fates=DUTY_FATES,
        route_fates=ROUTE_FATES,
        problem=problem,
    )
