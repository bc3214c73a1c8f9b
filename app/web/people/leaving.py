"""Letting somebody go, and handing everything over to somebody else."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.candidates import find_candidates
from app.queries.duties import DutyFilter, list_duties
from app.services.duties import hand_over_all
from app.services.people import retire_person
from app.web.duties.form import appointing, chosen_day, chosen_holder
from app.web.i18n import say
from app.web.people.blueprint import people
from app.web.people.one import MOST_DUTIES, find_person
from geodata.errors import InputRefused

LONGEST_NAME = 40


@people.get("/<int:person_id>/leave")
def show_leave(code: str, person_id: int) -> ResponseReturnValue:
    """Ask since when and why somebody is no longer at hand."""
    return _leave_form(code, person_id)


@people.post("/<int:person_id>/leave")
def leave(code: str, person_id: int) -> ResponseReturnValue:
    """Note that somebody is no longer at hand; all stays readable."""
    try:
        with appointing(code) as asked:
            person = find_person(asked, person_id)
            ended = retire_person(
                asked.session, person, on=chosen_day("on"), reason=request.form.get("reason", ""),
                at=asked.at, by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _leave_form(code, person_id, say(refused)), 422
    flash(_("%(name)s has left; %(number)s duties ended.", name=person.name, number=ended))
    return redirect(url_for("people.show", code=code, person_id=person_id), 303)


@people.get("/<int:person_id>/hand-over")
def show_hand_over(code: str, person_id: int) -> ResponseReturnValue:
    """Ask who goes on with everything that somebody answers for."""
    return _hand_over_form(code, person_id)


@people.post("/<int:person_id>/hand-over")
def hand_over(code: str, person_id: int) -> ResponseReturnValue:
    """Hand over everything that somebody answers for."""
    try:
        with appointing(code) as asked:
            person, to = find_person(asked, person_id), chosen_holder(asked)
            hand_over_all(
                asked.session, person, to, on=chosen_day("on"),
                reason=request.form.get("reason", ""), at=asked.at, by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _hand_over_form(code, person_id, say(refused)), 422
    flash(_("Everything goes from %(old)s to %(new)s.", old=person.name, new=to.name))
    return redirect(url_for("people.show", code=code, person_id=person_id), 303)


def _leave_form(code: str, person_id: int, problem: str = "") -> str:
    """Render the form with which somebody is let go."""
    with appointing(code) as asked:
        person = find_person(asked, person_id)
        wanted = DutyFilter(person_id=person.id)
        held = list_duties(asked.session, asked.viewer, asked.community, wanted, size=1)
    return render_template(
        "people/leave.html",
        community=asked.community,
        problem=problem,
        person=person,
        duties=held.total,
        on=request.form.get("on") or asked.at.date().isoformat(),
        reason=request.form.get("reason", ""),
    )


def _hand_over_form(code: str, person_id: int, problem: str = "") -> str:
    """Render the form with which everything is handed over."""
    typed = request.values.get("q", "").strip()[:LONGEST_NAME]
    with appointing(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        person = find_person(asked, person_id)
        listed = list_duties(*here, DutyFilter(person_id=person.id), size=MOST_DUTIES)
        found = [one for one in find_candidates(*here, typed) if one.key != f"person:{person.id}"]
    onward = url_for("people.show", code=code, person_id=person_id)
    return render_template(
        "duties/hand_over.html",
        layout="base.html",
        in_panel=False,
        community=asked.community,
        problem=problem,
        heading=_("Hand over everything of %(name)s", name=person.name),
        action=url_for("people.hand_over", code=code, person_id=person_id),
        lines=listed.lines,
        found=found,
        typed=typed,
        chosen=request.form.get("holder", ""),
        reason=request.form.get("reason", ""),
        on=request.form.get("on") or asked.at.date().isoformat(),
        onward=onward,
    )
