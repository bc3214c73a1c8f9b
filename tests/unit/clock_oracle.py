"""A slow and obvious clock: it looks at every single minute and asks whether somebody works."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from zoneinfo import ZoneInfo

Week = tuple[tuple[tuple[dt.time, dt.time], ...], ...]

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
TIMES = [dt.time(minute // 60, minute % 60) for minute in range(24 * 60)]


class MinuteClock:
    """Every minute of a span of days, written down as worked or not."""

    def __init__(
        self,
        week: Week,
        special: Mapping[dt.date, bool],
        national: Mapping[dt.date, bool],
        first: dt.date,
        days: int,
    ) -> None:
        self.first = dt.datetime.combine(first, dt.time(), ZONE)
        self.worked: list[bool] = []
        self.works: list[bool] = []
        for number in range(days):
            day = first + number * DAY
            hours = _hours(week, special, national, day)
            self.works.append(bool(hours))
            for time in TIMES:
                self.worked.append(_is_within(time, hours))

    def after_minutes(self, start: dt.datetime, minutes: int) -> dt.datetime:
        """Look at one minute after the other until so many were worked."""
        index = self._index(start)
        while minutes > 0:
            minutes -= self.worked[index]
            index += 1
        return self.first + index * MINUTE

    def after_days(self, start: dt.datetime, days: int) -> dt.datetime:
        """Look at one day after the other, then for the last worked minute of the last one."""
        number = self._index(start) // 1440
        while days > 0:
            number += 1
            days -= self.works[number]
        minutes = range(1440 * number, 1440 * (number + 1))
        last = max(minute for minute in minutes if self.worked[minute])
        return self.first + (last + 1) * MINUTE

    def minutes_between(self, since: dt.datetime, until: dt.datetime) -> int:
        """Count the worked minutes between two moments."""
        return sum(self.worked[self._index(since) : self._index(until)])

    def _index(self, moment: dt.datetime) -> int:
        return (moment - self.first) // MINUTE


def _is_within(time: dt.time, hours: tuple[tuple[dt.time, dt.time], ...]) -> bool:
    return any(since <= time < until for since, until in hours)


def _hours(
    week: Week, special: Mapping[dt.date, bool], national: Mapping[dt.date, bool], day: dt.date
) -> tuple[tuple[dt.time, dt.time], ...]:
    """Say in so many words when a day is worked."""
    own = week[day.weekday()]
    works = len(own) > 0
    if day in national:
        works = national[day]
    if day in special:
        works = special[day]
    if not works:
        return ()
    if own:
        return own
    for hours in week:
        if hours:
            return hours
    return ()


def random_week(luck: random.Random) -> Week:
    """Make up a week: offices, shifts, half Saturdays, places that open once a week."""
    usual = random_hours(luck)
    week = [random_hours(luck) if luck.random() < 0.2 else usual for _ in range(5)]
    week += [random_hours(luck) if luck.random() < 0.3 else () for _ in range(2)]
    if luck.random() < 0.1:
        week = [usual if day == luck.randrange(7) else () for day in range(7)]
    if not any(week):
        week[2] = usual
    return tuple(week)


def random_hours(luck: random.Random) -> tuple[tuple[dt.time, dt.time], ...]:
    """Make up one to three stretches of a day, in order."""
    cuts = sorted(luck.sample(range(1440), 2 * luck.randint(1, 3)))
    return tuple(
        (TIMES[since], TIMES[until]) for since, until in zip(cuts[::2], cuts[1::2], strict=True)
    )


def random_days(luck: random.Random, first: dt.date, days: int) -> dict[dt.date, bool]:
    """Make up days that are otherwise."""
    return {
        first + number * DAY: luck.random() < 0.4 for number in luck.sample(range(days), days // 12)
    }
