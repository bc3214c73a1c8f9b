"""When what programs may keep was changed last."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import AuditEntry

KINDS = ("catalogue", "issue_category", "community")
"""Kinds of things in the audit log on which services, or who shows them, depend."""


def changed_at(session: Session) -> dt.datetime | None:
    """Give the time of the last change of services, None if there was none.

    Parameters
    ----------
    session : Session
    """
    return session.scalar(select(func.max(AuditEntry.at)).where(AuditEntry.thing_kind.in_(KINDS)))
