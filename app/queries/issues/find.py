"""Finding one issue within a viewer's scope."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Issue
from app.queries.scope import NotFound, Viewer, seen_issue
from geodata.errors import N_


def find_issue(session: Session, viewer: Viewer, community: Community, issue_id: int) -> Issue:
    """Find an issue that the viewer may see.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    issue_id : int

    Raises
    ------
    NotFound
        If there is none in the community that the viewer may see.
    """
    found = session.scalar(
        select(Issue).where(
            Issue.id == issue_id, Issue.community_id == community.id, seen_issue(viewer)
        )
    )
    if found is None:
        raise NotFound(N_("There is no such issue."))
    return found
