"""The page of one person: what is known, where they belong, what they answer for and did."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.models import Person
from app.models.places import place_name
from app.queries.duties import DutyFilter, When, find_holder, list_duties
from app.queries.people import memberships
from app.queries.scope import Action, NotFound, can
from app.web.asking import Asked, asked_about
from app.web.people.blueprint import people
from geodata.errors import N_

MOST_DUTIES = 200


def find_person(asked: Asked, person_id: int) -> Person:
    """Find a person of whom the viewer may know.

    Raises
    ------
    NotFound
    """
    found = find_holder(asked.session, asked.viewer, asked.community, "person", person_id)
    if not isinstance(found, Person):
        raise NotFound(N_("There is no such person."))
    return found


@people.get("/<int:person_id>")
def show(code: str, person_id: int) -> ResponseReturnValue:
    """Show a person."""
    with asked_about(code) as asked:
        person = find_person(asked, person_id)
        wanted = DutyFilter(when=When.ALL, person_id=person.id)
        listed = list_duties(asked.session, asked.viewer, asked.community, wanted, size=MOST_DUTIES)
        return render_template(
            "people/person.html",
            community=asked.community,
            may=can(asked.viewer, Action.APPOINT),
            sees_all=asked.viewer.sees_whole_community,
            person=person,
            home=place_name(person.home_building) if person.home_building else "",
            belongs=memberships(asked.session, asked.viewer, person.id),
            now=[line for line in listed.lines if line.when != When.PAST],
            before=[line for line in listed.lines if line.when == When.PAST],
            total=listed.total,
        )
