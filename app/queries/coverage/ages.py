"""How long ago: the steps in which maps and lists tell it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case


@dataclass(frozen=True)
class Age:
    """A step: ``days`` is the most that it holds, None without end."""

    key: str
    days: int | None


AGES = (Age("week", 7), Age("month", 30), Age("season", 90), Age("older", None))
"""The youngest first; what was never visited is of the age ``never``."""

NEVER = "never"


def age_of(day: ColumnElement[Any], on: dt.date) -> ColumnElement[str]:
    """Give the age of a day, in SQL.

    Parameters
    ----------
    day : ColumnElement
        A date, NULL for never.
    on : datetime.date
        Today.
    """
    steps = [
        (day > on - dt.timedelta(days=age.days), age.key) for age in AGES if age.days is not None
    ]
    return case((day.is_(None), NEVER), *steps, else_=AGES[-1].key)
