"""One step in the life of an issue: changed, written down, told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from app.models import ISSUE_MOVES, IssueEvent
from app.services.issues.effects import EFFECTS, Taken
from app.services.issues.notices import tell_step
from app.services.issues.photos import store_photos

FACTS = (
    "person_id", "team_id", "organisation_id", "unit_id", "level", "due_at", "left_s",
    "merged_into_id",
)  # fmt: skip
"""Columns whose change a step writes down."""

RELATED = ("person", "team", "organisation", "unit", "merged_into", "events")
"""What is read again after a step: it stands beside the columns that changed."""


def take(taken: Taken, verb: str) -> IssueEvent:
    """Change what a verb changes, write the step down, and tell those whom it concerns.

    Parameters
    ----------
    taken : Taken
        Its issue is locked, and the verb leads on from where it stands.
    verb : str
        Of :data:`ISSUE_MOVES`.

    Returns
    -------
    IssueEvent
    """
    return write_step(taken, verb, change(taken, verb))


def change(taken: Taken, verb: str) -> dict[str, str]:
    """Change what a verb changes in the issue, and nothing else.

    Parameters
    ----------
    taken : Taken
    verb : str

    Returns
    -------
    dict of str to str
        The new values of :data:`FACTS` that are others now.
    """
    issue = taken.issue
    before = {name: getattr(issue, name) for name in FACTS}
    if effect := EFFECTS.get(verb):
        effect(taken)
    issue.state = ISSUE_MOVES[verb].target or issue.state
    issue.version += 1
    return {
        name: _text(getattr(issue, name))
        for name, old in before.items()
        if getattr(issue, name) != old
    }


def write_step(taken: Taken, verb: str, facts: Mapping[str, str]) -> IssueEvent:
    """Write one step of an issue's life down with its photos, and tell of it.

    Parameters
    ----------
    taken : Taken
    verb : str
    facts : Mapping of str to str
        What the step changed, by name of the column, as text.
    """
    event = step_of(taken, verb, facts)
    taken.session.add(event)
    taken.session.flush()
    taken.session.expire(taken.issue, RELATED)
    if taken.give.photos:
        store_photos(taken.session, taken.issue, taken.give.photos, at=taken.at, event=event)
    tell_step(taken.session, taken.issue, event)
    return event


def step_of(taken: Taken, verb: str, facts: Mapping[str, str]) -> IssueEvent:
    """Give the row of a step, not yet in the store.

    Parameters
    ----------
    taken : Taken
    verb : str
    facts : Mapping of str to str
        What the step changed.
    """
    given: dict[str, str] = {}
    if taken.give.no_photo.strip():
        given["no_photo"] = taken.give.no_photo.strip()
    if taken.give.score is not None:
        given["score"] = str(taken.give.score)
    return IssueEvent(
        issue_id=taken.issue.id,
        verb=verb,
        at=taken.at,
        person_id=taken.person_id,
        user_id=taken.user_id,
        state=taken.issue.state,
        note=taken.give.note.strip(),
        facts={**facts, **given},
    )


def _text(value: object) -> str:
    """Write a value of a column as text; empty for none."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)
