"""Pairs: people put together by numbers, each number a team."""

from __future__ import annotations

from collections import defaultdict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Person
from app.queries.duties import find_holder
from app.queries.scope import Action, require
from app.queries.shifts import team_choices, walker_choices
from app.services.patrols.shifts import make_pairs
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer
from app.web.i18n import say
from app.web.requests import number_asked
from app.web.shifts.blueprint import shifts
from geodata.errors import InputRefused


@shifts.get("/pairs")
def show_pairs(code: str) -> ResponseReturnValue:
    """Offer to put the people of a team together in pairs."""
    return _page(code)


@shifts.post("/pairs")
def pair(code: str) -> ResponseReturnValue:
    """Make a team of each pair."""
    require(current_viewer(), Action.APPOINT)
    try:
        with asked_about(code) as asked:
            made = make_pairs(
                asked.session, asked.viewer, asked.community, _groups(asked),
                name=request.form.get("name", "") or _("Patrol pair "), at=asked.at,
            )  # fmt: skip
    except InputRefused as refused:
        return _page(code, say(refused)), 422
    flash(_("%(number)s pairs are made. Now say where they walk.", number=len(made)))
    return redirect(url_for("shifts.list_all", code=code), 303)


def _groups(asked: Asked) -> list[list[Person]]:
    """Read who is in which pair: people whose number is the same, by their number."""
    numbered: dict[int, list[Person]] = defaultdict(list)
    for name, text in request.form.items():
        key = name.removeprefix("pair-")
        if key == name or not (key.isdigit() and text.isdigit()) or len(key + text) > 20:
            continue
        here = (asked.session, asked.viewer, asked.community)
        person = find_holder(*here, "person", int(key))
        if isinstance(person, Person):
            numbered[int(text)].append(person)
    return [people for _number, people in sorted(numbered.items())]


def _page(code: str, problem: str = "") -> str:
    """Render the page of pairs."""
    require(current_viewer(), Action.APPOINT)
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        team_id = number_asked("team")
        return render_template(
            "shifts/pairs.html", community=asked.community, problem=problem, typed=request.form,
            teams=team_choices(*here), team_id=team_id,
            people=walker_choices(*here, team_id=team_id) if team_id else [],
        )  # fmt: skip
