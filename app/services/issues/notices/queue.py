"""Putting a step of an issue into the queue of what is sent outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.models import (
    Carrier,
    Cell,
    Community,
    Issue,
    IssueEvent,
    IssueReporter,
    Outgoing,
    Sending,
    User,
)
from app.services.issues.notices.words import RESIDENT_WORDS, TO_DO

MOST_MAILED = 100
"""Accounts, and residents, who get an e-mail about one step."""


class Letter(NamedTuple):
    """One thing to send, and to whom."""

    carrier: Carrier
    target: str
    payload: dict[str, Any]


def queue_hook(session: Session, sending: Sending | None, issue: Issue, event: IssueEvent) -> None:
    """Queue a call of the community's web hook, if it has one.

    Parameters
    ----------
    session : Session
    sending : Sending or None
        Of the issue's community.
    issue : Issue
        As the step left it.
    event : IssueEvent

    Notes
    -----
    The payload has no words that people wrote and no names: whoever may know more asks the API.
    """
    if sending is None or not sending.hook_url:
        return
    payload = {"event": event.verb, "at": event.at.isoformat(), "issue": _facts(session, issue)}
    _queue(session, issue, event, [Letter(Carrier.WEB_HOOK, sending.hook_url, payload)])


def queue_mail(
    session: Session,
    sending: Sending | None,
    issue: Issue,
    kind: str,
    event: IssueEvent,
    told: Mapping[int, str],
) -> None:
    """Queue e-mail to accounts that were told, and to residents who reported.

    Parameters
    ----------
    session : Session
    sending : Sending or None
    issue : Issue
    kind : str
        What residents are told, a key of :data:`RESIDENT_WORDS` or any other.
    event : IssueEvent
    told : Mapping
        Ids of accounts, and the kind of notice that each was given.
    """
    if sending is None:
        return
    letters: list[Letter] = []
    if sending.mail_staff:
        letters += _to_accounts(session, issue, told)
    if sending.mail_residents and kind in RESIDENT_WORDS:
        letters += _to_residents(session, issue, kind)
    _queue(session, issue, event, letters)


def _to_accounts(session: Session, issue: Issue, told: Mapping[int, str]) -> list[Letter]:
    """Write to the accounts that have an address and something to do."""
    busy = [user_id for user_id, kind in told.items() if kind in TO_DO]
    accounts = session.execute(
        select(User.id, User.email, User.language)
        .where(User.id.in_(busy), User.email != "")
        .limit(MOST_MAILED)
    )
    code = _code(session, issue)
    return [
        Letter(
            Carrier.EMAIL,
            email,
            {
                "to": "account",
                "kind": told[user_id],
                "number": issue.number,
                "category": issue.category,
                "language": language,
                "path": f"/c/{code}/issues/{issue.id}",
            },
        )
        for user_id, email, language in accounts
    ]


def _to_residents(session: Session, issue: Issue, kind: str) -> list[Letter]:
    """Write to reporters without account who left an address; their link we do not know."""
    emails = session.scalars(
        select(IssueReporter.email)
        .where(
            IssueReporter.issue_id == issue.id,
            IssueReporter.user_id.is_(None),
            IssueReporter.email != "",
        )
        .distinct()
        .limit(MOST_MAILED)
    )
    letter = {"to": "resident", "kind": kind, "number": issue.number}
    return [Letter(Carrier.EMAIL, email, letter) for email in emails]


def _facts(session: Session, issue: Issue) -> dict[str, Any]:
    """Give what a program is told of an issue."""
    cell = session.get(Cell, issue.cell_id) if issue.cell_id is not None else None
    code = _code(session, issue)
    return {
        "id": issue.id,
        "number": issue.number,
        "community": code,
        "state": issue.state.value,
        "level": issue.level.value,
        "version": issue.version,
        "category": issue.category,
        "channel": issue.channel.value,
        "cell": cell.code if cell is not None else None,
        "reported_at": issue.reported_at.isoformat(),
        "due_at": issue.due_at.isoformat() if issue.due_at is not None else None,
        "path": f"/c/{code}/issues/{issue.id}",
    }


def _code(session: Session, issue: Issue) -> str:
    return session.get_one(Community, issue.community_id).code


def _queue(
    session: Session,
    issue: Issue,
    event: IssueEvent,
    letters: list[Letter],
) -> None:
    """Write what is to be sent; the worker finds it once the step is committed."""
    if letters:
        whole = {"community_id": issue.community_id, "made_at": event.at, "next_at": event.at}
        rows = [{**whole, **letter._asdict()} for letter in letters]
        session.execute(insert(Outgoing), rows)
