"""One patrol: who walks it, where it stands, and what can be done."""

from __future__ import annotations

import datetime as dt

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Patrol, Person
from app.queries.duties import find_holder
from app.queries.scope import Action, NotFound, can
from app.queries.shifts import (
    PatrolLine,
    find_patrol,
    find_team,
    patrol_events,
    patrol_lines,
    team_choices,
    walker_choices,
)
from app.services.patrols.shifts import (
    give_team,
    move_patrol,
    put_stand_in,
    remove_stand_in,
)
from app.services.patrols.shifts.life import ACTION_OF
from app.web.asking import Asked, asked_about
from app.web.i18n import say
from app.web.shifts.blueprint import form_key, look_until, planning, shifts
from geodata.errors import N_, InputRefused


@shifts.get("/<int:patrol_id>")
def show_patrol(code: str, patrol_id: int) -> ResponseReturnValue:
    """Show one patrol."""
    return _page(code, patrol_id)


@shifts.post("/<int:patrol_id>/move")
def move(code: str, patrol_id: int) -> ResponseReturnValue:
    """Move a patrol on: set out, come home, call off ..."""
    verb = request.form.get("verb", "")
    try:
        with asked_about(code) as asked:
            look_until(asked, asked.at.date())
            patrol = _find(asked, patrol_id)
            if verb not in ACTION_OF:
                raise NotFound(N_("There is no such page."))
            note = request.form.get("note", "")
            move_patrol(asked.session, asked.viewer, patrol, verb, at=asked.at, note=note)
    except InputRefused as refused:
        return _page(code, patrol_id, say(refused)), 422
    return _back(code, patrol_id, _("Noted."))


@shifts.post("/<int:patrol_id>/team")
def give(code: str, patrol_id: int) -> ResponseReturnValue:
    """Give this patrol to another team, this once."""
    try:
        with planning(code) as asked:
            patrol, team_id = _find(asked, patrol_id), form_key("team")
            here = (asked.session, asked.viewer, asked.community)
            team = find_team(*here, team_id) if team_id else None
            give_team(asked.session, asked.viewer, patrol, team, at=asked.at)
    except InputRefused as refused:
        return _page(code, patrol_id, say(refused)), 422
    return _back(code, patrol_id, _("The team of this patrol is changed."))


@shifts.post("/<int:patrol_id>/stand-in")
def stand_in(code: str, patrol_id: int) -> ResponseReturnValue:
    """Let somebody stand in."""
    try:
        with planning(code) as asked:
            patrol, person = _find(asked, patrol_id), _person(asked, "person")
            if person is None:
                raise InputRefused(N_("Choose somebody from the list."))
            put_stand_in(
                asked.session, asked.viewer, patrol, person, _replaced(asked, patrol), at=asked.at
            )
    except InputRefused as refused:
        return _page(code, patrol_id, say(refused)), 422
    return _back(code, patrol_id, _("%(name)s walks with them.", name=person.name))


@shifts.post("/<int:patrol_id>/stand-down/<int:person_id>")
def stand_down(code: str, patrol_id: int, person_id: int) -> ResponseReturnValue:
    """Let somebody no longer stand in."""
    try:
        with planning(code) as asked:
            patrol = _find(asked, patrol_id)
            remove_stand_in(asked.session, asked.viewer, patrol, person_id, at=asked.at)
    except InputRefused as refused:
        return _page(code, patrol_id, say(refused)), 422
    return _back(code, patrol_id, _("Noted."))


def _find(asked: Asked, patrol_id: int) -> Patrol:
    """Find the patrol that the address names."""
    return find_patrol(asked.session, asked.viewer, asked.community, patrol_id)


def _person(asked: Asked, name: str) -> Person | None:
    """Find the person whom the form names, of those of whom the viewer may know."""
    person_id = form_key(name)
    if person_id is None:
        return None
    found = find_holder(asked.session, asked.viewer, asked.community, "person", person_id)
    return found if isinstance(found, Person) else None


def _replaced(asked: Asked, patrol: Patrol) -> Person | None:
    """Find for whom somebody stands in: one of the patrol's own team."""
    line = _line(asked, patrol.id)
    of_team = {walker.person_id for walker in line.crew.walkers if not walker.stands_in}
    of_team |= {mate.person_id for mate in line.crew.away}
    person_id = form_key("for")
    return asked.session.get_one(Person, person_id) if person_id in of_team else None


def _line(asked: Asked, patrol_id: int) -> PatrolLine:
    """Read the line of a patrol of a shift."""
    zone = asked.at.tzinfo or dt.UTC
    found = patrol_lines(asked.session, asked.viewer, asked.community, zone, Patrol.id == patrol_id)
    if not found:
        raise NotFound(N_("This patrol belongs to no shift."))
    return found[0]


def _back(code: str, patrol_id: int, said: str) -> ResponseReturnValue:
    """Say what was done on the page of the patrol."""
    flash(said)
    return redirect(url_for("shifts.show_patrol", code=code, patrol_id=patrol_id), 303)


def _page(code: str, patrol_id: int, problem: str = "") -> str:
    """Render the page of one patrol."""
    with asked_about(code) as asked:
        look_until(asked, asked.at.date())
        here = (asked.session, asked.viewer, asked.community)
        patrol, may = _find(asked, patrol_id), can(asked.viewer, Action.PLAN)
        moves = [
            verb
            for verb, action in ACTION_OF.items()
            if patrol.allows(verb) and can(asked.viewer, action)
        ]
        return render_template(
            "shifts/patrol.html", community=asked.community, problem=problem, may=may,
            line=_line(asked, patrol_id), moves=moves,
            events=patrol_events(asked.session, patrol),
            people=walker_choices(*here) if may else [],
            teams=team_choices(*here) if may else [],
        )  # fmt: skip
