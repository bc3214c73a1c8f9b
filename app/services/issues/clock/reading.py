"""What the clock of one issue shows, and how it is set. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from app.models import TimeUnit
from app.services.issues.clock.working_time import WorkingTime

WARN_SHARE = 0.8
"""The light turns yellow when this share of the time that was given has passed."""


@dataclass(frozen=True)
class Reading:
    """What the clock of an issue shows.

    Attributes
    ----------
    unit : TimeUnit
        In what it counts.
    allowed_s : int
        Seconds that were given in all.
    warn_at, due_at : datetime.datetime or None
        When the light turns yellow and red, UTC; None while the clock stands.
    left_s : int or None
        Seconds that are left while the clock stands.
    """

    unit: TimeUnit
    allowed_s: int
    warn_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    left_s: int | None = None


def started(time: WorkingTime, at: dt.datetime, amount: float, unit: TimeUnit) -> Reading:
    """Start a clock.

    Parameters
    ----------
    time : WorkingTime
    at : datetime.datetime
        From when it runs, aware.
    amount : float
        Hours, or whole working days.
    unit : TimeUnit
    """
    due_at = time.add(at, amount, unit)
    return _running(time, Reading(unit, time.seconds_between(at, due_at, unit)), at, due_at)


def stopped(time: WorkingTime, reading: Reading, at: dt.datetime) -> Reading:
    """Stop a clock that runs; one that is overdue has nothing left.

    Parameters
    ----------
    time : WorkingTime
    reading : Reading
    at : datetime.datetime
        Aware.
    """
    if reading.due_at is None:
        return reading
    left_s = max(0, time.seconds_between(at, reading.due_at, reading.unit))
    return replace(reading, warn_at=None, due_at=None, left_s=left_s)


def resumed(time: WorkingTime, reading: Reading, at: dt.datetime) -> Reading:
    """Let a clock that stands go on with what was left.

    Parameters
    ----------
    time : WorkingTime
    reading : Reading
    at : datetime.datetime
        Aware.
    """
    if reading.left_s is None:
        return reading
    due_at = time.after(at, reading.left_s, reading.unit)
    return _running(time, reading, at, due_at)


def extended(time: WorkingTime, reading: Reading, until: dt.datetime, at: dt.datetime) -> Reading:
    """Give a clock more time: what was used stays used.

    Parameters
    ----------
    time : WorkingTime
    reading : Reading
        Running.
    until : datetime.datetime
        The new deadline, aware, later than now and than the old one.
    at : datetime.datetime
        Now, aware.
    """
    due_at = reading.due_at or at
    more_s = time.seconds_between(due_at, until, reading.unit)
    longer = replace(reading, allowed_s=reading.allowed_s + more_s)
    return _running(time, longer, at, until.astimezone(dt.UTC))


def _running(time: WorkingTime, reading: Reading, at: dt.datetime, due_at: dt.datetime) -> Reading:
    """Let a clock run from now to a deadline, and find when it warns: at once if that is past."""
    left_s = time.seconds_between(at, due_at, reading.unit)
    used_s = reading.allowed_s - left_s
    calm_s = max(0, round(WARN_SHARE * reading.allowed_s) - used_s)
    warn_at = min(due_at, time.after(at, calm_s, reading.unit))
    return replace(reading, warn_at=warn_at, due_at=due_at, left_s=None)
