"""Time asks for more attention to what is overdue: the next level looks at it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from app.models import RUNNING_STATES, Community, Issue, IssueLevel, TimeUnit
from app.services.issues.clock import working_time
from app.services.issues.effects import Taken
from app.services.issues.taking import take

MOST_AT_ONCE = 1_000

STEPS = {IssueLevel.CELL: 0, IssueLevel.COMMUNITY: 1, IssueLevel.STREET: 2}
"""From which level an issue goes up when it is late by how many times what it was given."""


def escalate_overdue(
    session: Session, *, at: dt.datetime, community: Community | None = None
) -> list[Issue]:
    """Escalate by one level each issue that is late enough for it.

    From the cell to the community it goes at its deadline, to the street when as much time again
    has passed as it was given, to the district when twice as much has. What has no clock of ours,
    such as a row of a hotline's list, is left to people.

    Parameters
    ----------
    session : Session
    at : datetime.datetime
        Now, aware, in the zone of the place.
    community : Community, optional
        By default all.

    Returns
    -------
    list of Issue
        Those that went up, at most :data:`MOST_AT_ONCE`, those most overdue first.
    """
    here = Issue.community_id.in_(select(Community.id) if community is None else [community.id])
    late = session.scalars(
        select(Issue)
        .where(here, Issue.state.in_(RUNNING_STATES), _may_be_late(at))
        .order_by(Issue.due_at)
        .limit(MOST_AT_ONCE)
        # Whoever moves one just now deserves to finish; time comes round again.
        .with_for_update(of=Issue, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    gone_up = [issue for issue in late if _is_late(session, issue, at)]
    for issue in gone_up:
        take(Taken(session, issue, at), "escalate")
    return gone_up


def _may_be_late(at: dt.datetime) -> ColumnElement[bool]:
    """Give the condition that an issue would be late if everybody worked around the clock."""
    times = case(STEPS, value=Issue.level)
    grace = func.make_interval(0, 0, 0, 0, 0, 0, times * Issue.allowed_s)
    return Issue.level.in_(STEPS) & (Issue.due_at < at) & (Issue.due_at + grace <= at)


def _is_late(session: Session, issue: Issue, at: dt.datetime) -> bool:
    """Tell whether an issue is late enough to go up, as its own clock counts."""
    if issue.due_at is None or issue.allowed_s is None:
        return False
    time = working_time(session, issue.community_id)
    late_s = time.seconds_between(issue.due_at, at, issue.time_unit or TimeUnit.WORKING_HOURS)
    return late_s >= STEPS[issue.level] * issue.allowed_s
