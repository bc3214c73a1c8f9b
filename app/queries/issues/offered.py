"""The categories that people choose from when they report."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Catalogue, Community, IssueCategory

MOST_CATEGORIES = 200


def offered_categories(session: Session, community: Community) -> Sequence[IssueCategory]:
    """List the categories in use: matters of the community first, as the catalogue orders them.

    Parameters
    ----------
    session : Session
    community : Community
    """
    return session.scalars(
        select(IssueCategory)
        .where(IssueCategory.community_id == community.id, IssueCategory.retired_on.is_(None))
        .order_by(
            (IssueCategory.catalogue == Catalogue.COMMUNITY).desc(),
            IssueCategory.position,
            IssueCategory.id,
        )
        .limit(MOST_CATEGORIES)
    ).all()


def resident_categories(session: Session, community: Community) -> list[IssueCategory]:
    """List the categories from which residents choose.

    Parameters
    ----------
    session : Session
    community : Community
    """
    return [one for one in offered_categories(session, community) if one.for_residents]
