"""Delivering what waits to be sent: tried again, later each time, until it is given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.models import Community, Outgoing
from app.services.audit import record
from geodata.errors import WanggeError

WAITS = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=6),
    dt.timedelta(hours=12),
    dt.timedelta(days=1),
)
"""How long to wait after the first failure, the second ...; after one more it is given up."""

KEEP_SENT = dt.timedelta(days=7)
KEEP_GIVEN_UP = dt.timedelta(days=30)
"""How long what was sent, or given up, stays to be looked at: it holds addresses of people."""

_MOST_PROBLEM = 300


class NotDelivered(WanggeError):
    """Something did not get through; it may the next time.

    Parameters
    ----------
    template : str
        Marked sentence.
    detail : object, optional
        What the other side said; shown after the sentence as it is.
    """

    def __init__(self, template: str, detail: object = "") -> None:
        super().__init__(template)
        self.detail = str(detail)


Carry = Callable[[Session, Outgoing], None]
"""Sends one thing, or raises :class:`NotDelivered`."""


def deliver_next(session: Session, carry: Carry, *, at: dt.datetime) -> bool:
    """Send the thing that waits for longest.

    Parameters
    ----------
    session : Session
        Its transaction holds the row: no other worker sends the same meanwhile. One that dies
        between sending and committing sends it again, under the same number.
    carry : callable
    at : datetime.datetime
        Now, aware.

    Returns
    -------
    bool
        False if nothing waits.
    """
    letter = session.scalar(
        select(Outgoing)
        .where(Outgoing.sent_at.is_(None), Outgoing.given_up_at.is_(None), Outgoing.next_at <= at)
        .order_by(Outgoing.next_at, Outgoing.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if letter is None:
        return False
    try:
        carry(session, letter)
    except NotDelivered as failed:
        _put_off(letter, failed, at)
    else:
        letter.tries += 1
        letter.sent_at, letter.problem = at, ""
    session.flush()
    return True


def _put_off(letter: Outgoing, failed: NotDelivered, at: dt.datetime) -> None:
    """Write down a failure, and when to try again, if at all."""
    letter.tries += 1
    # A sentence that pages translate, then what the other side said.
    letter.problem = f"{failed.template}\n{failed.detail}"[:_MOST_PROBLEM].rstrip()
    if letter.tries > len(WAITS):
        letter.given_up_at = at
    else:
        letter.next_at = at + WAITS[letter.tries - 1]


def try_again(session: Session, community: Community, *, at: dt.datetime, by: int | None) -> int:
    """Begin anew with all that was given up for a community.

    Parameters
    ----------
    session : Session
    community : Community
    at, by
        When, and which account.

    Returns
    -------
    int
        How many wait again.
    """
    again = session.scalars(
        update(Outgoing)
        .where(Outgoing.community_id == community.id, Outgoing.given_up_at.is_not(None))
        .values(tries=0, next_at=at, given_up_at=None)
        .returning(Outgoing.id)
    ).all()
    record(
        session, at=at, by=by, action="send again", thing_kind="community",
        thing_id=community.id, community_id=community.id, letters=len(again),
    )  # fmt: skip
    return len(again)


def forget_old(session: Session, *, at: dt.datetime) -> None:
    """Delete what was sent or given up some time ago.

    Parameters
    ----------
    session : Session
    at : datetime.datetime
        Now, aware.
    """
    session.execute(
        delete(Outgoing).where(
            or_(
                Outgoing.sent_at < at - KEEP_SENT,
                Outgoing.given_up_at < at - KEEP_GIVEN_UP,
            )
        )
    )
