"""Telling those whom a step of an issue concerns."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.models import Issue, IssueEvent, Notice
from app.services.issues.notices.circles import TOLD, accounts_in


def tell_step(session: Session, issue: Issue, event: IssueEvent) -> None:
    """Tell the accounts that a step of an issue concerns, but not whoever took it.

    Parameters
    ----------
    session : Session
        The transaction of the step itself: both live or die together.
    issue : Issue
        As the step left it, with its key.
    event : IssueEvent
        The step; ``at`` in the zone of the place, whose day says who is on duty. Verbs that
        concern nobody are passed over in silence.
    """
    _tell(session, issue, event.verb, event)
    if event.verb == "merge" and issue.merged_into is not None:
        _tell(session, issue.merged_into, "joined", event)


def _tell(session: Session, issue: Issue, kind: str, event: IssueEvent) -> None:
    """Write a notice for each account in the circles of a kind."""
    told = accounts_in(session, issue, TOLD.get(kind, ()), event.at.date(), event.user_id)
    if told:
        rows = [
            {"user_id": user_id, "issue_id": issue.id, "kind": kind, "at": event.at}
            for user_id in sorted(told)
        ]
        session.execute(insert(Notice), rows)
