"""Who reported an issue: what they gave of themselves, and the secret by which they follow it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import exists, or_, update
from sqlalchemy.orm import Session

from app.models import OPEN_STATES, Issue, IssueEvent, IssueReporter
from app.services.issues import words
from app.services.issues.words import bounded_line


@dataclass(frozen=True)
class Reporter:
    """What somebody who reports wants to give of themselves.

    Attributes
    ----------
    name, phone, email : str
    """

    name: str = ""
    phone: str = ""
    email: str = ""


def add_reporter(
    session: Session,
    issue: Issue,
    reporter: Reporter,
    *,
    at: dt.datetime,
    by: int | None,
    token: str | None,
) -> IssueReporter:
    """Write down who reported an issue.

    Parameters
    ----------
    session : Session
    issue : Issue
    reporter : Reporter
    at, by : datetime, int or None
    token : str or None
        Secret of the link by which they follow it; we keep only its hash.

    Raises
    ------
    InputRefused
        If name, phone or address are too long to be meant.
    """
    row = IssueReporter(
        issue_id=issue.id,
        user_id=by,
        token_sha256=hash_token(token) if token else None,
        name=bounded_line(reporter.name, words.NAME),
        phone=bounded_line(reporter.phone, words.PHONE),
        email=bounded_line(reporter.email, words.EMAIL),
        at=at,
    )
    session.add(row)
    session.flush()
    return row


def hash_token(token: str) -> str:
    """Give what we keep of a secret.

    Parameters
    ----------
    token : str
    """
    return sha256(token.encode()).hexdigest()


def forget_reporter(session: Session, reporter: IssueReporter) -> None:
    """Erase what somebody gave of themselves, at their wish; they can still follow their case.

    Parameters
    ----------
    session : Session
    reporter : IssueReporter
    """
    reporter.name = reporter.phone = reporter.email = ""
    session.flush()


def erase_reporters(session: Session, *, days: int, at: dt.datetime) -> int:
    """Erase who reported the issues that ended long ago; accounts stay, for they are staff.

    Parameters
    ----------
    session : Session
    days : int
        After the last step of an issue.
    at : datetime.datetime
        Now, aware.

    Returns
    -------
    int
        How many reporters were erased.
    """
    end = at - dt.timedelta(days=days)
    ended = exists().where(Issue.id == IssueReporter.issue_id, Issue.state.not_in(OPEN_STATES))
    lately = exists().where(IssueEvent.issue_id == IssueReporter.issue_id, IssueEvent.at >= end)
    known = or_(
        IssueReporter.name != "",
        IssueReporter.phone != "",
        IssueReporter.email != "",
        IssueReporter.token_sha256.is_not(None),
    )
    erased = session.scalars(
        update(IssueReporter)
        .where(known, IssueReporter.at < end, ended, ~lately)
        .values(name="", phone="", email="", token_sha256=None)
        .returning(IssueReporter.id)
        .execution_options(synchronize_session=False)
    )
    return len(erased.all())
