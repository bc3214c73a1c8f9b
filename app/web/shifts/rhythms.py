"""Rhythms: listed, made, given to teams, ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.scope import Action, can
from app.queries.shifts import beat_lines, find_rhythm, list_rhythms, team_choices
from app.services.patrols.shifts import (
    BeatWish,
    RhythmWish,
    end_rhythm,
    fill_beats,
    make_rhythm,
    set_beats,
)
from app.web.asking import asked_about
from app.web.i18n import say
from app.web.shifts.blueprint import (
    form_day,
    form_day_or_none,
    look_until,
    planning,
    shifts,
)
from app.web.shifts.words import WEEKDAYS, weekday_names
from geodata.errors import N_, InputRefused

MOST_TIMES = 3

PRESETS: dict[str, tuple[str, dict[str, Any]]] = {
    "evening": (N_("Every evening at 18:30"), {"days": "daily", "times": [("18:30", "19:30")]}),
    "shifts": (
        N_("Two shifts a day"),
        {"days": "daily", "times": [("07:30", "11:00"), ("13:30", "16:00")]},
    ),
    "wednesday": (
        N_("Volunteer day every Wednesday"),
        {"days": "weekly", "weekdays": ["WE"], "times": [("09:00", "11:00")]},
    ),
    "fifteenth": (
        N_("Party day on the 15th"),
        {"days": "monthly", "monthday": "15", "times": [("09:00", "11:00")]},
    ),
    "fire": (
        N_("Fire season, 15 March to 15 June"),
        {"days": "daily", "times": [("08:00", "18:00")], "season": ("03-15", "06-15")},
    ),
}
"""Rhythms that communities have, to begin with."""


@shifts.get("/rhythms")
def list_all(code: str) -> ResponseReturnValue:
    """List the rhythms."""
    with asked_about(code) as asked:
        return render_template(
            "shifts/rhythms.html",
            community=asked.community,
            rhythms=list_rhythms(asked.session, asked.viewer, asked.community),
            presets=PRESETS,
            may=can(asked.viewer, Action.PLAN),
            today=asked.at.date(),
        )


@shifts.get("/rhythms/new")
def show_new(code: str) -> ResponseReturnValue:
    """Offer to make a rhythm, beginning with a usual one."""
    label, preset = PRESETS.get(request.args.get("preset", ""), ("", {"days": "daily"}))
    return _form(code, {"name": _(label) if label else "", **preset})


@shifts.post("/rhythms/new")
def add(code: str) -> ResponseReturnValue:
    """Make a rhythm."""
    try:
        with planning(code) as asked:
            made = make_rhythm(asked.session, asked.viewer, asked.community, _wish(), at=asked.at)
            lines = beat_lines(asked.session, asked.viewer, asked.community, made)
            # All cells are walked until somebody says otherwise.
            wishes = [BeatWish(line.cell_id, line.walker, None) for line in lines]
            set_beats(asked.session, asked.viewer, made, wishes, at=asked.at)
    except InputRefused as refused:
        return _form(code, _typed(), say(refused)), 422
    flash(_("%(name)s is made. Now say who walks where.", name=made.name))
    return redirect(url_for("shifts.show_rhythm", code=code, rhythm_id=made.id), 303)


@shifts.get("/rhythms/<int:rhythm_id>")
def show_rhythm(code: str, rhythm_id: int) -> ResponseReturnValue:
    """Show a rhythm, and who walks where."""
    return _one(code, rhythm_id)


@shifts.post("/rhythms/<int:rhythm_id>")
def assign(code: str, rhythm_id: int) -> ResponseReturnValue:
    """Say who walks where; or share free teams out among the beats that nobody walks."""
    try:
        with planning(code) as asked:
            here = (asked.session, asked.viewer, asked.community)
            rhythm = find_rhythm(*here, rhythm_id)
            lines = beat_lines(*here, rhythm)
            wishes = [
                wish for line in lines if (wish := _beat(line.key, line.cell_id, line.walker))
            ]
            set_beats(asked.session, asked.viewer, rhythm, wishes, at=asked.at)
            said = _("Kept: the shifts to come follow.")
            if "fill" in request.form:
                filled = fill_beats(*here, rhythm, at=asked.at)
                said = _("%(number)s beats found a team.", number=filled)
            look_until(asked, asked.at.date() + dt.timedelta(days=14))
    except InputRefused as refused:
        return _one(code, rhythm_id, say(refused)), 422
    flash(said)
    return redirect(url_for("shifts.show_rhythm", code=code, rhythm_id=rhythm_id), 303)


@shifts.post("/rhythms/<int:rhythm_id>/end")
def end(code: str, rhythm_id: int) -> ResponseReturnValue:
    """End a rhythm."""
    try:
        with planning(code) as asked:
            rhythm = find_rhythm(asked.session, asked.viewer, asked.community, rhythm_id)
            end_rhythm(asked.session, asked.viewer, rhythm, until=form_day("on"), at=asked.at)
    except InputRefused as refused:
        return _one(code, rhythm_id, say(refused)), 422
    flash(_("%(name)s ends; what was walked stays.", name=rhythm.name))
    return redirect(url_for("shifts.list_all", code=code), 303)


def _beat(key: str, cell_id: int, walker: int) -> BeatWish | None:
    """Read who walks a beat: a team, nobody yet, or that it is not walked at all."""
    chosen = request.form.get(f"beat-{key}", "")
    if chosen == "nobody":
        return BeatWish(cell_id, walker, None)
    is_team = chosen.isascii() and chosen.isdigit() and len(chosen) < 19
    return BeatWish(cell_id, walker, int(chosen)) if is_team else None


def _wish() -> RhythmWish:
    """Read the rhythm of the form at hand."""
    typed = _typed()
    season = typed["season"]
    return RhythmWish(
        name=typed["name"],
        rule=_rule(typed),
        times=tuple(typed["times"]),
        since=form_day("since"),
        until=form_day_or_none("until"),
        season=season if any(season) else None,
    )


def _rule(typed: dict[str, Any]) -> str:
    """Give the rule for the days of the form."""
    if typed["days"] == "weekly":
        days = [day for day in WEEKDAYS if day in typed["weekdays"]]
        if not days:
            raise InputRefused(N_("Choose at least one day of the week."))
        every = "2" if typed["every"] == "2" else "1"
        return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={','.join(days)}"
    if typed["days"] == "monthly":
        return f"FREQ=MONTHLY;BYMONTHDAY={typed['monthday'].replace('、', ',').replace(' ', '')}"
    return "FREQ=DAILY"


def _typed() -> dict[str, Any]:
    """Give what was typed, to show it again."""
    form = request.form
    pairs = zip(form.getlist("start"), form.getlist("end"), strict=False)
    return {
        "name": form.get("name", ""),
        "days": form.get("days", "daily"),
        "weekdays": form.getlist("weekday"),
        "every": form.get("every", "1"),
        "monthday": form.get("monthday", "").strip(),
        "times": [(start, end) for start, end in pairs if start or end][:MOST_TIMES],
        "season": (form.get("season_first", "").strip(), form.get("season_last", "").strip()),
        "since": form.get("since", ""),
        "until": form.get("until", ""),
    }


def _form(code: str, typed: dict[str, Any], problem: str = "") -> str:
    """Render the form for a rhythm."""
    with planning(code) as asked:
        return render_template(
            "shifts/rhythm_form.html", community=asked.community, problem=problem,
            typed={"since": asked.at.date().isoformat(), **typed},
            weekdays=weekday_names(), rows=range(MOST_TIMES),
        )  # fmt: skip


def _one(code: str, rhythm_id: int, problem: str = "") -> str:
    """Render the page of one rhythm."""
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        rhythm = find_rhythm(*here, rhythm_id)
        may = can(asked.viewer, Action.PLAN)
        return render_template(
            "shifts/rhythm.html", community=asked.community, problem=problem, may=may,
            rhythm=rhythm, beats=beat_lines(*here, rhythm), teams=team_choices(*here),
            today=asked.at.date().isoformat(),
        )  # fmt: skip
