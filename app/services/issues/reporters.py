"""Who reported an issue: what they gave of themselves, and the secret by which they follow it."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.orm import Session

from app.models import Issue, IssueReporter
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
    follows: bool,
) -> str | None:
    """Write down who reported an issue.

    Parameters
    ----------
    session : Session
    issue : Issue
    reporter : Reporter
    at, by : datetime, int or None
    follows : bool
        Whether they get a secret link.

    Returns
    -------
    str or None
        Secret of that link; we keep only its hash.

    Raises
    ------
    InputRefused
        If name, phone or address are too long to be meant.
    """
    token = secrets.token_urlsafe(24) if follows else None
    session.add(
        IssueReporter(
            issue_id=issue.id,
            user_id=by,
            token_sha256=hash_token(token) if token else None,
            name=bounded_line(reporter.name, words.NAME),
            phone=bounded_line(reporter.phone, words.PHONE),
            email=bounded_line(reporter.email, words.EMAIL),
            at=at,
        )
    )
    session.flush()
    return token


def hash_token(token: str) -> str:
    """Give what we keep of a secret.

    Parameters
    ----------
    token : str
    """
    return sha256(token.encode()).hexdigest()
