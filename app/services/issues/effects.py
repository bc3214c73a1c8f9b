"""What a move changes beside the state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.models import Issue, IssueLevel
from app.queries.scope import Viewer
from app.services.issues.given import Given
from app.services.issues.handing import hand_to, handler_of, take_back


@dataclass(frozen=True)
class Taken:
    """A move while it is made: who moves which issue, with what, when."""

    session: Session
    viewer: Viewer
    issue: Issue
    give: Given
    at: dt.datetime


def _confirm(taken: Taken) -> None:
    taken.issue.confirmed_at = taken.at


def _file(taken: Taken) -> None:
    issue = taken.issue
    if taken.give.confirmed and issue.confirmed_at is None:
        issue.confirmed_at = taken.at
    issue.filed_at = taken.at


def _dispatch(taken: Taken) -> None:
    if taken.give.handler is not None:
        hand_to(taken.session, taken.issue, taken.give.handler, taken.viewer.on)
    taken.issue.dispatched_at = taken.at


def _return(taken: Taken) -> None:
    take_back(taken.issue)


def _resolve(taken: Taken) -> None:
    taken.issue.handled_by = taken.viewer.user_id
    taken.issue.resolved_at = taken.at


def _handle_on_the_spot(taken: Taken) -> None:
    """Do all links up to the end at once: whoever found it has seen, filed and handled it."""
    issue = taken.issue
    issue.confirmed_at = issue.confirmed_at or taken.at
    if issue.filed_at is None:
        issue.filed_at = taken.at
    if handler_of(issue) is None:
        issue.person_id = taken.viewer.person_id
    _resolve(taken)


def _verify(taken: Taken) -> None:
    taken.issue.verified_at = taken.at


def _rework(taken: Taken) -> None:
    """Give it back to whoever handled it; waiting for verification was not their time."""
    issue = taken.issue
    issue.reworks += 1
    issue.resolved_at = None
    issue.dispatched_at = taken.at


def _close(taken: Taken) -> None:
    taken.issue.closed_at = taken.at


def _reopen(taken: Taken) -> None:
    """Begin anew: nobody has it, and its time begins now."""
    issue = taken.issue
    take_back(issue)
    issue.dispatched_at = issue.resolved_at = issue.verified_at = issue.closed_at = None
    issue.handled_by = None
    issue.filed_at = taken.at


def _part(taken: Taken) -> None:
    taken.issue.merged_into_id = None


def _escalate(taken: Taken) -> None:
    taken.issue.level = level_above(taken.issue.level) or taken.issue.level


def level_above(level: IssueLevel) -> IssueLevel | None:
    """Give the level above one, None above the highest.

    Parameters
    ----------
    level : IssueLevel
    """
    levels = list(IssueLevel)
    above = levels.index(level) + 1
    return levels[above] if above < len(levels) else None


EFFECTS: dict[str, Callable[[Taken], None]] = {
    "confirm": _confirm,
    "file": _file,
    "dispatch": _dispatch,
    "return": _return,
    "resolve": _resolve,
    "handle on the spot": _handle_on_the_spot,
    "verify": _verify,
    "rework": _rework,
    "close": _close,
    "reopen": _reopen,
    "part": _part,
    "escalate": _escalate,
}
"""What each verb changes; those that are not here change the state alone."""
