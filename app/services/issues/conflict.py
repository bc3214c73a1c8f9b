"""Two move one issue at once: one wins, and the other is told what happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import ISSUE_MOVES, Issue, IssueEvent, IssueState, User
from app.queries.scope import Viewer, visible_people
from geodata.errors import N_, WanggeError

_TOLD_MOST = 5

BY_YOU = N_("You have done this already. Look at the issue again before you go on.")
BY_SOMEBODY = N_(
    "Somebody was faster: this issue has gone on since you looked at it. Look at it again, then "
    "do this if it still makes sense."
)
BY_NAME = N_(
    "%(who)s was faster: this issue has gone on since you looked at it. Look at it again, then "
    "do this if it still makes sense."
)


@dataclass(frozen=True)
class MeanwhileStep:
    """A move that the mover had not seen; ``who`` is empty for people out of scope."""

    verb: str
    at: dt.datetime
    who: str
    note: str


class Overtaken(WanggeError):
    """The issue has moved since the mover saw it; nothing was done.

    Attributes
    ----------
    issue_id : int
    state : IssueState
        Where it stands now.
    version : int
        With which it can be moved now.
    steps : tuple of MeanwhileStep
        What happened meanwhile, the latest first, at most five.
    """

    def __init__(
        self, issue: Issue, steps: tuple[MeanwhileStep, ...], *, by_you: bool = False
    ) -> None:
        who = steps[0].who if steps else ""
        if by_you:
            super().__init__(BY_YOU)
        elif who:
            super().__init__(BY_NAME, who=who)
        else:
            super().__init__(BY_SOMEBODY)
        self.issue_id = issue.id
        self.state: IssueState = issue.state
        self.version = issue.version
        self.steps = steps


def check_seen(session: Session, viewer: Viewer, issue: Issue, seen: int) -> None:
    """Refuse a move of somebody who saw another version of an issue.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    issue : Issue
        Locked, as it is now.
    seen : int
        The version that the viewer saw.

    Raises
    ------
    Overtaken
    """
    if issue.version == seen:
        return
    known = or_(User.person_id.is_(None), User.person_id.in_(visible_people(viewer)))
    rows = session.execute(
        select(IssueEvent, User.display_name)
        .outerjoin(User, (User.id == IssueEvent.user_id) & known)
        .where(IssueEvent.issue_id == issue.id, IssueEvent.verb.in_(ISSUE_MOVES))
        .order_by(IssueEvent.id.desc())
        .limit(min(max(issue.version - seen, 1), _TOLD_MOST))
    ).all()
    steps = tuple(MeanwhileStep(event.verb, event.at, who or "", event.note) for event, who in rows)
    users = {event.user_id for event, _ in rows}
    by_you = viewer.user_id is not None and users == {viewer.user_id}
    raise Overtaken(issue, steps, by_you=by_you)
