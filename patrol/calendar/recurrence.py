"""On which days and at which hours a rhythm has its shifts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateutil.rrule import rrulestr

from geodata.errors import N_, InputRefused

_WEEKDAY = "(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)"
_MONTH_DAY = "-?(?:[1-9]|[12][0-9]|3[01])"
_RULE = re.compile(
    "FREQ=(?:DAILY|WEEKLY|MONTHLY)(?:;INTERVAL=[1-9][0-9]?)?"
    f"(?:;BYDAY={_WEEKDAY}(?:,{_WEEKDAY})*)?(?:;BYMONTHDAY={_MONTH_DAY}(?:,{_MONTH_DAY})*)?"
)
"""What we take of RFC 5545: all that a rhythm of a community needs, and nothing that never ends."""

_DAY_OF_YEAR = re.compile(r"\d\d-\d\d")
LEAP_YEAR = 2024

MOST_DAYS = 800
"""Longest period that is laid out at once: two years and a little."""


@dataclass(frozen=True)
class Hours:
    """From when to when on the clock; ``end`` at or before ``start`` is on the next day."""

    start: dt.time
    end: dt.time


@dataclass(frozen=True)
class Slot:
    """One time of a rhythm: aware UTC, and the day on which it begins in the place's own time."""

    on: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True)
class Recurrence:
    """What comes again and again.

    Attributes
    ----------
    rule : str
        Of RFC 5545, daily, weekly or monthly: ``FREQ=MONTHLY;BYMONTHDAY=15``. Months that have no
        such day are left out, as the RFC says.
    hours : tuple of Hours
        The shifts of each day, by their beginning.
    since : datetime.date
        First possible day; every second week is counted from its week.
    until : datetime.date or None
        Last possible day.
    season : (str, str) or None
        First and last day of the year, ``("03-15", "06-15")``; may reach over New Year.
    """

    rule: str
    hours: tuple[Hours, ...]
    since: dt.date
    until: dt.date | None = None
    season: tuple[str, str] | None = None

    def days(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """List the days from ``first`` to ``last``, both included, on which it comes.

        Parameters
        ----------
        first, last : datetime.date
            At most :data:`MOST_DAYS` apart.

        Raises
        ------
        InputRefused
            If the period is longer.
        """
        if (last - first).days > MOST_DAYS:
            raise InputRefused(
                N_("A period of more than %(days)s days is too long."), days=MOST_DAYS
            )
        last = min(last, self.until or last)
        return [day for day in _days(self.rule, self.since, first, last) if self._in_season(day)]

    def _in_season(self, day: dt.date) -> bool:
        if self.season is None:
            return True
        first, last = self.season
        today = f"{day:%m-%d}"
        if first <= last:
            return first <= today <= last
        return today >= first or today <= last


def slots(recurrence: Recurrence, first: dt.date, last: dt.date, zone: dt.tzinfo) -> Iterator[Slot]:
    """Lay out the shifts of a period.

    Parameters
    ----------
    recurrence : Recurrence
    first, last : datetime.date
        Both included; a shift belongs to the day on which it begins.
    zone : tzinfo
        Of the place: 18:30 stays 18:30 when its clocks change.

    Yields
    ------
    Slot
        In the order of time.
    """
    for day in recurrence.days(first, last):
        for hours in recurrence.hours:
            ends_on = day if hours.start < hours.end else day + dt.timedelta(days=1)
            starts_at = dt.datetime.combine(day, hours.start, zone).astimezone(dt.UTC)
            ends_at = dt.datetime.combine(ends_on, hours.end, zone).astimezone(dt.UTC)
            # In the hour that is skipped in spring, a short shift would have no length.
            if starts_at < ends_at:
                yield Slot(day, starts_at, ends_at)


def read_recurrence(
    rule: str,
    times: Sequence[Sequence[str]],
    since: dt.date,
    until: dt.date | None = None,
    season: Sequence[str] | None = None,
) -> Recurrence:
    """Read a recurrence as it is stored or typed, and refuse what makes no sense.

    Parameters
    ----------
    rule : str
        ``FREQ=DAILY``, ``FREQ=WEEKLY;BYDAY=WE``, ``FREQ=MONTHLY;BYMONTHDAY=15`` ...
    times : sequence of (str, str)
        ``("07:30", "11:00")``.
    since, until : datetime.date
        First and last possible day.
    season : (str, str), optional
        ``("03-15", "06-15")``.

    Returns
    -------
    Recurrence

    Raises
    ------
    InputRefused
        If the rule is none, or the hours overlap, or the days are in the wrong order.
    """
    if not _RULE.fullmatch(rule):
        raise InputRefused(N_("“%(rule)s” is no rule for days that come again."), rule=rule)
    if until is not None and until < since:
        raise InputRefused(N_("The last day is before the first one."))
    return Recurrence(rule, _hours(times), since, until, _season(season))


def _days(rule: str, since: dt.date, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Let the library lay out a rule; local midnights without a zone stand for days."""
    parsed = rrulestr(rule, dtstart=_midnight(since))
    for moment in parsed.between(_midnight(first), _midnight(last), inc=True):
        yield moment.date()


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _hours(times: Sequence[Sequence[str]]) -> tuple[Hours, ...]:
    """Read the hours of a day, which may not overlap."""
    try:
        read = [
            Hours(dt.time.fromisoformat(start), dt.time.fromisoformat(end)) for start, end in times
        ]
    except ValueError:
        raise InputRefused(N_("Give times as 07:30.")) from None
    if not read:
        raise InputRefused(N_("Say from when to when one walks."))
    read.sort(key=lambda hours: hours.start)
    for before, after in zip(read, [*read[1:], read[0]], strict=True):
        overnight = before.end <= before.start
        meets_next = before is not read[-1] and (overnight or after.start < before.end)
        if meets_next or (before is read[-1] and overnight and before.end > after.start):
            raise InputRefused(N_("The hours of two shifts overlap."))
    return tuple(read)


def _season(season: Sequence[str] | None) -> tuple[str, str] | None:
    """Read a part of the year."""
    if not season:
        return None
    first, last = season
    for day in (first, last):
        try:
            if not _DAY_OF_YEAR.fullmatch(day):
                raise ValueError(day)
            dt.date.fromisoformat(f"{LEAP_YEAR}-{day}")
        except ValueError:
            raise InputRefused(N_("Give days of the year as 03-15.")) from None
    return first, last
