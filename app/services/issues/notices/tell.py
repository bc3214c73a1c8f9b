"""Telling those whom a step of an issue concerns."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.models import Issue, IssueEvent, Notice, Sending
from app.services.issues.notices.circles import TOLD, accounts_in
from app.services.issues.notices.queue import queue_hook, queue_mail


def tell_step(session: Session, issue: Issue, event: IssueEvent) -> None:
    """Tell the accounts that a step of an issue concerns, but not whoever took it.

    What the community has sent outside is queued: web hook, e-mail to accounts and residents.

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
    sending = session.get(Sending, issue.community_id)
    queue_hook(session, sending, issue, event)
    tell(session, sending, issue, event.verb, event)
    if event.verb == "merge" and issue.merged_into is not None:
        tell(session, sending, issue.merged_into, "joined", event)


def tell(
    session: Session, sending: Sending | None, issue: Issue, verb: str, event: IssueEvent
) -> None:
    """Write one notice for each account that a verb concerns, and queue their e-mail.

    Parameters
    ----------
    session : Session
    sending : Sending or None
        Of the issue's community.
    issue : Issue
    verb : str
        A key of :data:`TOLD`, or any other, which concerns nobody.
    event : IssueEvent
        When, and by whom.
    """
    told: dict[int, str] = {}
    for kind, circles in TOLD.get(verb, ()):
        found = accounts_in(session, issue, circles, event.at.date(), event.user_id)
        told |= dict.fromkeys(sorted(found - told.keys()), kind)
    if told:
        rows = [
            {"user_id": user_id, "issue_id": issue.id, "kind": kind, "at": event.at}
            for user_id, kind in told.items()
        ]
        session.execute(insert(Notice), rows)
    resident_kind = "resolve" if verb == "handle on the spot" else verb
    queue_mail(session, sending, issue, resident_kind, event, told)
