"""Absences: who cannot walk, from when until when."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Person
from app.queries.duties import find_holder
from app.queries.scope import Action, can
from app.queries.shifts import find_absence, list_absences, walker_choices
from app.services.patrols.shifts import note_absence, remove_absence
from app.web.asking import Asked, asked_about
from app.web.i18n import say
from app.web.shifts.blueprint import form_day, form_key, shifts
from geodata.errors import N_, InputRefused


@shifts.get("/absences")
def show_absences(code: str) -> ResponseReturnValue:
    """List who is away."""
    return _page(code)


@shifts.post("/absences")
def note(code: str) -> ResponseReturnValue:
    """Note that somebody is away."""
    try:
        with asked_about(code) as asked:
            person = _person(asked)
            note_absence(
                asked.session, asked.viewer, person, since=form_day("since"),
                until=form_day("until"), at=asked.at,
            )  # fmt: skip
    except InputRefused as refused:
        return _page(code, say(refused)), 422
    flash(_("Noted: %(name)s is away.", name=person.name))
    return redirect(url_for("shifts.show_absences", code=code), 303)


@shifts.post("/absences/<int:absence_id>/remove")
def remove(code: str, absence_id: int) -> ResponseReturnValue:
    """Take an absence back."""
    with asked_about(code) as asked:
        absence = find_absence(asked.session, asked.viewer, asked.community, absence_id)
        name = absence.person.name
        remove_absence(asked.session, asked.viewer, absence, at=asked.at)
    flash(_("Noted: %(name)s is here.", name=name))
    return redirect(url_for("shifts.show_absences", code=code), 303)


def _person(asked: Asked) -> Person:
    """Find who is away: whom the form names, or oneself."""
    person_id = form_key("person") or asked.viewer.person_id
    if person_id is None:
        raise InputRefused(N_("Choose somebody from the list."))
    found = find_holder(asked.session, asked.viewer, asked.community, "person", person_id)
    if not isinstance(found, Person):
        raise InputRefused(N_("Choose somebody from the list."))
    return found


def _page(code: str, problem: str = "") -> str:
    """Render the list of absences."""
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        may = can(asked.viewer, Action.PLAN)
        return render_template(
            "shifts/absences.html", community=asked.community, problem=problem, may=may,
            absences=list_absences(*here), people=walker_choices(*here) if may else [],
            own_id=asked.viewer.person_id, typed=request.form,
            today=asked.at.date().isoformat(),
        )  # fmt: skip
