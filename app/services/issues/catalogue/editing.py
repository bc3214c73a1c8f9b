"""Editing a catalogue: categories added, changed, retired; deleted only while nothing has them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.models import Community, DispatchRule, Issue, IssueCategory
from app.queries.scope import Action, Viewer, require
from app.services.audit import record
from app.services.issues.catalogue.entry import CategoryEntry
from app.services.issues.catalogue.keeping import keep_entry, write_entry
from geodata.errors import N_, InputRefused

MOST_CATEGORIES = 500


def add_category(
    session: Session, viewer: Viewer, community: Community, entry: CategoryEntry, *, at: dt.datetime
) -> IssueCategory:
    """Add a category to a catalogue, as the last one.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to configure.
    community : Community
    entry : CategoryEntry
    at : datetime.datetime
        Now.

    Raises
    ------
    NotAllowed
    InputRefused
        If it makes no sense, its code is taken, or there are too many already.
    """
    require(viewer, Action.CONFIGURE)
    _refuse_taken(session, community.id, entry.code, None)
    count = session.scalar(
        select(func.count(IssueCategory.id)).where(IssueCategory.community_id == community.id)
    )
    if (count or 0) >= MOST_CATEGORIES:
        raise InputRefused(
            N_("There are %(most)s categories already, more than anybody can choose from."),
            most=MOST_CATEGORIES,
        )
    category = keep_entry(session, community, entry, position=count or 0)
    session.flush()
    tell(session, viewer, category, "add", at)
    return category


def change_category(
    session: Session,
    viewer: Viewer,
    category: IssueCategory,
    entry: CategoryEntry,
    *,
    at: dt.datetime,
) -> None:
    """Change a category; deadlines that run already stay as they are.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to configure.
    category : IssueCategory
    entry : CategoryEntry
    at : datetime.datetime
        Now.

    Raises
    ------
    NotAllowed
    InputRefused
        If it makes no sense, or its code is another's.
    """
    require(viewer, Action.CONFIGURE)
    _refuse_taken(session, category.community_id, entry.code, category.id)
    if write_entry(session, category, entry):
        session.flush()
        tell(session, viewer, category, "change", at)


def retire_category(
    session: Session, viewer: Viewer, category: IssueCategory, *, at: dt.datetime
) -> None:
    """Retire a category: nothing new is reported in it, and what has it keeps it.

    Raises
    ------
    NotAllowed
    """
    require(viewer, Action.CONFIGURE)
    category.retired_on = viewer.on
    session.flush()
    tell(session, viewer, category, "retire", at)


def take_up_category(
    session: Session, viewer: Viewer, category: IssueCategory, *, at: dt.datetime
) -> None:
    """Use a retired category again.

    Raises
    ------
    NotAllowed
    """
    require(viewer, Action.CONFIGURE)
    category.retired_on = None
    session.flush()
    tell(session, viewer, category, "take up", at)


def delete_category(
    session: Session, viewer: Viewer, category: IssueCategory, *, at: dt.datetime
) -> None:
    """Delete a category that was a mistake: no issue and no rule has it.

    Raises
    ------
    NotAllowed
    InputRefused
        If something has it: then it can only be retired.
    """
    require(viewer, Action.CONFIGURE)
    if is_used(session, category):
        raise InputRefused(
            N_("%(name)s is used by issues or rules: retire it instead."), name=category.name
        )
    tell(session, viewer, category, "delete", at)
    session.delete(category)
    session.flush()


def is_used(session: Session, category: IssueCategory) -> bool:
    """Tell whether an issue or a dispatch rule has a category."""
    by_issue = exists().where(Issue.category_id == category.id)
    by_rule = exists().where(DispatchRule.category_id == category.id)
    return bool(session.scalar(select(by_issue | by_rule)))


def tell(
    session: Session, viewer: Viewer, category: IssueCategory, action: str, at: dt.datetime
) -> None:
    """Tell the audit log."""
    record(
        session,
        at=at,
        by=viewer.user_id,
        action=action,
        thing_kind="issue_category",
        thing_id=category.id,
        community_id=category.community_id,
        code=category.code,
    )


def _refuse_taken(session: Session, community_id: int, code: str, own_id: int | None) -> None:
    """Refuse a code that another category has."""
    taken = session.scalar(
        select(IssueCategory.id).where(
            IssueCategory.community_id == community_id, IssueCategory.code == code
        )
    )
    if taken not in (None, own_id):
        raise InputRefused(N_("Another category has the code %(code)s."), code=code)
