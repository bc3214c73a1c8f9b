"""When the gates of a community are open."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Path

MOST_GATES = 5_000


def gate_hours(session: Session, community: Community) -> dict[str, str]:
    """Read the opening hours of the gates of which they are known.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.

    Returns
    -------
    dict of str to str
        By key of the path, at most :data:`MOST_GATES`.
    """
    rows = session.execute(
        select(Path.key, Path.hours)
        .where(
            Path.community_id == community.id,
            Path.vanished_on.is_(None),
            Path.barrier == "gate",
            Path.hours.is_not(None),
        )
        .order_by(Path.key)
        .limit(MOST_GATES)
    )
    return {key: hours for key, hours in rows if hours is not None}
