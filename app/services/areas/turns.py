"""One change of a community at a time: who comes second waits a little, or is told."""

from __future__ import annotations

from psycopg.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.models import Community
from geodata.errors import N_, WanggeError


class Busy(WanggeError):
    """Somebody else is changing the same thing."""


def take_turn(session: Session, community: Community) -> None:
    """Let nobody else import, publish or plan in a community until the transaction ends.

    The community's row is the lock, read anew once it is held: what another import stored while
    we waited is seen. Readers do not wait, and neither do writers that only refer to the row.

    Parameters
    ----------
    session : Session
    community : Community

    Raises
    ------
    Busy
        If somebody else is still at work after the time that the store waits for locks.
    """
    name = community.name  # After a failure nothing more can be read.
    try:
        session.refresh(community, with_for_update={"key_share": True})
    except OperationalError as error:
        if not isinstance(error.orig, LockNotAvailable):
            raise
        raise Busy(
            N_("Somebody else is changing %(name)s at this moment. Try again in a minute."),
            name=name,
        ) from error
