"""Working time: what a deadline is counted in. Pure: hours, days and holidays are given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from app.models import TimeUnit
from geodata.errors import N_, InputRefused

Stretch = tuple[dt.time, dt.time]
"""From when to when somebody works, on one day."""

Moments = tuple[dt.datetime, dt.datetime]
"""The same as moments, in UTC."""

NationalDay = Callable[[dt.date], bool | None]
"""Whether a day is a holiday (False), a moved working day 调休 (True), or neither (None)."""

HORIZON = dt.timedelta(days=40 * 366)
"""No deadline lies farther away than so; beyond, nobody works often enough."""

_DAY = dt.timedelta(days=1)


def no_holidays(_day: dt.date) -> bool | None:
    """Know no national calendar at all."""
    return None


@dataclass(frozen=True)
class WorkingTime:
    """The hours in which a community works.

    What decides about a day, the first that knows: the community's own special days, the
    national calendar, the hours of the week. A working day whose weekday has no hours, such as
    a Saturday that is worked in exchange, has those of the first weekday that has any.

    Attributes
    ----------
    week : tuple of seven tuples of Stretch
        From Monday; the stretches of a day in order, without overlap.
    zone : datetime.tzinfo
        Of the place: its wall clock is the one that counts.
    special : Mapping of datetime.date to bool
        The community's own days: whether it works.
    national : NationalDay
        See :func:`app.services.issues.clock.national_day`.
    """

    week: tuple[tuple[Stretch, ...], ...]
    zone: dt.tzinfo
    special: Mapping[dt.date, bool] = field(default_factory=dict)
    national: NationalDay = no_holidays

    def is_working(self, day: dt.date) -> bool:
        """Tell whether anybody works on a day."""
        known = self.special.get(day)
        if known is None:
            known = self.national(day)
        return bool(self.week[day.weekday()]) if known is None else known

    def stretches(self, day: dt.date) -> tuple[Stretch, ...]:
        """Give the working hours of a day, in order; none on a day off."""
        if not self.is_working(day):
            return ()
        return self.week[day.weekday()] or next(filter(None, self.week), ())

    def add(self, start: dt.datetime, amount: float, unit: TimeUnit) -> dt.datetime:
        """Give the moment at which so much time has passed.

        Parameters
        ----------
        start : datetime.datetime
            Aware.
        amount : float
            Hours, or whole working days.
        unit : TimeUnit
            Working days are counted as the Civil Code counts days (articles 201 and 203): the
            day of the start is none of them, and the last one ends when work ends.

        Returns
        -------
        datetime.datetime
            UTC; the earliest such moment.

        Raises
        ------
        InputRefused
            If nobody works so much in :data:`HORIZON`.
        """
        if unit is TimeUnit.WORKING_DAYS:
            return self._end_of_day(start, round(amount))
        return self.after(start, round(amount * 3600), unit)

    def after(self, start: dt.datetime, seconds: int, unit: TimeUnit) -> dt.datetime:
        """Give the moment at which so many seconds have passed: of work, or of any time.

        Parameters
        ----------
        start : datetime.datetime
            Aware.
        seconds : int
            Not negative.
        unit : TimeUnit
            ``HOURS`` counts all seconds, the others those of work.

        Raises
        ------
        InputRefused
            As :meth:`add`.
        """
        now, left = start.astimezone(dt.UTC), dt.timedelta(seconds=seconds)
        if unit is TimeUnit.HOURS or not left:
            return now + left
        for since, until in self._moments(start, start + HORIZON):
            worked = until - since
            if left <= worked:
                return since + left
            left -= worked
        raise _too_far()

    def seconds_between(
        self, since: dt.datetime, until: dt.datetime, unit: TimeUnit = TimeUnit.WORKING_HOURS
    ) -> int:
        """Count the seconds between two moments: of work, or of any time.

        Parameters
        ----------
        since, until : datetime.datetime
            Aware, in either order.
        unit : TimeUnit
            ``HOURS`` counts all seconds, the others those of work.

        Returns
        -------
        int
            Negative where ``until`` is the earlier one.
        """
        if until < since:
            return -self.seconds_between(until, since, unit)
        if unit is TimeUnit.HOURS:
            return _seconds(until - since)
        worked = (end - start for start, end in self._moments(since, until))
        return _seconds(sum(worked, dt.timedelta()))

    def _end_of_day(self, start: dt.datetime, days: int) -> dt.datetime:
        """Give the end of work on the n-th working day after a start."""
        first = start.astimezone(self.zone).date() + _DAY
        for day in _days(first, first + HORIZON):
            stretches = self.stretches(day)
            days -= bool(stretches)
            if stretches and days == 0:
                return self._utc(day, stretches[-1][1])
        raise _too_far()

    def _moments(self, since: dt.datetime, until: dt.datetime) -> Iterator[Moments]:
        """Go through the working stretches between two moments, cut at both."""
        first, last = since.astimezone(self.zone).date(), until.astimezone(self.zone).date()
        begin, end = since.astimezone(dt.UTC), until.astimezone(dt.UTC)
        for day in _days(first, last):
            for start, stop in self.stretches(day):
                low, high = max(self._utc(day, start), begin), min(self._utc(day, stop), end)
                if low < high:
                    yield low, high

    def _utc(self, day: dt.date, time: dt.time) -> dt.datetime:
        """Give the moment of a wall clock's time."""
        return dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC)


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Go through days, both ends included."""
    for number in range((last - first).days + 1):
        yield first + dt.timedelta(days=number)


def _seconds(length: dt.timedelta) -> int:
    """Give whole seconds; a begun one does not count."""
    return length // dt.timedelta(seconds=1)


def _too_far() -> InputRefused:
    """Say that a deadline lies beyond all horizons."""
    return InputRefused(
        N_("The working hours are so few that this deadline would never come. Check them.")
    )
