"""What must hold before somebody answers for a place: one community, sound dates, not twice."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from app.models import (
    Cell,
    Division,
    DivisionState,
    Duty,
    DutyHolder,
    DutyRole,
    Person,
    Place,
)
from app.models.places import place_name
from geodata.errors import N_, InputRefused

EARLIEST = dt.date(1949, 10, 1)
"""A duty that began before is a slip of the pen."""

YEARS_AHEAD = 10


def place_column(place: Place) -> str:
    """Give the column of a duty that holds such a place."""
    return f"{place.__tablename__}_id"


def holder_column(holder: DutyHolder) -> str:
    """Give the column of a duty that holds such a holder."""
    return f"{holder.__tablename__}_id"


def same_duty(holder: DutyHolder, place: Place, role: DutyRole) -> ColumnElement[bool]:
    """Give the condition that a duty is this holder's for this place in this role."""
    return and_(
        getattr(Duty, holder_column(holder)) == holder.id,
        getattr(Duty, place_column(place)) == place.id,
        Duty.role == role,
    )


def check_order(
    holder: DutyHolder,
    place: Place,
    since: dt.date,
    until: dt.date | None,
    *,
    division: Division | None,
) -> None:
    """Check all that can be said of a duty before looking at other duties.

    Parameters
    ----------
    holder : DutyHolder
    place : Place
    since : datetime.date
    until : datetime.date or None
        Last day.
    division : Division or None
        That of the place, where the place is a cell.

    Raises
    ------
    InputRefused
    """
    if holder.community_id != place.community_id:
        raise InputRefused(
            N_("%(place)s belongs to another community than %(holder)s."),
            place=place_name(place),
            holder=holder.name,
        )
    _check_period(since, until)
    _check_present(holder, since, until)
    _check_stands(place, until, division)


def _check_period(since: dt.date, until: dt.date | None) -> None:
    """Refuse dates that cannot be meant."""
    last = since.replace(year=since.year + 100, day=1) if until is None else until
    if until is not None and until < since:
        raise InputRefused(
            N_("A duty cannot end on %(until)s before it begins on %(since)s."),
            since=since.isoformat(),
            until=until.isoformat(),
        )
    if since < EARLIEST or last.year > 2200:
        raise InputRefused(
            N_("The date %(date)s cannot be meant. Look at the year."),
            date=(since if since < EARLIEST else last).isoformat(),
        )


def _check_present(holder: DutyHolder, since: dt.date, until: dt.date | None) -> None:
    """Refuse a duty on days on which its holder is no longer there."""
    gone_on = holder.left_on if isinstance(holder, Person) else holder.closed_on
    if gone_on is not None and (until is None or until > gone_on or since > gone_on):
        raise InputRefused(
            N_("%(holder)s is no longer there since %(date)s. Choose somebody else."),
            holder=holder.name,
            date=gone_on.isoformat(),
        )


def _check_stands(place: Place, until: dt.date | None, division: Division | None) -> None:
    """Refuse a duty for a place of the past, or for one that does not hold yet."""
    if isinstance(place, Cell):
        if division is not None and division.state is DivisionState.DRAFT:
            raise InputRefused(
                N_("%(place)s is a draft yet. Publish the division, then appoint."),
                place=place.name,
            )
        if division is not None and division.state is DivisionState.ENDED:
            raise InputRefused(
                N_("%(place)s belongs to a division that ended on %(date)s. Choose a cell of "
                   "the division that holds today."),
                place=place.name,
                date=division.until.isoformat() if division.until else "",
            )  # fmt: skip
        return
    gone_on = place.vanished_on
    if gone_on is not None and (until is None or until > gone_on):
        raise InputRefused(
            N_("%(place)s is no longer there since %(date)s. Nobody can be appointed for it."),
            place=place_name(place),
            date=gone_on.isoformat(),
        )


def find_same(
    session: Session,
    holder: DutyHolder,
    place: Place,
    role: DutyRole,
    since: dt.date,
    until: dt.date | None,
) -> Duty | None:
    """Find the duty that a new one would repeat: same holder, place and role at one time.

    Parameters
    ----------
    session : Session
    holder : DutyHolder
    place : Place
    role : DutyRole
    since : datetime.date
    until : datetime.date or None
    """
    return session.scalar(
        select(Duty)
        .where(same_duty(holder, place, role), Duty.meets(since, until))
        .order_by(Duty.since)
        .limit(1)
    )


def held_already(holder: DutyHolder, place: Place, found: Duty) -> InputRefused:
    """Make the refusal of a duty that is held already."""
    if found.until is None:
        return InputRefused(
            N_("%(holder)s has answered for %(place)s in this role since %(since)s."),
            holder=holder.name,
            place=place_name(place),
            since=found.since.isoformat(),
        )
    return InputRefused(
        N_("%(holder)s answers for %(place)s in this role from %(since)s to %(until)s. "
           "Begin after that day."),
        holder=holder.name,
        place=place_name(place),
        since=found.since.isoformat(),
        until=found.until.isoformat(),
    )  # fmt: skip
