"""Days in SQL: which day a stored moment was, in the place of use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Date, Interval, cast, func, literal


def local_date(moment: ColumnElement[Any], at: dt.datetime) -> ColumnElement[dt.date]:
    """Give the day of a stored moment as the clock of the place shows it.

    Parameters
    ----------
    moment : ColumnElement
        A time with zone.
    at : datetime.datetime
        Now, aware, in the zone of the place. Its offset from UTC is used for all moments:
        summer time, which China has not, would move those within an hour of midnight.

    Returns
    -------
    ColumnElement of datetime.date
    """
    offset = literal(at.utcoffset() or dt.timedelta(), Interval(native=True))
    return cast(func.timezone(offset, moment), Date)
