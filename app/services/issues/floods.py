"""Against floods of calls by people without account: counted in a table, so all processes see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.models import PublicCall
from geodata.errors import N_, WanggeError

_KEPT = dt.timedelta(days=1)


class TooMany(WanggeError):
    """Somebody calls more often than one may without account."""


@dataclass(frozen=True)
class Rate:
    """How often something may be called.

    Attributes
    ----------
    kind : str
        What is counted: ``report``, ``plate``, ``guess``.
    calls : int
    hours : int
        At most a day: older calls are deleted.
    """

    kind: str
    calls: int
    hours: int


def refuse_flood(session: Session, rate: Rate, who: str, *, at: dt.datetime) -> None:
    """Refuse whoever has called too often.

    Parameters
    ----------
    session : Session
    rate : Rate
    who : str
        A salted hash, so that nobody can be found by it.
    at : datetime.datetime

    Raises
    ------
    TooMany
        Saying how long to wait at most.
    """
    # One call at a time for each caller, or parallel ones would all pass the count.
    key = func.hashtextextended(f"{rate.kind} {who}", 0)
    session.execute(select(func.pg_advisory_xact_lock(key)))
    calls = session.scalar(
        select(func.count(PublicCall.id)).where(
            PublicCall.kind == rate.kind,
            PublicCall.who == who,
            PublicCall.at > at - dt.timedelta(hours=rate.hours),
        )
    )
    if (calls or 0) >= rate.calls:
        raise TooMany(
            N_("Too much came from here. Wait, at most %(hours)s h, or call your community."),
            hours=rate.hours,
        )


def count_call(session: Session, rate: Rate, who: str, *, at: dt.datetime) -> None:
    """Count a call, and forget those of days past.

    Parameters
    ----------
    session : Session
    rate : Rate
    who : str
    at : datetime.datetime
    """
    session.execute(delete(PublicCall).where(PublicCall.at < at - _KEPT))
    session.add(PublicCall(kind=rate.kind, who=who, at=at))
    session.flush()
