"""Finding a community, and its division that holds, within a viewer's scope."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Division, DivisionState
from app.queries.scope.viewer import Viewer
from app.queries.scope.visible import visible_communities
from geodata.errors import N_, WanggeError


class NotFound(WanggeError):
    """There is no such thing in what the viewer can see."""


def find_community(session: Session, viewer: Viewer, code: str) -> Community:
    """Find a community by its code among those that the viewer may open.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    code : str
        12 digits, or the own code of a community that has none.

    Raises
    ------
    NotFound
        If there is none with that code in the viewer's scope; both cases read the same.
    """
    found = session.scalar(
        select(Community).where(
            Community.code == code, Community.id.in_(visible_communities(viewer))
        )
    )
    if found is None:
        raise NotFound(N_("There is no community with the code %(code)s."), code=code)
    return found


def published_division(session: Session, community: Community) -> Division | None:
    """Give the division that holds today, if one is published.

    Parameters
    ----------
    session : Session
    community : Community
        From :func:`find_community`, so it is in the viewer's scope.
    """
    return session.scalar(
        select(Division).where(
            Division.community_id == community.id, Division.state == DivisionState.PUBLISHED
        )
    )
