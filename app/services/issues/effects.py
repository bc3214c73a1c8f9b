"""What a move changes beside the state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.models import Issue, IssueLevel
from app.services.issues.clock import extend_clock, resume_clock, start_clock, stop_clock
from app.services.issues.duplicates import merge_into
from app.services.issues.given import Given
from app.services.issues.handing import hand_to, handler_of, take_back
from app.services.issues.judgements import write_judgement


@dataclass(frozen=True)
class Taken:
    """A move while it is made: who moves which issue, with what, when.

    Attributes
    ----------
    session : Session
    issue : Issue
    at : datetime.datetime
        Now, aware.
    user_id, person_id : int or None
        Who moves it; None is time, a resident, or the operator of the machine.
    give : Given
    reporter_id : int or None
        A resident who moves it by their secret link.
    """

    session: Session
    issue: Issue
    at: dt.datetime
    user_id: int | None = None
    person_id: int | None = None
    give: Given = field(default_factory=Given)
    reporter_id: int | None = None


def _confirm(taken: Taken) -> None:
    taken.issue.confirmed_at = taken.at


def _file(taken: Taken) -> None:
    issue = taken.issue
    if taken.give.confirmed and issue.confirmed_at is None:
        issue.confirmed_at = taken.at
    _begin(taken)


def _begin(taken: Taken) -> None:
    """Make a case of it: from now on its time runs."""
    taken.issue.filed_at = taken.at
    start_clock(taken.session, taken.issue, taken.at)


def _dispatch(taken: Taken) -> None:
    if taken.give.handler is not None:
        hand_to(taken.session, taken.issue, taken.give.handler, taken.at.date())
    taken.issue.dispatched_at = taken.at


def _return(taken: Taken) -> None:
    take_back(taken.issue)


def _extend(taken: Taken) -> None:
    if taken.give.until is not None:
        extend_clock(taken.session, taken.issue, taken.give.until, taken.at)


def _suspend(taken: Taken) -> None:
    stop_clock(taken.session, taken.issue, taken.at)


def _resume(taken: Taken) -> None:
    resume_clock(taken.session, taken.issue, taken.at)


def _resolve(taken: Taken) -> None:
    taken.issue.handled_by = taken.user_id
    taken.issue.resolved_at = taken.at


def _handle_on_the_spot(taken: Taken) -> None:
    """Do all links up to the end at once: whoever found it has seen, filed and handled it."""
    issue = taken.issue
    issue.confirmed_at = issue.confirmed_at or taken.at
    if issue.filed_at is None:
        _begin(taken)
    if handler_of(issue) is None:
        issue.person_id = taken.person_id
    _resolve(taken)


def _verify(taken: Taken) -> None:
    taken.issue.verified_at = taken.at


def _rework(taken: Taken) -> None:
    """Give it back to whoever handled it; waiting for verification was not their time."""
    issue = taken.issue
    issue.reworks += 1
    resume_clock(taken.session, issue, taken.at)
    issue.resolved_at = None
    issue.dispatched_at = taken.at


def _close(taken: Taken) -> None:
    taken.issue.closed_at = taken.at


def _evaluate(taken: Taken) -> None:
    if taken.give.score is not None:
        write_judgement(
            taken.session,
            taken.issue,
            score=taken.give.score,
            words=taken.give.note.strip(),
            at=taken.at,
            user_id=taken.user_id,
            reporter_id=taken.reporter_id,
        )


def _reopen(taken: Taken) -> None:
    """Begin anew: nobody has it, and its time begins now."""
    _undo_links(taken.issue)
    _begin(taken)


def _merge(taken: Taken) -> None:
    if other := taken.session.get(Issue, taken.give.other_id or 0):
        merge_into(taken.session, taken.issue, other, taken.at, taken.user_id)


def _part(taken: Taken) -> None:
    """Let it stand alone again, as it was reported."""
    _undo_links(taken.issue)
    taken.issue.merged_into_id = None
    taken.issue.filed_at = taken.issue.warn_at = taken.issue.due_at = None


def _undo_links(issue: Issue) -> None:
    """Forget in the issue, not in its story, what followed its filing."""
    take_back(issue)
    issue.dispatched_at = issue.resolved_at = issue.verified_at = issue.closed_at = None
    issue.handled_by = issue.left_s = None


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
    "extend": _extend,
    "suspend": _suspend,
    "resume": _resume,
    "resolve": _resolve,
    "handle on the spot": _handle_on_the_spot,
    "verify": _verify,
    "rework": _rework,
    "close": _close,
    "evaluate": _evaluate,
    "reopen": _reopen,
    "merge": _merge,
    "part": _part,
    "escalate": _escalate,
}
"""What each verb changes; those that are not here change the state alone."""
