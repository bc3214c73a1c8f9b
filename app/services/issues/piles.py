"""Piles: a point on which very many issues of one source lie is a default, no place."""

from __future__ import annotations

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Community, Issue
from app.services.issues.locate import REACH_M
from app.services.sql import statement
from geodata.piles import find_piles

_NONE = 1 << 62


def mark_piles(session: Session, community: Community, source: str) -> list[int]:
    """Doubt the place of issues on a pile; believe it again where a pile is none any more.

    Issues of which the source named the building stay there.

    Parameters
    ----------
    session : Session
    community : Community
    source : str
        Whose issues; a default is one of a source.

    Returns
    -------
    list of int
        Ids of issues whose place is believed again, to be located.
    """
    marked = session.execute(
        statement("mark_piles"),
        {
            "community_id": community.id,
            "source": source,
            "least": _least(session, community, source),
            "metric_srid": community.metric_srid or 3857,
            "reach_m": REACH_M,
        },
    )
    return [key for key, doubt in marked if doubt is None]


def _least(session: Session, community: Community, source: str) -> int:
    """Give how many issues on a point make a pile; more than there are where there is none."""
    on_points = (
        select(func.count().label("count"))
        .where(Issue.community_id == community.id, Issue.source == source, Issue.point.is_not(None))
        .group_by(Issue.point)
        .subquery()
    )
    rows = session.execute(
        select(on_points.c.count, func.count()).group_by(on_points.c.count)
    ).all()
    counts = np.repeat(*np.array(rows, dtype=np.int64).reshape(-1, 2).T)
    piles = counts[find_piles(counts)]
    return int(piles.min()) if len(piles) else _NONE
