"""What people, organisations and teams have in common: names, keys, and an end to duties."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Duty, DutyHolder, Organisation, Person, Team
from app.services.duties.rules import holder_column
from geodata.errors import N_, InputRefused

NAME_LENGTH = 100


def plain_name(name: str) -> str:
    """Give a name without needless blanks.

    Raises
    ------
    InputRefused
        If nothing is left, or it is too long.
    """
    plain = " ".join(name.split())
    if not plain or len(plain) > NAME_LENGTH:
        raise InputRefused(N_("Give a name of 1 to %(limit)s characters."), limit=NAME_LENGTH)
    return plain


def free_key(
    session: Session, kind: type[Person | Organisation | Team], community_id: int, wish: str
) -> str:
    """Give a key that nothing of a kind has in a community: the wish, or the wish with a number."""
    taken = set(
        session.scalars(
            select(kind.key).where(
                kind.community_id == community_id,
                (kind.key == wish) | kind.key.startswith(f"{wish}~", autoescape=True),
            )
        )
    )
    if wish not in taken:
        return wish
    return next(key for n in range(2, len(taken) + 3) if (key := f"{wish}~{n}") not in taken)


def end_duties_of(session: Session, holder: DutyHolder, on: dt.date, reason: str) -> int:
    """End all that somebody answers for; what begins later holds one day, for none is deleted.

    Returns
    -------
    int
        How many duties ended.
    """
    own = getattr(Duty, holder_column(holder)) == holder.id
    later = Duty.until.is_(None) | (Duty.until > on)
    duties = session.scalars(select(Duty).where(own, later)).all()
    for duty in duties:
        duty.until, duty.end_reason = max(duty.since, on), reason
    session.flush()
    return len(duties)
