"""Asking for long work, and no longer wanting it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from app.models import Community, Job, JobState
from app.models.jobs import JOB_CHANNEL, QUEUE_LOCK
from app.services.audit import record
from geodata.errors import N_, WanggeError

MOST_WAITING = 50
"""Jobs of one community that may wait."""


class QueueFull(WanggeError):
    """So many jobs of a community wait that another would only make it worse."""


def ask(
    session: Session,
    community: Community,
    kind: str,
    params: dict[str, Any],
    by: int | None,
    at: dt.datetime,
) -> Job:
    """Ask for long work. A worker begins once the transaction is committed, or never.

    Parameters
    ----------
    session : Session
        The transaction on which the wish depends.
    community : Community
        Jobs of one community run one after another.
    kind : str
        A key of :data:`app.services.jobs.ACTION_OF`; the caller has checked that action.
    params : dict
        What the kind needs; JSON-serialisable.
    by : int or None
        The account; None is the operator at the command line.
    at : datetime.datetime
        Now.

    Returns
    -------
    Job
        With its key. The same wish of the same account that still waits is not queued twice.

    Raises
    ------
    QueueFull
        If :data:`MOST_WAITING` jobs of the community wait already.
    """
    # Two who ask at once count one after the other; the lock goes with the transaction.
    session.execute(select(func.pg_advisory_xact_lock(QUEUE_LOCK, cast(community.id, Integer))))
    waiting = _waiting(session, community)
    for job in waiting:
        if (job.kind, job.params, job.asked_by) == (kind, params, by):
            return job
    if len(waiting) >= MOST_WAITING:
        raise QueueFull(
            N_("%(waiting)s jobs of %(name)s wait already. Stop some of them, or wait."),
            waiting=len(waiting),
            name=community.name,
        )
    job = Job(community_id=community.id, kind=kind, params=params, asked_by=by, asked_at=at)
    session.add(job)
    session.flush()
    _record(session, job, "ask", by, at)
    session.execute(select(func.pg_notify(JOB_CHANNEL, "")))
    return job


def _waiting(session: Session, community: Community) -> list[Job]:
    """List the jobs of a community that wait."""
    waiting = select(Job).where(
        Job.community_id == community.id, Job.state == JobState.WAITING
    )  # fmt: skip
    return list(session.scalars(waiting.order_by(Job.id).limit(MOST_WAITING)))


def ask_again(session: Session, job: Job, *, by: int | None, at: dt.datetime) -> Job:
    """Ask for the same work once more, after it failed or was stopped.

    Parameters
    ----------
    session : Session
    job : Job
        The earlier one, which stays as it is.
    by : int or None
    at : datetime.datetime

    Raises
    ------
    QueueFull
        See :func:`ask`.
    """
    return ask(session, job.community, job.kind, job.params, by, at)


def stop(session: Session, job: Job, *, by: int | None, at: dt.datetime) -> None:
    """Stop a job: at once while it waits, at its next word while it runs; else nothing happens.

    Parameters
    ----------
    session : Session
    job : Job
    by : int or None
        Who stops it.
    at : datetime.datetime
    """
    # A worker may be taking it at this moment.
    session.refresh(job, ["state", "stop_asked", "revision"], with_for_update=True)
    if job.has_ended or job.stop_asked:
        return
    if job.state is JobState.WAITING:
        job.move("stop")
        job.ended_at = at
    else:
        job.stop_asked = True
        job.revision += 1
    session.flush()
    _record(session, job, "stop", by, at)


def mark_seen(session: Session, job: Job, at: dt.datetime) -> None:
    """Remember that who asked has seen what came of it, so that the frame tells it no more.

    Parameters
    ----------
    session : Session
    job : Job
        Nothing happens unless it has ended.
    at : datetime.datetime
    """
    if job.has_ended and job.seen_at is None:
        job.seen_at = at
        session.flush()


def _record(session: Session, job: Job, action: str, by: int | None, at: dt.datetime) -> None:
    """Write a line of the audit log."""
    record(
        session,
        at=at,
        by=by,
        action=action,
        thing_kind="job",
        thing_id=job.id,
        community_id=job.community_id,
        kind=job.kind,
    )
