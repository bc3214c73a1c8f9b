"""Which roles a community expects at which kind of place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.models import Community, DutyRole, PlaceKind
from app.services.audit import record

Expected = tuple[DutyRole, PlaceKind]
"""A role, and the kind of place that shall have somebody in it."""


def expect_duties(
    session: Session,
    community: Community,
    expected: Iterable[Expected],
    *,
    at: dt.datetime,
    by: int | None,
) -> None:
    """Say which roles a community expects: every such place without one is then vacant.

    Parameters
    ----------
    session : Session
    community : Community
    expected : Iterable of (DutyRole, PlaceKind)
        Empty: any duty at a cell and at a building will do.
    at, by : datetime, int or None
        When, and which account.
    """
    words = [f"{role.value}:{kind.value}" for role, kind in dict.fromkeys(expected)]
    if words == community.expected_duties:
        return
    community.expected_duties = words
    session.flush()
    record(
        session,
        at=at,
        by=by,
        action="expect_duties",
        thing_kind="community",
        thing_id=community.id,
        community_id=community.id,
        duties=words,
    )
