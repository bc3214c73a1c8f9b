"""The national calendar of China: holidays, and the weekends that are worked in exchange 调休.

The days come from the `holidays` package, which follows the yearly notices of the State Council.
A year whose notice is not out yet has its statutory holidays only; a community can enter what
the notice says as days of its own until the package knows it.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import holidays


@cache
def _calendar(year: int) -> tuple[dict[dt.date, str], frozenset[dt.date]]:
    """Give the names of the holidays of a year, and its worked weekends."""
    found = holidays.country_holidays("CN", years=year, language="zh_CN")
    worked = frozenset(day for day in found.weekend_workdays if day.year == year)
    return dict(found), worked


def national_day(day: dt.date) -> bool | None:
    """Tell whether a day is worked by the national calendar.

    Parameters
    ----------
    day : datetime.date

    Returns
    -------
    bool or None
        False on a holiday, True on a weekend that is worked in exchange, None on any other day.
    """
    off, worked = _calendar(day.year)
    if day in worked:
        return True
    return False if day in off else None


def national_days(year: int) -> list[tuple[dt.date, bool, str]]:
    """List the holidays and the worked weekends of a year.

    Parameters
    ----------
    year : int

    Returns
    -------
    list of (datetime.date, bool, str)
        Day, whether it is worked, and its Chinese name (empty for a worked weekend).
    """
    off, worked = _calendar(year)
    days = [(day, False, name) for day, name in off.items() if day not in worked]
    return sorted(days + [(day, True, "") for day in worked])


def has_notice(year: int) -> bool:
    """Tell whether the State Council's notice of a year is known: it moves some days."""
    off, worked = _calendar(year)
    return bool(worked) or any("调休" in name for name in off.values())
