"""Shifts in words: states, moves, gaps, days that come again, days and hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from babel.dates import format_skeleton, get_day_names
from flask_babel import format_time, get_locale

from app.models import PatrolState
from app.web.i18n import translate
from geodata.errors import N_
from patrol.calendar import Cover

STATES = {
    PatrolState.PLANNED: N_("Planned"),
    PatrolState.OPEN: N_("Can set out"),
    PatrolState.UNDER_WAY: N_("Under way"),
    PatrolState.DONE: N_("Walked"),
    PatrolState.MISSED: N_("Not walked"),
    PatrolState.CANCELLED: N_("Called off"),
}
MOVES = {
    "open": N_("Its time came"),
    "set out": N_("Set out"),
    "come home": N_("Came home"),
    "miss": N_("Nobody set out"),
    "write down": N_("Written down afterwards"),
    "withdraw": N_("Track withdrawn"),
    "call off": N_("Called off"),
    "take up": N_("Taken up again"),
}
BUTTONS = {
    "set out": N_("Set out"),
    "come home": N_("We are back"),
    "write down": N_("It was walked: write it down"),
    "call off": N_("Call off"),
    "take up": N_("Take up again"),
}
COVERS = {
    Cover.COVERED: N_("Covered"),
    Cover.ALONE: N_("Only one is left"),
    Cover.NOBODY: N_("Everybody is away"),
    Cover.NO_TEAM: N_("Nobody yet"),
}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def day_words(day: dt.date) -> str:
    """Say a day with its day of the week: ``11月23日周一``."""
    return str(format_skeleton("MMMEd", day, locale=get_locale()))


def date_words(day: dt.date) -> str:
    """Say a day without its day of the week: ``11月23日``."""
    return str(format_skeleton("MMMd", day, locale=get_locale()))


def weekday_words(day: dt.date) -> str:
    """Say the day of the week alone: ``周一``."""
    return weekday_names()[day.weekday()][1]


def weekday_names() -> list[tuple[str, str]]:
    """Give the codes of the days of the week with their names, Monday first."""
    names = get_day_names("abbreviated", locale=get_locale())
    return [(code, names[number]) for number, code in enumerate(WEEKDAYS)]


def clock_words(at: dt.datetime) -> str:
    """Say a time of the day in the zone of the place: ``18:30``."""
    return str(format_time(at, "HH:mm"))


def rule_words(rule: str) -> str:
    """Say on which days a rule comes: ``every Wednesday``.

    Parameters
    ----------
    rule : str
        As :func:`patrol.calendar.read_recurrence` takes it.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if parts.get("BYMONTHDAY"):
        return translate(
            N_("on day %(days)s of each month"), {"days": parts["BYMONTHDAY"].replace(",", "、")}
        )
    names = dict(weekday_names())
    days = [names.get(code, code) for code in parts.get("BYDAY", "").split(",") if code]
    if not days:
        return translate(N_("every day"))
    said = {"days": "、".join(days)}
    if parts.get("INTERVAL", "1") == "2":
        return translate(N_("every second week on %(days)s"), said)
    return translate(N_("every %(days)s"), said)


def times_words(times: list[Any]) -> str:
    """Say the hours of a rhythm: ``07:30–11:00、13:30–16:00``."""
    return "、".join(f"{start}–{end}" for start, end in times)


def season_words(season: list[Any] | None) -> str:
    """Say a part of the year; nothing for all of it."""
    if not season:
        return ""
    first, last = (dt.date.fromisoformat(f"2024-{day}") for day in season)
    said = {"first": date_words(first), "last": date_words(last)}
    return translate(N_("from %(first)s to %(last)s each year"), said)


def _say(table: dict[Any, str]) -> Callable[[Any], str]:
    """Make a filter that says a code in the viewer's language."""
    return lambda code: translate(table[code]) if code in table else str(code)


TEMPLATE_FILTERS: dict[str, Callable[..., str]] = {
    "patrol_day": day_words,
    "patrol_date": date_words,
    "patrol_weekday": weekday_words,
    "patrol_clock": clock_words,
    "patrol_state": _say(STATES),
    "patrol_move": _say(MOVES),
    "patrol_button": _say(BUTTONS),
    "patrol_cover": _say(COVERS),
    "rhythm_rule": rule_words,
    "rhythm_times": times_words,
    "rhythm_season": season_words,
}
