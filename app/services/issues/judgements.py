"""What people say of how well an issue was done: one judgement each, the latest counts."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Issue, IssueEvaluation


def write_judgement(
    session: Session,
    issue: Issue,
    *,
    score: int,
    words: str,
    at: dt.datetime,
    user_id: int | None,
    reporter_id: int | None,
) -> IssueEvaluation:
    """Write what somebody says of an issue, over what they said before.

    Parameters
    ----------
    session : Session
    issue : Issue
        Locked: of two judgements of one account at once, the later waits.
    score : int
        One to five.
    words : str
    at : datetime.datetime
        Aware.
    user_id, reporter_id : int or None
        Who says it: an account, a resident by their link, or the operator of the machine.
    """
    found = session.scalar(
        select(IssueEvaluation).where(
            IssueEvaluation.issue_id == issue.id,
            IssueEvaluation.user_id.is_not_distinct_from(user_id),
            IssueEvaluation.reporter_id.is_not_distinct_from(reporter_id),
        )
    )
    if found is None:
        found = IssueEvaluation(issue_id=issue.id, user_id=user_id, reporter_id=reporter_id)
        session.add(found)
    found.score, found.words, found.at = score, words, at
    return found
