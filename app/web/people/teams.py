"""Teams: looked at, founded, renamed, dissolved; people joining and leaving."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Person, Team, TeamKind
from app.queries.candidates import find_candidates
from app.queries.people import find_group, list_teams, team_mates
from app.queries.scope import Action, can
from app.services.people import add_team, close_team, edit_team, join_team, leave_team
from app.web.asking import Asked, asked_about
from app.web.duties.form import appointing, chosen_day, chosen_holder
from app.web.i18n import say
from app.web.people.blueprint import whole_community_only
from app.web.people.one import find_person
from geodata.errors import N_, InputRefused

teams = Blueprint("teams", __name__, url_prefix="/teams")
teams.before_request(whole_community_only)

LONGEST_NAME = 40


@teams.get("")
def list_all(code: str) -> ResponseReturnValue:
    """List the teams."""
    return _list(code)


@teams.post("")
def add(code: str) -> ResponseReturnValue:
    """Found a team."""
    try:
        with appointing(code) as asked:
            made = add_team(
                asked.session, asked.community, name=request.form.get("name", ""),
                kind=_kind(), at=asked.at, by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _list(code, say(refused)), 422
    flash(_("%(name)s is added.", name=made.name))
    return redirect(url_for("people.teams.show_one", code=code, team_id=made.id), 303)


@teams.get("/<int:team_id>")
def show_one(code: str, team_id: int) -> ResponseReturnValue:
    """Show one team with its people."""
    return _one(code, team_id)


@teams.post("/<int:team_id>")
def change(code: str, team_id: int) -> ResponseReturnValue:
    """Give a team another name or kind."""
    try:
        with appointing(code) as asked:
            team = _find(asked, team_id)
            edit_team(
                asked.session, team, name=request.form.get("name", ""), kind=_kind(),
                at=asked.at, by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _one(code, team_id, say(refused)), 422
    return _changed(code, team_id, _("%(name)s is changed.", name=team.name))


@teams.post("/<int:team_id>/close")
def close(code: str, team_id: int) -> ResponseReturnValue:
    """Dissolve a team."""
    try:
        with appointing(code) as asked:
            team = _find(asked, team_id)
            close_team(
                asked.session, team, on=chosen_day("on"), reason=request.form.get("reason", ""),
                at=asked.at, by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _one(code, team_id, say(refused)), 422
    flash(_("%(name)s is closed; its past stays readable.", name=team.name))
    return redirect(url_for("people.teams.list_all", code=code), 303)


@teams.post("/<int:team_id>/join")
def join(code: str, team_id: int) -> ResponseReturnValue:
    """Let somebody join."""
    try:
        with appointing(code) as asked:
            team = _find(asked, team_id)
            person = chosen_holder(asked)
            if not isinstance(person, Person):
                raise InputRefused(N_("Only people join a team. Choose a person."))
            join_team(
                asked.session, team, person, since=asked.at.date(), at=asked.at,
                by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _one(code, team_id, say(refused)), 422
    return _changed(code, team_id, _("%(name)s joins %(team)s.", name=person.name, team=team.name))


@teams.post("/<int:team_id>/leave/<int:person_id>")
def leave(code: str, team_id: int, person_id: int) -> ResponseReturnValue:
    """Let somebody leave."""
    try:
        with appointing(code) as asked:
            team = _find(asked, team_id)
            person = find_person(asked, person_id)
            leave_team(
                asked.session, team, person, until=asked.at.date(), at=asked.at,
                by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _one(code, team_id, say(refused)), 422
    return _changed(code, team_id, _("%(name)s leaves %(team)s.", name=person.name, team=team.name))


def _find(asked: Asked, team_id: int) -> Team:
    """Find the team that the address names."""
    return find_group(asked.session, asked.viewer, asked.community, Team, team_id)


def _kind() -> TeamKind:
    """Read what the team of the form is for."""
    text = request.form.get("kind", "")
    return TeamKind(text) if text in set(TeamKind) else TeamKind.OTHER


def _changed(code: str, team_id: int, said: str) -> ResponseReturnValue:
    """Say what was done on the page of the team."""
    flash(said)
    return redirect(url_for("people.teams.show_one", code=code, team_id=team_id), 303)


def _list(code: str, problem: str = "") -> str:
    """Render the list of teams."""
    with asked_about(code) as asked:
        found = list_teams(asked.session, asked.viewer, asked.community)
        may = can(asked.viewer, Action.APPOINT)
    return render_template(
        "organisations/teams.html", community=asked.community, problem=problem, may=may,
        teams=found, kinds=list(TeamKind), typed=request.form,
    )  # fmt: skip


def _one(code: str, team_id: int, problem: str = "") -> str:
    """Render the page of one team."""
    typed = request.values.get("q", "").strip()[:LONGEST_NAME]
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        team, may = _find(asked, team_id), can(asked.viewer, Action.APPOINT)
        mates = team_mates(asked.session, asked.viewer, team)
        found = find_candidates(*here, typed) if may and typed else []
    return render_template(
        "organisations/team.html", community=asked.community, problem=problem, may=may,
        team=team, mates=mates, kinds=list(TeamKind), found=found, typed=typed, chosen="",
        today=asked.at.date().isoformat(),
    )  # fmt: skip
