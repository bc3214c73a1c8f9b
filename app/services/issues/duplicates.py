"""Doubles: two issues of one matter go on as one, and neither report is lost."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import OPEN_STATES, Issue, IssueEvent, NoDouble, User
from app.queries.scope import Action, NotFound, Viewer, require, seen_issue
from geodata.errors import N_, InputRefused


def merge_into(
    session: Session, issue: Issue, other: Issue, at: dt.datetime, by: int | None
) -> None:
    """Let another issue go on for one; the move "merge" sets the state and tells both sides.

    Whoever reported the first follows the second from now on: photos, reporters and story stay
    where they are and are reached from there. What was merged into the first before goes along.

    Parameters
    ----------
    session : Session
    issue : Issue
        Which ends here; locked by the caller, as the other is.
    other : Issue
        Which goes on.
    at : datetime.datetime
        Now, aware.
    by : int or None
        The account that merges.

    Raises
    ------
    InputRefused
        If the other one cannot go on: it ended, or is of another community.
    """
    if other.community_id != issue.community_id or other.id == issue.id:
        raise InputRefused(N_("Choose another issue of this community."))
    if other.state not in OPEN_STATES:
        raise InputRefused(
            N_("%(number)s has ended: it cannot go on for both. Open it again first."),
            number=other.number,
        )
    session.execute(
        update(Issue).where(Issue.merged_into_id == issue.id).values(merged_into_id=other.id)
    )
    issue.merged_into_id = other.id
    account = session.get(User, by) if by is not None else None
    session.add(
        IssueEvent(
            issue_id=other.id,
            verb="joined",
            at=at,
            user_id=by,
            person_id=account.person_id if account else None,
            state=other.state,
            note=f"{issue.number} {issue.title}",
            facts={"issue_id": str(issue.id)},
        )
    )
    session.flush()


def call_different(
    session: Session, viewer: Viewer, issue_id: int, other_id: int, *, at: dt.datetime
) -> None:
    """Note that somebody looked at two issues and found them different.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who may dispatch, and sees both.
    issue_id, other_id : int
    at : datetime.datetime
        Now, aware.

    Raises
    ------
    NotAllowed
    NotFound
        If the viewer may not see both.
    """
    require(viewer, Action.DISPATCH)
    lower, higher = sorted({issue_id, other_id} | {0})[-2:]
    seen = session.scalars(
        select(Issue.id).where(Issue.id.in_([lower, higher]), seen_issue(viewer))
    ).all()
    if len(seen) < 2:
        raise NotFound(N_("There is no such issue."))
    session.execute(
        insert(NoDouble)
        .values(issue_id=lower, other_id=higher, user_id=viewer.user_id, at=at)
        .on_conflict_do_nothing()
    )
