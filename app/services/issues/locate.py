"""Issues: finding the building and the cell where they lie."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Community
from app.services.sql import statement

REACH_M = 50
"""An issue within so many metres of a building is taken to be at that building."""


def locate_issues(
    session: Session, community: Community, issue_ids: list[int] | None = None
) -> None:
    """Find building and cell of the issues of a community, in one PostGIS statement.

    Parameters
    ----------
    session : Session
    community : Community
        With ground; one without any has nothing to locate in.
    issue_ids : list of int, optional
        Only these; by default all.
    """
    if community.metric_srid is None:
        return
    session.execute(
        statement("locate_issues"),
        {
            "community_id": community.id,
            "issue_ids": issue_ids,
            "metric_srid": community.metric_srid,
            "reach_m": REACH_M,
        },
    )
