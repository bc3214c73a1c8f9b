"""What a resident sees of the case that they reported: its course, and nobody's name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Community,
    Issue,
    IssueEvaluation,
    IssueEvent,
    IssuePhoto,
    IssueReporter,
    IssueState,
)
from app.models.places import place_name

ANSWERS = frozenset({"reject", "resolve", "handle on the spot", "suspend", "void"})
"""Verbs whose words are meant for the reporter; the words of others stay inside."""

_TOLD = ANSWERS | {
    "report", "file", "dispatch", "handle", "resume", "rework", "close", "reopen", "merge",
    "evaluate", "deliberate", "raise", "discuss", "answer", "judge",
}  # fmt: skip
_PICTURED = frozenset({"report", "resolve", "handle on the spot"})
_STEPS, _PHOTOS = 100, 30


@dataclass(frozen=True)
class FollowedStep:
    """A step of a case, as its reporter may read it."""

    verb: str
    at: dt.datetime
    answer: str


@dataclass(frozen=True)
class Followed:
    """A case as its reporter sees it.

    Attributes
    ----------
    reporter : IssueReporter
    community : Community
    number, category, description, place : str
        What they reported themselves.
    state : IssueState
        Of the case that goes on for theirs, if it was merged.
    merged : bool
    reported_at, due_at : datetime, datetime or None
    handler : str
        The handling unit, if one has it; never a person.
    steps : tuple of FollowedStep
    photos : tuple of int
        Keys of their own photos, and of those that show what was done.
    score : int or None
        What they gave.
    """

    reporter: IssueReporter
    community: Community
    number: str
    category: str
    description: str
    place: str
    state: IssueState
    merged: bool
    reported_at: dt.datetime
    due_at: dt.datetime | None
    handler: str
    steps: tuple[FollowedStep, ...]
    photos: tuple[int, ...]
    score: int | None


def find_reporter(session: Session, token: str) -> IssueReporter | None:
    """Find who follows a case by a secret link.

    Parameters
    ----------
    session : Session
    token : str
        Anything.
    """
    digest = sha256(token.encode()).hexdigest()
    return session.scalar(select(IssueReporter).where(IssueReporter.token_sha256 == digest))


def followed_issue(session: Session, reporter: IssueReporter) -> Followed:
    """Tell a reporter what became of their case.

    Parameters
    ----------
    session : Session
    reporter : IssueReporter
        From :func:`find_reporter`.
    """
    issue = session.get_one(Issue, reporter.issue_id)
    goes_on = issue.merged_into or issue
    place = issue.entrance or issue.building
    return Followed(
        reporter=reporter,
        community=session.get_one(Community, issue.community_id),
        number=issue.number,
        category=issue.category,
        description=issue.description,
        place=place_name(place) if place else issue.address,
        state=goes_on.state,
        merged=goes_on is not issue,
        reported_at=issue.reported_at,
        due_at=goes_on.due_at,
        handler=goes_on.unit.name if goes_on.unit else "",
        steps=_steps(session, issue),
        photos=_photos(session, issue),
        score=session.scalar(
            select(IssueEvaluation.score).where(IssueEvaluation.reporter_id == reporter.id)
        ),
    )


def followed_photo(session: Session, reporter: IssueReporter, photo_id: int) -> IssuePhoto | None:
    """Find a photo that a reporter may see.

    Parameters
    ----------
    session : Session
    reporter : IssueReporter
    photo_id : int
    """
    issue = session.get_one(Issue, reporter.issue_id)
    return session.get(IssuePhoto, photo_id) if photo_id in _photos(session, issue) else None


def _steps(session: Session, issue: Issue) -> tuple[FollowedStep, ...]:
    """Give the steps that concern a reporter, with the words that are meant for them."""
    events = session.scalars(
        select(IssueEvent)
        .where(IssueEvent.issue_id == issue.id, IssueEvent.verb.in_(_TOLD))
        .order_by(IssueEvent.id)
        .limit(_STEPS)
    )
    return tuple(
        FollowedStep(event.verb, event.at, event.note if event.verb in ANSWERS else "")
        for event in events
    )


def _photos(session: Session, issue: Issue) -> tuple[int, ...]:
    """Give the keys of the photos of a report and of what was done about it."""
    return tuple(
        session.scalars(
            select(IssuePhoto.id)
            .join(IssueEvent, IssueEvent.id == IssuePhoto.event_id)
            .where(IssuePhoto.issue_id == issue.id, IssueEvent.verb.in_(_PICTURED))
            .order_by(IssuePhoto.id)
            .limit(_PHOTOS)
        )
    )
