"""Slices of a period: how many, and on which day each begins."""

from __future__ import annotations

import datetime as dt

FEWEST, MOST = 10, 12
"""Fewer tell no class of emergence; more are no film that one watches to its end."""

_WEEK = 7


def slices_of(since: dt.date, until: dt.date) -> int:
    """Give into how many slices a period is cut: weeks, where that gives a fitting number.

    Parameters
    ----------
    since, until : datetime.date
        Both included.

    Examples
    --------
    >>> slices_of(dt.date(2026, 1, 1), dt.date(2026, 3, 18))
    11
    """
    days = (until - since).days + 1
    return max(FEWEST, min(MOST, days // _WEEK))


def slice_starts(since: dt.date, until: dt.date, slices: int) -> list[dt.date]:
    """Give the first day of each slice.

    Parameters
    ----------
    since, until : datetime.date
        Both included.
    slices : int

    Returns
    -------
    list of datetime.date
        A slice holds the days of which ``day * slices // days`` is its number.

    Examples
    --------
    >>> slice_starts(dt.date(2026, 1, 1), dt.date(2026, 1, 5), 2)
    [datetime.date(2026, 1, 1), datetime.date(2026, 1, 4)]
    """
    days = (until - since).days + 1
    return [since + dt.timedelta(days=-(-number * days // slices)) for number in range(slices)]
