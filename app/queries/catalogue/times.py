"""The days that are otherwise in a community."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, SpecialDay

MOST_DAYS = 500


def list_special_days(
    session: Session, community: Community, since: dt.date
) -> Sequence[SpecialDay]:
    """List the days of a community's own, from a day on.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope: when it works is no secret.
    since : datetime.date
    """
    return session.scalars(
        select(SpecialDay)
        .where(SpecialDay.community_id == community.id, SpecialDay.on >= since)
        .order_by(SpecialDay.on)
        .limit(MOST_DAYS)
    ).all()
