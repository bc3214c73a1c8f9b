"""The open questions as they stand: how many in which state, and how far each has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.models import (
    DELIBERATION_ENDS,
    RUNNING_STATES,
    Community,
    Deliberation,
    DeliberationState,
    DeliberationStep,
    Issue,
    IssueEvent,
)
from app.queries.issues import IssueFilter, IssueRow, Order, Pile, list_issues, matching, overdue
from app.queries.scope import Viewer

MOST_TALKS = 30


@dataclass(frozen=True)
class Standing:
    """Open issues now, in all and by what they wait for.

    Attributes
    ----------
    states : dict of str to int
        Open issues by state; those without any are left out.
    running, overdue : int
        Whose time runs, and of these those beyond it.
    """

    states: dict[str, int]
    running: int
    overdue: int

    @property
    def open(self) -> int:
        """How many are open."""
        return sum(self.states.values())


@dataclass(frozen=True)
class Question:
    """An open issue and the last step that was taken with it."""

    row: IssueRow
    verb: str
    step_at: dt.datetime | None


@dataclass(frozen=True)
class Talk:
    """A deliberation of the residents, as far as it has come."""

    question: str
    state: DeliberationState
    verb: str
    held_on: dt.date | None


def read_standing(
    session: Session, viewer: Viewer, community: Community, cell_id: int | None, at: dt.datetime
) -> Standing:
    """Count the open issues by state.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    cell_id : int or None
        Only those in this cell.
    at : datetime.datetime
        Now, aware.
    """
    where = matching(viewer, community, IssueFilter(Pile.OPEN, cell_id=cell_id), at)
    running = func.count().filter(Issue.state.in_(RUNNING_STATES), Issue.due_at.is_not(None))
    late = func.count().filter(overdue(at))
    rows = session.execute(
        select(Issue.state, func.count(), running, late).where(*where).group_by(Issue.state)
    ).all()
    return Standing(
        {state.value: count for state, count, *_ in rows},
        sum(row[2] for row in rows),
        sum(row[3] for row in rows),
    )


def records_since(
    session: Session, viewer: Viewer, community: Community, at: dt.datetime
) -> dt.date | None:
    """Give the day of the first issue that is known; nothing before it can be compared.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    at : datetime.datetime
        Now, aware, in the zone of the place.
    """
    where = matching(viewer, community, IssueFilter(), at)
    first = session.scalar(select(func.min(Issue.reported_at)).where(*where))
    return first.astimezone(at.tzinfo).date() if first else None


def read_last_steps(
    session: Session,
    viewer: Viewer,
    community: Community,
    cell_id: int | None,
    *,
    at: dt.datetime,
    most: int,
) -> list[Question]:
    """List the open issues whose deadline is nearest, each with its last step.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    cell_id : int or None
    at : datetime.datetime
    most : int
        How many.
    """
    wanted = IssueFilter(Pile.OPEN, cell_id=cell_id)
    part = list_issues(
        session, viewer, community, wanted, at=at, order=Order.PRESSING, limit=most
    )  # fmt: skip
    keys = [row.id for row in part.rows]
    steps = session.execute(
        select(IssueEvent.issue_id, IssueEvent.verb, IssueEvent.at)
        .where(IssueEvent.issue_id.in_(keys), IssueEvent.state.is_not(None))
        .ext(distinct_on(IssueEvent.issue_id))
        .order_by(IssueEvent.issue_id, IssueEvent.id.desc())
    )
    last = {issue_id: (verb, moment) for issue_id, verb, moment in steps}
    return [Question(row, *last.get(row.id, ("", None))) for row in part.rows]


def list_talks(
    session: Session,
    viewer: Viewer,
    community: Community,
    cell_id: int | None,
    *,
    since: dt.datetime,
    at: dt.datetime,
) -> list[Talk]:
    """List the deliberations at work, and those that went on since a moment.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    cell_id : int or None
    since : datetime.datetime
        Those that ended before it are left out.
    at : datetime.datetime
        Now, aware.

    Returns
    -------
    list of Talk
        The latest first, at most :data:`MOST_TALKS`.
    """
    last = (
        select(DeliberationStep.deliberation_id, DeliberationStep.verb, DeliberationStep.held_on)
        .ext(distinct_on(DeliberationStep.deliberation_id))
        .order_by(DeliberationStep.deliberation_id, DeliberationStep.id.desc())
        .subquery("last")
    )
    goes_on = Deliberation.state.not_in(DELIBERATION_ENDS) | (last.c.held_on >= since.date())
    rows = (
        select(Deliberation.question, Deliberation.state, last.c.verb, last.c.held_on)
        .join(Issue, Issue.id == Deliberation.issue_id)
        .outerjoin(last, last.c.deliberation_id == Deliberation.id)
        .where(goes_on, *matching(viewer, community, IssueFilter(cell_id=cell_id), at))
        .order_by(Deliberation.id.desc())
        .limit(MOST_TALKS)
    )
    return [Talk(row[0], row[1], row[2] or "", row[3]) for row in session.execute(rows)]
