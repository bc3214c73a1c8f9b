"""The working time of a community, as it is stored; the usual week where nothing is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import SpecialDay, WorkingHours
from app.services.issues.clock.national import national_day
from app.services.issues.clock.working_time import Stretch, WorkingTime
from app.settings import Settings

_OFFICE = ((dt.time(8, 30), dt.time(12)), (dt.time(13, 30), dt.time(17, 30)))

USUAL_WEEK: tuple[tuple[Stretch, ...], ...] = (*[_OFFICE] * 5, (), ())
"""Office hours from Monday to Friday: what holds until a community says otherwise."""


@cache
def place_zone() -> ZoneInfo:
    """Give the zone by whose wall clock people work: the setting WANGGE_TIMEZONE."""
    return ZoneInfo(Settings().wangge_timezone)


def read_week(session: Session, community_id: int) -> tuple[tuple[Stretch, ...], ...]:
    """Read the hours of a community's week.

    Parameters
    ----------
    session : Session
    community_id : int

    Returns
    -------
    tuple of seven tuples of Stretch
        From Monday; the usual week where none is stored.
    """
    rows = session.scalars(
        select(WorkingHours)
        .where(WorkingHours.community_id == community_id)
        .order_by(WorkingHours.weekday, WorkingHours.since)
    ).all()
    if not rows:
        return USUAL_WEEK
    return tuple(
        tuple((row.since, row.until) for row in rows if row.weekday == weekday)
        for weekday in range(7)
    )


def working_time(session: Session, community_id: int) -> WorkingTime:
    """Read when a community works: its week, its special days and the national calendar.

    Parameters
    ----------
    session : Session
    community_id : int
    """
    held: WorkingTime | None = session.info.get((_HELD, community_id))
    return held or _read(session, community_id)


@contextmanager
def held_working_time(session: Session, community_id: int) -> Iterator[WorkingTime]:
    """Read the working time once for many clocks, while nobody changes it in this session.

    Parameters
    ----------
    session : Session
    community_id : int
    """
    key = (_HELD, community_id)
    session.info[key] = time = _read(session, community_id)
    try:
        yield time
    finally:
        del session.info[key]


_HELD = "working time"


def _read(session: Session, community_id: int) -> WorkingTime:
    days = session.execute(
        select(SpecialDay.on, SpecialDay.is_working).where(SpecialDay.community_id == community_id)
    )
    special = dict(days.all())
    return WorkingTime(read_week(session, community_id), place_zone(), special, national_day)
