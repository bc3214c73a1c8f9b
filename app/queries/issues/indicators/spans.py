"""The period of indicators, and what within it is looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from app.models import Issue

Moment = InstrumentedAttribute[dt.datetime] | InstrumentedAttribute[dt.datetime | None]
"""A column that holds a time of an issue."""


@dataclass(frozen=True)
class Span:
    """A period, and what within it is looked at.

    Attributes
    ----------
    since, until : datetime.date
        Both included.
    zone : datetime.tzinfo or None
        In which days begin.
    cell_id, category_id, unit_id : int or None
        Only these.
    """

    since: dt.date
    until: dt.date
    zone: dt.tzinfo | None
    cell_id: int | None = None
    category_id: int | None = None
    unit_id: int | None = None

    @property
    def begin(self) -> dt.datetime:
        """The first moment of it."""
        return dt.datetime.combine(self.since, dt.time.min, self.zone)

    @property
    def end(self) -> dt.datetime:
        """The first moment after it."""
        return dt.datetime.combine(self.until + dt.timedelta(days=1), dt.time.min, self.zone)

    def holds(self, moment: Moment) -> ColumnElement[bool]:
        """Give the condition that a time of an issue lies in the period.

        Parameters
        ----------
        moment : InstrumentedAttribute
        """
        return (moment >= self.begin) & (moment < self.end)

    def narrowed(self) -> list[ColumnElement[bool]]:
        """Give the conditions on cell, category and unit."""
        wanted = {
            Issue.cell_id: self.cell_id,
            Issue.category_id: self.category_id,
            Issue.unit_id: self.unit_id,
        }
        return [column == value for column, value in wanted.items() if value is not None]
