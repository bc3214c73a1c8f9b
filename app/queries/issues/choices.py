"""What a filter of issues offers to choose from."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, HandlingUnit, IssueCategory

MOST_CHOICES = 500


def category_choices(session: Session, community: Community) -> list[tuple[int, str]]:
    """List the categories of a community, retired ones too, for issues still have them.

    Parameters
    ----------
    session : Session
    community : Community
        In the viewer's scope.

    Returns
    -------
    list of (int, str)
        Id and name, those in use first.
    """
    rows = (
        select(IssueCategory.id, IssueCategory.name)
        .where(IssueCategory.community_id == community.id)
        .order_by(IssueCategory.retired_on.is_not(None), IssueCategory.position, IssueCategory.id)
        .limit(MOST_CHOICES)
    )
    return [(key, name) for key, name in session.execute(rows)]


def unit_choices(session: Session, community: Community) -> list[tuple[int, str]]:
    """List the handling units of a community by name.

    Parameters
    ----------
    session : Session
    community : Community
        In the viewer's scope.
    """
    rows = (
        select(HandlingUnit.id, HandlingUnit.name)
        .where(HandlingUnit.community_id == community.id)
        .order_by(HandlingUnit.name, HandlingUnit.id)
        .limit(MOST_CHOICES)
    )
    return [(key, name) for key, name in session.execute(rows)]
