"""Reads about whole communities."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from app.models import Community
from app.queries.scope import Viewer, visible_communities

MOST = 200


def list_communities(session: Session, viewer: Viewer) -> Sequence[Community]:
    """List the communities that a viewer may open.

    Parameters
    ----------
    session : Session
    viewer : Viewer

    Returns
    -------
    Sequence[Community]
        By name, at most ``MOST``, without their boundaries.
    """
    return session.scalars(
        select(Community)
        .options(defer(Community.boundary), defer(Community.meeting_point))
        .where(Community.id.in_(visible_communities(viewer)))
        .order_by(Community.name)
        .limit(MOST)
    ).all()
