"""The audit log: who changed what and when, written in the transaction of the change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from app.models import AuditEntry


def record(
    session: Session,
    *,
    at: dt.datetime,
    by: int | None,
    action: str,
    thing_kind: str,
    thing_id: int | None = None,
    community_id: int | None = None,
    **details: Any,
) -> None:
    """Write one line of the audit log.

    Parameters
    ----------
    session : Session
        The transaction of the change itself, so both live or die together.
    at : datetime.datetime
        Aware.
    by : int or None
        The account; None is the operator at the command line.
    action : str
        ``import``, ``assign``, ``login`` ...
    thing_kind, thing_id : str, int or None
        What was changed.
    community_id : int or None
        Where.
    **details : Any
        JSON-serialisable; never a password or a whole phone number.
    """
    session.add(
        AuditEntry(
            at=at,
            user_id=by,
            community_id=community_id,
            action=action,
            thing_kind=thing_kind,
            thing_id=thing_id,
            details=details,
        )
    )
