"""One move for many issues: each by itself, and of each is told what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.models import Issue
from app.queries.scope import Viewer
from app.services.issues.dispatching import propose_handler
from app.services.issues.given import Given
from app.services.issues.move import move_issue
from geodata.errors import N_, InputRefused, WanggeError

MOST_AT_ONCE = 200
BULK_VERBS = (
    "file", "dispatch", "handle", "verify", "close", "resume", "escalate", "reject", "void",
)  # fmt: skip
"""Verbs that make sense for many at once: those that need no photo, deadline or score each."""


@dataclass(frozen=True)
class Seen:
    """An issue as the mover saw it."""

    id: int
    version: int


@dataclass(frozen=True)
class Outcome:
    """What became of one issue; ``refused`` is None where it was moved."""

    id: int
    refused: WanggeError | None = None


def move_many(
    session: Session,
    viewer: Viewer,
    chosen: Iterable[Seen],
    verb: str,
    *,
    at: dt.datetime,
    give: Given,
) -> list[Outcome]:
    """Move many issues by one verb; what cannot be moved stays, and the others go on.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    chosen : iterable of Seen
    verb : str
        Of :data:`BULK_VERBS`.
    at : datetime.datetime
        Now, aware.
    give : Given
        For all of them. To dispatch without a handler gives each to whom it is proposed for.

    Returns
    -------
    list of Outcome

    Raises
    ------
    InputRefused
        If nothing, too much or another verb was chosen.
    """
    # Always in the same order: two who move the same ones wait for each other, never both.
    wanted = sorted(set(chosen), key=lambda seen: seen.id)
    if verb not in BULK_VERBS:
        raise InputRefused(N_("Choose what is to be done with them."))
    if not wanted:
        raise InputRefused(N_("Tick the issues that are meant."))
    if len(wanted) > MOST_AT_ONCE:
        raise InputRefused(N_("Choose at most %(most)s issues at a time."), most=MOST_AT_ONCE)
    return [_try(session, viewer, seen, verb, at, give) for seen in wanted]


def _try(
    session: Session, viewer: Viewer, seen: Seen, verb: str, at: dt.datetime, give: Given
) -> Outcome:
    """Move one issue, or leave it as it was."""
    try:
        with session.begin_nested():
            if verb == "dispatch" and give.handler is None:
                give = _to_whom_proposed(session, seen, at, give)
            move_issue(session, viewer, seen.id, verb, seen=seen.version, at=at, give=give)
    except WanggeError as refused:
        return Outcome(seen.id, refused)
    return Outcome(seen.id)


def _to_whom_proposed(session: Session, seen: Seen, at: dt.datetime, give: Given) -> Given:
    """Fill in the handler that rules and duties propose."""
    issue = session.get(Issue, seen.id)
    best = propose_handler(session, issue, at.date()).best if issue else None
    if best is None:
        raise InputRefused(N_("Nobody is on duty here: choose by hand who is to handle it."))
    return replace(give, handler=best.handler)
