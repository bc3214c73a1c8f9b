"""Categories of issues, with their limits and what they weigh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app.models import OPEN_STATES, Community, Issue, IssueCategory
from app.queries.scope import NotFound, Viewer, seen_issue
from geodata.errors import N_

MOST_CATEGORIES = 600


@dataclass(frozen=True)
class CategoryLine:
    """A category as the catalogue shows it.

    Attributes
    ----------
    category : IssueCategory
        With its limits.
    open_issues : int
        Those that the viewer may see.
    """

    category: IssueCategory
    open_issues: int


def list_categories(
    session: Session, viewer: Viewer, community: Community
) -> tuple[CategoryLine, ...]:
    """List the categories of a community, retired ones too, by catalogue and position.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
        From the viewer's scope.
    """
    rows = session.scalars(
        select(IssueCategory)
        .where(IssueCategory.community_id == community.id)
        .options(selectinload(IssueCategory.limits))
        .order_by(IssueCategory.catalogue, IssueCategory.position, IssueCategory.code)
        .limit(MOST_CATEGORIES)
    ).all()
    counts = _open_issues(session, viewer, community)
    return tuple(CategoryLine(row, counts.get(row.id, 0)) for row in rows)


def _open_issues(
    session: Session, viewer: Viewer, community: Community
) -> Mapping[int | None, int]:
    """Count the open issues that a viewer may see, by category."""
    rows = session.execute(
        select(Issue.category_id, func.count(Issue.id))
        .where(Issue.community_id == community.id, Issue.state.in_(OPEN_STATES), seen_issue(viewer))
        .group_by(Issue.category_id)
    )
    return dict(rows.all())


def find_category(session: Session, community: Community, category_id: int) -> IssueCategory:
    """Find a category, with its limits.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope: its catalogue is open to whoever may open it.
    category_id : int

    Raises
    ------
    NotFound
    """
    found = session.scalar(
        select(IssueCategory)
        .where(IssueCategory.id == category_id, IssueCategory.community_id == community.id)
        .options(selectinload(IssueCategory.limits))
    )
    if found is None:
        raise NotFound(N_("There is no such category."))
    return found
