"""Reads about jobs: how far they are, what came of them, what waits before them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import false, func, or_, select, text
from sqlalchemy.orm import Session, joinedload

from app.models import Community, Job, JobState
from app.models.jobs import JOB_LOCK, WORKER_LIVES
from app.queries.scope import Ids, NotFound, Viewer, visible_communities
from geodata.errors import N_

MOST_LISTED = 50
MOST_TOLD = 20
TOLD_FOR = dt.timedelta(days=1)
"""How long the frame tells who asked that a job has ended, while they have not looked."""

_A_WORKER_LIVES = text("""
SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND classid = :job AND objid = :lives
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
""")
_OPEN = (JobState.WAITING, JobState.RUNNING)


def visible_jobs(viewer: Viewer) -> Ids:
    """Select the ids of the jobs that a viewer may see.

    Parameters
    ----------
    viewer : Viewer

    Returns
    -------
    Select
        One column: all jobs of a community for those who see it whole, else one's own; a job
        names cells.
    """
    here = select(Job.id).where(Job.community_id.in_(visible_communities(viewer)))
    if viewer.sees_whole_community:
        return here
    return here.where(Job.asked_by == viewer.user_id if viewer.user_id else false())


def find_job(session: Session, viewer: Viewer, community: Community, job_id: int) -> Job:
    """Find a job, with who asked for it.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
        From the address.
    job_id : int

    Raises
    ------
    NotFound
        If there is none with that key in the viewer's scope.
    """
    job = session.scalar(
        select(Job)
        .options(joinedload(Job.asker))
        .where(Job.id == job_id, Job.community_id == community.id, Job.id.in_(visible_jobs(viewer)))
    )
    if job is None:
        raise NotFound(N_("There is no such job."))
    return job


def list_jobs(session: Session, viewer: Viewer, community: Community) -> Sequence[Job]:
    """List the jobs of a community, newest first, at most :data:`MOST_LISTED`.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    """
    mine = select(Job).where(Job.community_id == community.id, Job.id.in_(visible_jobs(viewer)))
    newest = mine.options(joinedload(Job.asker)).order_by(Job.id.desc()).limit(MOST_LISTED)
    return session.scalars(newest).all()


def jobs_to_tell(
    session: Session, viewer: Viewer, community: Community, at: dt.datetime
) -> Sequence[Job]:
    """List what the frame tells a viewer of: own jobs at work, and those that ended unseen.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    at : datetime.datetime
        Now.

    Returns
    -------
    Sequence[Job]
        Newest first, at most :data:`MOST_TOLD`.
    """
    rows = select(Job).where(
        Job.asked_by == viewer.user_id,
        Job.seen_at.is_(None),
        Job.community_id == community.id,
        Job.community_id.in_(visible_communities(viewer)),
        or_(Job.state.in_(_OPEN), Job.ended_at > at - TOLD_FOR),
    )
    return session.scalars(rows.order_by(Job.id.desc()).limit(MOST_TOLD)).all()


def jobs_before(session: Session, job: Job) -> int:
    """Count the jobs that are at work, or wait, before one that waits.

    Parameters
    ----------
    session : Session
    job : Job
        In the viewer's scope. Jobs of other communities count too: a worker does one at a time.
    """
    before = select(func.count()).where(Job.state.in_(_OPEN), Job.id < job.id)
    return session.scalar(before) or 0


def is_anybody_working(session: Session) -> bool:
    """Tell whether a worker lives: as long as it does, it holds a lock.

    Parameters
    ----------
    session : Session
    """
    held = {"job": JOB_LOCK, "lives": WORKER_LIVES}
    return bool(session.scalar(_A_WORKER_LIVES, held))
