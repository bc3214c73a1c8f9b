"""Entering a person, and changing what is known of one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Person
from app.queries.people import organisation_tree
from app.services.people import add_person, edit_person
from app.web.asking import Asked
from app.web.duties.form import appointing
from app.web.i18n import say
from app.web.people.blueprint import people
from app.web.people.form import Typed
from app.web.people.one import find_person
from geodata.errors import InputRefused


@people.get("/new")
def show_new(code: str) -> ResponseReturnValue:
    """Show the form for a new person."""
    with appointing(code) as asked:
        return _form(asked, Typed.of_request())


@people.post("")
def add(code: str) -> ResponseReturnValue:
    """Enter a person."""
    try:
        with appointing(code) as asked:
            fields = Typed.of_request().fields(asked)
            person = add_person(
                asked.session, asked.community, fields,
                on=asked.at.date(), at=asked.at, by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _refused(code, None, refused)
    flash(_("%(name)s is entered.", name=person.name))
    return redirect(url_for("people.show", code=code, person_id=person.id), 303)


@people.get("/<int:person_id>/edit")
def show_edit(code: str, person_id: int) -> ResponseReturnValue:
    """Show the form with what is known of a person."""
    with appointing(code) as asked:
        person = find_person(asked, person_id)
        return _form(asked, Typed.of_person(person), person)


@people.post("/<int:person_id>/edit")
def edit(code: str, person_id: int) -> ResponseReturnValue:
    """Change what is known of a person."""
    try:
        with appointing(code) as asked:
            person = find_person(asked, person_id)
            phone = "" if request.form.get("forget_phone") else person.phone
            fields = Typed.of_request().fields(asked, phone=phone)
            edit_person(
                asked.session, person, fields,
                on=asked.at.date(), at=asked.at, by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _refused(code, person_id, refused)
    flash(_("What is known of %(name)s is changed.", name=person.name))
    return redirect(url_for("people.show", code=code, person_id=person_id), 303)


def _refused(code: str, person_id: int | None, refused: InputRefused) -> ResponseReturnValue:
    """Show the form again, with what was typed and why it was refused."""
    with appointing(code) as asked:
        person = find_person(asked, person_id) if person_id is not None else None
        return _form(asked, Typed.of_request(), person, say(refused)), 422


def _form(asked: Asked, typed: Typed, person: Person | None = None, problem: str = "") -> str:
    """Render the form for a person, new or known."""
    return render_template(
        "people/form.html",
        community=asked.community,
        typed=typed,
        person=person,
        problem=problem,
        organisations=organisation_tree(asked.session, asked.viewer, asked.community),
    )
