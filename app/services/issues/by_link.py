"""What a resident may do with their issue by the secret link: say how well it was done."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Issue, IssueReporter
from app.services.issues.effects import Taken
from app.services.issues.given import Given
from app.services.issues.needs import check_given
from app.services.issues.taking import take
from geodata.errors import N_, InputRefused


def judge_as_reporter(
    session: Session, reporter: IssueReporter, *, score: int, words: str, at: dt.datetime
) -> Issue:
    """Let a resident who reported an issue say how well it was done.

    Where it was merged with another, that is the one that they judge: it went on for both.

    Parameters
    ----------
    session : Session
    reporter : IssueReporter
        Whom the secret link names.
    score : int
        One to five.
    words : str
    at : datetime.datetime
        Now, aware.

    Raises
    ------
    InputRefused
        If the issue has not come to its end, or the score makes no sense.
    """
    reported = session.get_one(Issue, reporter.issue_id)
    issue = session.scalars(
        select(Issue)
        .where(Issue.id == (reported.merged_into_id or reported.id))
        .with_for_update(of=Issue)
        .execution_options(populate_existing=True)
    ).one()
    if not issue.allows("evaluate"):
        raise InputRefused(N_("Tell us how well it was done once it is closed."))
    give = Given(note=words, score=score)
    check_given(issue, "evaluate", give, at)
    take(Taken(session, issue, at, give=give, reporter_id=reporter.id), "evaluate")
    return issue
