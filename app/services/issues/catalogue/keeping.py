"""Writing a category of an entry: a new one, or over the one that has its code."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Community, IssueCategory, TimeLimit
from app.services.issues.catalogue.entry import CategoryEntry, check_entry

_PLAIN = (
    "catalogue", "code", "group", "name", "name_en", "icon", "default_condition", "for_residents",
)  # fmt: skip


def keep_entry(
    session: Session, community: Community, entry: CategoryEntry, *, position: int
) -> IssueCategory:
    """Write a new category.

    Parameters
    ----------
    session : Session
    community : Community
    entry : CategoryEntry
    position : int
        Where it stands in lists.

    Raises
    ------
    InputRefused
        If it makes no sense.
    """
    category = IssueCategory(community_id=community.id, position=position, limits=[])
    write_entry(session, category, entry)
    session.add(category)
    return category


def write_entry(session: Session, category: IssueCategory, entry: CategoryEntry) -> bool:
    """Write an entry over a category; deadlines that run already stay as they are.

    Parameters
    ----------
    session : Session
    category : IssueCategory
    entry : CategoryEntry

    Returns
    -------
    bool
        Whether anything changed.

    Raises
    ------
    InputRefused
        If the entry makes no sense.
    """
    check_entry(entry)
    changed = False
    for name in _PLAIN:
        if getattr(category, name) != getattr(entry, name):
            setattr(category, name, getattr(entry, name))
            changed = True
    wished = {(one.condition, one.region, float(one.amount), one.unit) for one in entry.limits}
    held = {(one.condition, one.region, one.amount, one.unit) for one in category.limits}
    if wished == held:
        return changed
    _write_limits(session, category, entry)
    return True


def _write_limits(session: Session, category: IssueCategory, entry: CategoryEntry) -> None:
    """Write the limits anew; the old ones go first, since two for the same cannot stand."""
    category.limits.clear()
    if category.id is not None:
        session.flush()
    category.limits.extend(
        TimeLimit(
            condition=limit.condition, region=limit.region, amount=limit.amount, unit=limit.unit
        )
        for limit in entry.limits
    )
