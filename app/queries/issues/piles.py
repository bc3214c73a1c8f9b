"""The piles of a viewer, and how much lies in each."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Community, Issue
from app.queries.issues.filters import IssueFilter, Pile, matching
from app.queries.scope import Action, Viewer, can

MOST_COUNTED = 500
"""Beyond this a pile is just large: counting on would cost more than it tells."""


def piles_of(viewer: Viewer) -> tuple[Pile, ...]:
    """Give the piles that make sense for a viewer, what they work on first.

    Parameters
    ----------
    viewer : Viewer
    """
    whole = viewer.sees_whole_community
    sees_place = can(viewer, Action.FIND)
    wanted = {
        Pile.MINE: can(viewer, Action.HANDLE),
        Pile.CELLS: sees_place and not whole,
        Pile.OPEN: whole,
        Pile.NEW: can(viewer, Action.DISPATCH),
        Pile.OVERDUE: True,
        Pile.VERIFY: sees_place,
        Pile.REPORTED: not whole,
        Pile.ALL: True,
    }
    return tuple(pile for pile, makes_sense in wanted.items() if makes_sense)


def count_piles(
    session: Session, viewer: Viewer, community: Community, at: dt.datetime
) -> dict[Pile, int]:
    """Count what lies in each pile of a viewer, up to five hundred; the whole is not counted.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    at : datetime.datetime
        Now, aware.
    """
    counted = [pile for pile in piles_of(viewer) if pile is not Pile.ALL]
    columns = [
        select(func.count())
        .select_from(
            select(Issue.id)
            .where(*matching(viewer, community, IssueFilter(pile), at))
            .limit(MOST_COUNTED)
            .subquery()
        )
        .scalar_subquery()
        for pile in counted
    ]
    return dict(zip(counted, session.execute(select(*columns)).one(), strict=True))


def count_fitting(
    session: Session, viewer: Viewer, community: Community, wanted: IssueFilter, at: dt.datetime
) -> int:
    """Count what fits a filter, up to five hundred.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wanted : IssueFilter
    at : datetime.datetime
        Now, aware.
    """
    some = select(Issue.id).where(*matching(viewer, community, wanted, at)).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0
