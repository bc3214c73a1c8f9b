"""Finding summaries within a viewer's scope."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, true
from sqlalchemy.orm import Session, joinedload, undefer

from app.models import Community, Summary
from app.queries.scope import Ids, NotFound, Viewer, visible_cells, visible_communities
from geodata.errors import N_

MOST_LISTED = 200


def visible_summaries(viewer: Viewer) -> Ids:
    """Select the ids of the summaries that a viewer may see.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One column: all of a community for those who see it whole, else those of their own cells.
    """
    whole = true() if viewer.sees_whole_community else Summary.cell_id.in_(visible_cells(viewer))
    return select(Summary.id).where(Summary.community_id.in_(visible_communities(viewer)), whole)


def list_summaries(session: Session, viewer: Viewer, community: Community) -> Sequence[Summary]:
    """List the summaries of a community, those of the latest periods first.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community

    Returns
    -------
    Sequence of Summary
        Without their facts, at most :data:`MOST_LISTED`.
    """
    rows = (
        select(Summary)
        .options(joinedload(Summary.cell), joinedload(Summary.issuer))
        .where(Summary.community_id == community.id, Summary.id.in_(visible_summaries(viewer)))
        .order_by(Summary.until.desc(), Summary.id.desc())
        .limit(MOST_LISTED)
    )
    return session.scalars(rows).all()


def find_summary(
    session: Session, viewer: Viewer, community: Community, summary_id: int
) -> Summary:
    """Find a summary, with its facts.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
        From the address.
    summary_id : int

    Raises
    ------
    NotFound
        If there is none with that key in the viewer's scope.
    """
    found = session.scalar(
        select(Summary)
        .options(joinedload(Summary.cell), joinedload(Summary.issuer), undefer(Summary.facts))
        .where(
            Summary.id == summary_id,
            Summary.community_id == community.id,
            Summary.id.in_(visible_summaries(viewer)),
        )
    )
    if found is None:
        raise NotFound(N_("There is no such report."))
    return found


def has_summary(session: Session, like: Summary) -> bool:
    """Tell whether one of the same kind, place and period was issued.

    Parameters
    ----------
    session : Session
    like : Summary
        Need not be stored itself.
    """
    same = select(Summary.id).where(
        Summary.community_id == like.community_id,
        Summary.cell_id.is_not_distinct_from(like.cell_id),
        Summary.kind == like.kind,
        Summary.since == like.since,
        Summary.until == like.until,
    )
    return session.scalar(same.limit(1)) is not None
