"""The story of an issue: each step with who took it, what it changed, and its photos."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.models import (
    HandlingUnit,
    Issue,
    IssueEvent,
    IssuePhoto,
    IssueState,
    Organisation,
    Person,
    Team,
    User,
)
from app.queries.scope import Viewer, visible_people
from app.queries.types import AnyRow

STEPS_LIMIT = 200
PHOTOS_LIMIT = 200


@dataclass(frozen=True)
class PhotoLine:
    """A photo of an issue; width and height in pixels."""

    id: int
    width: int
    height: int


@dataclass(frozen=True)
class StoryStep:
    """One step as the time line shows it.

    Attributes
    ----------
    verb : str
    at : datetime.datetime
    state : IssueState or None
        Where it led.
    who : str
        Empty for a resident, for time, and for people out of scope.
    note : str
    given_to : str
        Who had it from then on, where the step said so.
    due_at : datetime.datetime or None
        The deadline that the step set.
    level, score, no_photo : str
        How far up it went, how it was judged, why there is no photo; else empty.
    photos : tuple of PhotoLine
    """

    verb: str
    at: dt.datetime
    state: IssueState | None
    who: str
    note: str
    given_to: str
    due_at: dt.datetime | None
    level: str
    score: str
    no_photo: str
    photos: tuple[PhotoLine, ...]


def read_story(session: Session, viewer: Viewer, issue: Issue) -> tuple[StoryStep, ...]:
    """Tell the story of an issue, naming only people whom the viewer may know of.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    issue : Issue
        In the viewer's scope.

    Returns
    -------
    tuple of StoryStep
        Oldest first.
    """
    known = Person.id.in_(visible_people(viewer))
    # An account of no person is an office: what it does, it does in public.
    office = or_(User.person_id.is_(None), User.person_id.in_(visible_people(viewer)))
    rows = session.execute(
        select(IssueEvent, Person.name, User.display_name)
        .select_from(IssueEvent)
        .outerjoin(Person, (Person.id == IssueEvent.person_id) & known)
        .outerjoin(User, (User.id == IssueEvent.user_id) & office)
        .where(IssueEvent.issue_id == issue.id)
        .order_by(IssueEvent.at, IssueEvent.id)
        .limit(STEPS_LIMIT)
    ).all()
    photos = photos_by_step(session, issue)
    return tuple(_step(session, viewer, row, photos) for row in rows)


def photos_by_step(session: Session, issue: Issue) -> dict[int | None, tuple[PhotoLine, ...]]:
    """Give the photos of an issue by the step to which they belong; None has those of none.

    Parameters
    ----------
    session : Session
    issue : Issue
        In the viewer's scope.
    """
    rows = session.execute(
        select(IssuePhoto.event_id, IssuePhoto.id, IssuePhoto.width, IssuePhoto.height)
        .where(IssuePhoto.issue_id == issue.id)
        .order_by(IssuePhoto.id)
        .limit(PHOTOS_LIMIT)
    )
    found: dict[int | None, list[PhotoLine]] = defaultdict(list)
    for event_id, *photo in rows:
        found[event_id].append(PhotoLine(*photo))
    return {event_id: tuple(lines) for event_id, lines in found.items()}


def _step(
    session: Session,
    viewer: Viewer,
    row: AnyRow,
    photos: Mapping[int | None, tuple[PhotoLine, ...]],
) -> StoryStep:
    """Make the line of a step."""
    event, person, account = row
    facts = event.facts
    due = facts.get("due_at")
    return StoryStep(
        verb=event.verb,
        at=event.at,
        state=event.state,
        who=person or account or "",
        note=event.note,
        given_to=_given_to(session, viewer, facts),
        due_at=dt.datetime.fromisoformat(due) if due else None,
        level=facts.get("level") or "",
        score=facts.get("score") or "",
        no_photo=facts.get("no_photo") or "",
        photos=photos.get(event.id, ()),
    )


def _given_to(session: Session, viewer: Viewer, facts: Mapping[str, str | None]) -> str:
    """Name who had an issue after a step, if the step changed that."""
    if key := facts.get("person_id"):
        seen = select(Person.name).where(
            Person.id == int(key), Person.id.in_(visible_people(viewer))
        )
        return session.scalar(seen) or ""
    names: dict[str, Callable[[int], Select[str]]] = {
        "team_id": lambda key: select(Team.name).where(Team.id == key),
        "organisation_id": lambda key: select(Organisation.name).where(Organisation.id == key),
        "unit_id": lambda key: select(HandlingUnit.name).where(HandlingUnit.id == key),
    }
    for column, name in names.items():
        if key := facts.get(column):
            return session.scalar(name(int(key))) or ""
    return ""
