"""The period of a summary, and the one before it with which it is compared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.models import SummaryKind

_WEEK = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)
_MONTHS = {SummaryKind.MONTHLY: 1, SummaryKind.QUARTERLY: 3}


@dataclass(frozen=True)
class Days:
    """A run of days; ``since`` and ``until`` are its first and last."""

    since: dt.date
    until: dt.date

    @property
    def count(self) -> int:
        """How many days, the last one included."""
        return (self.until - self.since).days + 1


def period_until(kind: SummaryKind, until: dt.date) -> Days:
    """Give the period that ends on a day.

    Parameters
    ----------
    kind : SummaryKind
    until : datetime.date
        The last day.

    Returns
    -------
    Days
        Seven days; or from the first of the month or quarter of the calendar in which the day
        lies, so that one can be asked for before it is over.
    """
    if kind is SummaryKind.WEEKLY:
        return Days(until - _WEEK + _DAY, until)
    return Days(_first_day(until, _MONTHS[kind]), until)


def last_whole(kind: SummaryKind, on: dt.date) -> Days:
    """Give the latest period of the calendar that is over.

    Parameters
    ----------
    kind : SummaryKind
    on : datetime.date
        Today; weeks begin on Monday.
    """
    if kind is SummaryKind.WEEKLY:
        return period_until(kind, on - dt.timedelta(days=on.isoweekday()))
    return period_until(kind, _first_day(on, _MONTHS[kind]) - _DAY)


def before(kind: SummaryKind, days: Days) -> Days:
    """Give the period before, as far into it as the period itself goes.

    Parameters
    ----------
    kind : SummaryKind
    days : Days
    """
    last = days.since - _DAY
    if kind is SummaryKind.WEEKLY:
        return period_until(kind, last)
    first = _first_day(last, _MONTHS[kind])
    is_whole = (days.until + _DAY).day == 1
    return Days(first, last if is_whole else min(last, first + (days.until - days.since)))


def slices(kind: SummaryKind, days: Days) -> list[Days]:
    """Cut a period into the parts that a chart shows, the last of which may be shorter.

    Parameters
    ----------
    kind : SummaryKind
    days : Days

    Returns
    -------
    list of Days
        Single days of a week, else runs of seven days.
    """
    step = _DAY if kind is SummaryKind.WEEKLY else _WEEK
    firsts = [days.since + step * number for number in range(-(-days.count // step.days))]
    return [Days(first, min(days.until, first + step - _DAY)) for first in firsts]


def _first_day(on: dt.date, months: int) -> dt.date:
    """Give the first day of the month or quarter in which a day lies."""
    return on.replace(month=(on.month - 1) // months * months + 1, day=1)
