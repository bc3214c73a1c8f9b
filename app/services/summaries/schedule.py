"""Which summaries are issued by themselves: their jobs are asked for once their period is over."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Job, SummaryKind, SummarySchedule
from app.queries.scope import Action, Viewer, require
from app.services import jobs
from app.services.audit import record
from app.services.summaries.issue import SummaryWish
from app.services.summaries.periods import last_whole

ISSUED_FROM_HOUR = 6
"""Of the day after: what was done on the last evening has been written down by then."""

CATCH_UP = dt.timedelta(days=7)
"""What was due longer ago, while no worker ran, is not issued by itself any more."""


def schedule_of(session: Session, community: Community) -> SummarySchedule:
    """Give what a community has issued by itself; nothing, where it has said nothing.

    Parameters
    ----------
    session : Session
    community : Community
    """
    found = session.get(SummarySchedule, community.id)
    return found or SummarySchedule(
        community_id=community.id, weekly=False, monthly=False, quarterly=False
    )


def set_schedule(
    session: Session,
    viewer: Viewer,
    community: Community,
    kinds: set[SummaryKind],
    *,
    at: dt.datetime,
) -> None:
    """Say which summaries are issued by themselves.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    kinds : set of SummaryKind
    at : datetime.datetime

    Raises
    ------
    NotAllowed
    """
    require(viewer, Action.CONFIGURE)
    chosen = schedule_of(session, community)
    for kind in SummaryKind:
        setattr(chosen, kind.value, kind in kinds)
    session.add(chosen)
    session.flush()
    record(
        session, at=at, by=viewer.user_id, action="schedule", thing_kind="summary",
        community_id=community.id, kinds=sorted(kind.value for kind in kinds),
    )  # fmt: skip


def ask_for_due(session: Session, *, at: dt.datetime) -> list[Job]:
    """Ask for the scheduled summaries whose period is over: once each, whatever became of it.

    Parameters
    ----------
    session : Session
    at : datetime.datetime
        Now, aware, in the zone of the place.

    Returns
    -------
    list of Job
        Those that were asked for now.
    """
    if at.hour < ISSUED_FROM_HOUR:
        return []
    asked = []
    for schedule in session.scalars(select(SummarySchedule)):
        for kind in filter(schedule.holds, SummaryKind):
            until = last_whole(kind, at.date()).until
            params = SummaryWish(kind, until).as_params() | {"scheduled": True}
            if at.date() - until <= CATCH_UP and not _was_asked(session, schedule, params):
                asked.append(jobs.ask(session, schedule.community, "report", params, None, at))
    return asked


def _was_asked(session: Session, schedule: SummarySchedule, params: dict[str, object]) -> bool:
    """Tell whether a job for it was asked for before, by itself."""
    same = select(Job.id).where(
        Job.community_id == schedule.community_id, Job.kind == "report", Job.params == params
    )
    return session.scalar(same.limit(1)) is not None
