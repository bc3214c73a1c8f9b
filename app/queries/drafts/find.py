"""Finding a division within a viewer's scope."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Division
from app.queries.scope import NotFound, Viewer, visible_communities
from geodata.errors import N_


def find_division(
    session: Session, viewer: Viewer, community: Community, division_id: int
) -> Division:
    """Find a division of a community, in whatever state it is.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
        From the viewer's scope.
    division_id : int

    Raises
    ------
    NotFound
        If the community has no such division.
    """
    found = session.scalar(
        select(Division).where(
            Division.id == division_id,
            Division.community_id == community.id,
            Division.community_id.in_(visible_communities(viewer)),
        )
    )
    if found is None:
        raise NotFound(N_("There is no such division. It may have been dropped."))
    return found
