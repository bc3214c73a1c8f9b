"""Days as people write them."""

from __future__ import annotations

import datetime as dt

from app.services.summaries.document.parts import NOTHING, Translate
from geodata.errors import N_


def say_day(day: str | None, say: Translate) -> str:
    """Write a day.

    Parameters
    ----------
    day : str or None
        As ISO 8601 has it.
    say : callable
    """
    if day is None:
        return NOTHING
    date = dt.date.fromisoformat(day[:10])
    parts = {"year": date.year, "month": date.month, "day": date.day}
    return say(N_("%(year)d-%(month)02d-%(day)02d")) % parts


def say_days(since: str, until: str, say: Translate) -> str:
    """Write a period.

    Parameters
    ----------
    since, until : str
    say : callable
    """
    ends = {"since": say_day(since, say), "until": say_day(until, say)}
    return say(N_("%(since)s to %(until)s")) % ends


def short_day(day: str | None) -> str:
    """Write a day where there is little room: the foot of a chart, a column of a table.

    Parameters
    ----------
    day : str or None
    """
    if day is None:
        return NOTHING
    date = dt.date.fromisoformat(day)
    return f"{date.month:02}-{date.day:02}"
