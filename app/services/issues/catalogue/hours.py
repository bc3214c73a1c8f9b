"""When a community works: its week, the days that are otherwise; and the regions of its cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.models import Cell, Community, RegionClass, SpecialDay, WorkingHours
from app.queries.scope import Action, Viewer, require
from app.services.audit import record
from app.services.issues.clock import Stretch
from geodata.errors import N_, InputRefused

MOST_STRETCHES = 4
LEAST_WEEK = dt.timedelta(hours=5)
"""With fewer hours a week than so, deadlines in working hours would lie years away."""

MOST_SPECIAL_DAYS = 400
FARTHEST_DAY = dt.timedelta(days=3 * 366)
LONGEST_NAME = 40


def set_week(
    session: Session,
    viewer: Viewer,
    community: Community,
    week: Sequence[Sequence[Stretch]],
    *,
    at: dt.datetime,
) -> None:
    """Set the working hours of the week; deadlines that run already stay as they are.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to configure.
    community : Community
    week : seven sequences of Stretch
        From Monday.
    at : datetime.datetime
        Now.

    Raises
    ------
    NotAllowed
    InputRefused
        If hours overlap, end before they begin, or are too few.
    """
    require(viewer, Action.CONFIGURE)
    for day in week:
        _check_day(sorted(day))
    if sum((_length(one) for day in week for one in day), dt.timedelta()) < LEAST_WEEK:
        raise InputRefused(N_("A week needs at least five working hours."))
    session.execute(delete(WorkingHours).where(WorkingHours.community_id == community.id))
    session.add_all(
        WorkingHours(community_id=community.id, weekday=weekday, since=since, until=until)
        for weekday, day in enumerate(week)
        for since, until in sorted(day)
    )
    session.flush()
    _tell(session, viewer, community, "change", at)


def set_special_day(
    session: Session,
    viewer: Viewer,
    community: Community,
    on: dt.date,
    *,
    is_working: bool,
    name: str = "",
    at: dt.datetime,
) -> None:
    """Say that a day is otherwise than the week and the national calendar say.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to configure.
    community : Community
    on : datetime.date
        Within three years of today.
    is_working : bool
    name : str
        Why, in a word.
    at : datetime.datetime
        Now.

    Raises
    ------
    NotAllowed
    InputRefused
        If the day is too far away, or there are too many such days.
    """
    require(viewer, Action.CONFIGURE)
    if abs(on - viewer.on) > FARTHEST_DAY:
        raise InputRefused(N_("%(on)s is more than three years away."), on=on.isoformat())
    own = SpecialDay.community_id == community.id
    if (session.scalar(select(func.count()).where(own)) or 0) >= MOST_SPECIAL_DAYS:
        raise InputRefused(
            N_("There are %(most)s such days already: remove those that are past."),
            most=MOST_SPECIAL_DAYS,
        )
    session.merge(
        SpecialDay(
            community_id=community.id,
            on=on,
            is_working=is_working,
            name=name.strip()[:LONGEST_NAME],
        )
    )
    session.flush()
    _tell(session, viewer, community, "set day", at, on=on.isoformat())


def forget_special_day(
    session: Session, viewer: Viewer, community: Community, on: dt.date, *, at: dt.datetime
) -> None:
    """Let the week and the national calendar decide about a day again.

    Raises
    ------
    NotAllowed
    """
    require(viewer, Action.CONFIGURE)
    session.execute(
        delete(SpecialDay).where(SpecialDay.community_id == community.id, SpecialDay.on == on)
    )
    _tell(session, viewer, community, "forget day", at, on=on.isoformat())


def set_regions(
    session: Session,
    viewer: Viewer,
    community: Community,
    regions: Mapping[int, RegionClass],
    *,
    at: dt.datetime,
) -> int:
    """Say how closely cells are looked after; deadlines that run already stay as they are.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to configure.
    community : Community
    regions : Mapping of int to RegionClass
        By the key of a cell; those of other communities are passed over.
    at : datetime.datetime
        Now.

    Returns
    -------
    int
        How many cells changed.

    Raises
    ------
    NotAllowed
    """
    require(viewer, Action.CONFIGURE)
    cells = session.scalars(
        select(Cell).where(Cell.community_id == community.id, Cell.id.in_(list(regions)))
    )
    changed = [cell for cell in cells if cell.region is not regions[cell.id]]
    for cell in changed:
        cell.region = regions[cell.id]
    session.flush()
    if changed:
        _tell(session, viewer, community, "set regions", at, cells=len(changed))
    return len(changed)


def _check_day(stretches: Sequence[Stretch]) -> None:
    """Refuse hours of a day that overlap, or run backwards."""
    if len(stretches) > MOST_STRETCHES:
        raise InputRefused(N_("A day has at most %(most)s stretches of work."), most=MOST_STRETCHES)
    if any(since >= until for since, until in stretches):
        raise InputRefused(N_("Working hours end after they begin. Over midnight, give two days."))
    for (_, before), (after, _) in pairwise(stretches):
        if after < before:
            raise InputRefused(N_("Two stretches of one day overlap."))


def _length(stretch: Stretch) -> dt.timedelta:
    """Give how long a stretch lasts."""
    day = dt.date.min
    since, until = (dt.datetime.combine(day, time) for time in stretch)
    return until - since


def _tell(
    session: Session,
    viewer: Viewer,
    community: Community,
    action: str,
    at: dt.datetime,
    **details: str | int,
) -> None:
    """Tell the audit log."""
    record(
        session, at=at, by=viewer.user_id, action=action, thing_kind="working_time",
        thing_id=community.id, community_id=community.id, **details,
    )  # fmt: skip
