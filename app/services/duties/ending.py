"""The end of a duty, and handing it over: what was stays readable for ever."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Duty, DutyHolder
from app.models.places import place_name
from app.services.areas import take_turn
from app.services.audit import record
from app.services.duties.appoint import appoint
from app.services.duties.rules import find_same, holder_column
from geodata.errors import N_, InputRefused

REASON_LENGTH = 500
DAY = dt.timedelta(days=1)


def end_duty(
    session: Session,
    duty: Duty,
    *,
    until: dt.date,
    reason: str,
    at: dt.datetime,
    by: int | None,
) -> None:
    """End a duty. It stays readable; nothing is deleted.

    Parameters
    ----------
    session : Session
    duty : Duty
    until : datetime.date
        The last day on which it holds.
    reason : str
        Why, in a few words; may be empty.
    at, by : datetime, int or None
        When, and which account.

    Raises
    ------
    InputRefused
        If it would end before it begins, or ended earlier already.
    """
    take_turn(session, session.get_one(Community, duty.community_id))
    session.refresh(duty)
    if until < duty.since:
        raise InputRefused(
            N_("%(holder)s answers for %(place)s since %(since)s: it cannot end on %(until)s, "
               "before it began."),
            holder=duty.holder.name,
            place=place_name(duty.place),
            since=duty.since.isoformat(),
            until=until.isoformat(),
        )  # fmt: skip
    if duty.until is not None and duty.until <= until:
        raise InputRefused(N_("This duty ends on %(until)s already."), until=duty.until.isoformat())
    duty.until, duty.end_reason = until, reason.strip()[:REASON_LENGTH]
    session.flush()
    record(
        session,
        at=at,
        by=by,
        action="end",
        thing_kind="duty",
        thing_id=duty.id,
        community_id=duty.community_id,
        until=until.isoformat(),
        reason=duty.end_reason,
    )


def hand_over(
    session: Session,
    duty: Duty,
    to: DutyHolder,
    *,
    on: dt.date,
    reason: str = "",
    at: dt.datetime,
    by: int | None,
) -> Duty:
    """Let somebody else go on with a duty: same place, same role, no day between.

    Parameters
    ----------
    session : Session
    duty : Duty
    to : Person, Team or Organisation
    on : datetime.date
        First day of the new holder; the old one answers until the day before.
    reason : str
    at, by : datetime, int or None

    Returns
    -------
    Duty
        The new one.

    Raises
    ------
    InputRefused
        If it is the same holder, the duty has ended by then or begins only on that day or
        later, or the new holder cannot be appointed.
    """
    if duty.holder is to:
        raise InputRefused(N_("%(holder)s holds this duty already."), holder=to.name)
    if duty.until is not None and duty.until < on:
        raise InputRefused(N_("This duty ends on %(until)s already."), until=duty.until.isoformat())
    ends = duty.until
    end_duty(session, duty, until=on - DAY, reason=reason, at=at, by=by)
    return appoint(session, to, duty.place, duty.role, since=on, until=ends, at=at, by=by)


def hand_over_all(
    session: Session,
    holder: DutyHolder,
    to: DutyHolder,
    *,
    on: dt.date,
    reason: str = "",
    at: dt.datetime,
    by: int | None,
) -> tuple[Duty, ...]:
    """Hand over everything that somebody answers for, in one step.

    Parameters
    ----------
    session : Session
    holder, to : Person, Team or Organisation
    on : datetime.date
        First day of the new holder.
    reason : str
    at, by : datetime, int or None

    Returns
    -------
    tuple of Duty
        The new duties; a place that the new holder has in that role already makes none.

    Raises
    ------
    InputRefused
        If there is nothing to hand over, or as :func:`hand_over`.
    """
    take_turn(session, session.get_one(Community, holder.community_id))
    duties = _held_from(session, holder, on)
    if not duties:
        raise InputRefused(
            N_("%(holder)s answers for nothing on %(date)s: there is nothing to hand over."),
            holder=holder.name,
            date=on.isoformat(),
        )
    made = []
    for duty in duties:
        if find_same(session, to, duty.place, duty.role, max(on, duty.since), duty.until):
            last = max(duty.since, on - DAY)  # What begins later holds one day: none is deleted.
            end_duty(session, duty, until=last, reason=reason, at=at, by=by)
        elif duty.since >= on:
            made.append(_pass_on(session, duty, to, at=at, by=by))
        else:
            made.append(hand_over(session, duty, to, on=on, reason=reason, at=at, by=by))
    return tuple(made)


def _held_from(session: Session, holder: DutyHolder, on: dt.date) -> list[Duty]:
    """List what somebody holds on a day or is to hold later."""
    own = getattr(Duty, holder_column(holder)) == holder.id
    return list(session.scalars(select(Duty).where(own, Duty.meets(on, None)).order_by(Duty.id)))


def _pass_on(
    session: Session, duty: Duty, to: DutyHolder, *, at: dt.datetime, by: int | None
) -> Duty:
    """Give a duty that has not begun to somebody else: nobody has answered by it yet."""
    setattr(duty, holder_column(duty.holder), None)
    setattr(duty, holder_column(to), to.id)
    session.flush()
    session.refresh(duty)
    record(
        session,
        at=at,
        by=by,
        action="hand_over",
        thing_kind="duty",
        thing_id=duty.id,
        community_id=duty.community_id,
        **{holder_column(to): to.id},
    )
    return duty
