"""Which time limit holds for an issue: the most exact one that fits."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.models import Cell, Issue, IssueCategory, RegionClass, TimeLimit


def fitting_limit(
    limits: Iterable[TimeLimit], condition: str, region: RegionClass
) -> TimeLimit | None:
    """Choose the limit that holds: one for the condition first, then one for the region.

    Parameters
    ----------
    limits : iterable of TimeLimit
        Of one category.
    condition : str
        Of the issue.
    region : RegionClass
        Of its cell.

    Returns
    -------
    TimeLimit or None
        None where none fits: the issue then has no deadline.
    """
    fits = [
        limit
        for limit in limits
        if limit.condition in ("", condition) and limit.region in (None, region)
    ]
    exactness = {limit: (bool(limit.condition), limit.region is not None) for limit in fits}
    return max(fits, key=exactness.__getitem__, default=None)


def find_limit(session: Session, issue: Issue) -> TimeLimit | None:
    """Find the time limit of an issue.

    Parameters
    ----------
    session : Session
    issue : Issue
        Where it names no condition, its category's default one counts; where it lies in no
        cell, the general region does.
    """
    if issue.category_id is None:
        return None
    category = session.get_one(IssueCategory, issue.category_id)
    cell = session.get(Cell, issue.cell_id) if issue.cell_id else None
    region = cell.region if cell else RegionClass.GENERAL
    return fitting_limit(category.limits, issue.condition or category.default_condition, region)
