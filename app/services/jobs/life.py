"""What a worker writes down of a job: that it began, how far it is, how it ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import Integer, cast, func, select, update
from sqlalchemy.orm import Session

from app.models import Job, JobState
from app.models.jobs import JOB_LOCK, JOB_MOVES, QUEUE_LOCK
from geodata.errors import N_, WanggeError

WORKER_DIED = N_(
    "The server stopped or lost its worker while this ran. Nothing was changed: start it again. "
    "If it happens once more, tell whoever runs the server the number %(job)s."
)


class NoLongerOurs(WanggeError):
    """A job was taken from its worker, which was believed dead."""


def begin_next(
    session: Session, *, at: dt.datetime, hold: Callable[[int], bool]
) -> Job | None:  # fmt: skip
    """Take the job that waits longest among those whose community is idle.

    Parameters
    ----------
    session : Session
    at : datetime.datetime
        Now.
    hold : callable
        Takes the lock ``(JOB_LOCK, job)`` on the worker's own connection; False if it cannot.

    Returns
    -------
    Job or None
        Running; None where nothing is to do.
    """
    # Workers choose one after another: two would both find the community idle.
    session.execute(select(func.pg_advisory_xact_lock(QUEUE_LOCK, 0)))
    at_work = select(Job.community_id).where(Job.state == JobState.RUNNING)
    job = session.scalar(
        select(Job)
        .where(Job.state == JobState.WAITING, Job.community_id.not_in(at_work))
        .order_by(Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if job is None or not hold(job.id):
        return None
    job.move("begin")
    job.started_at = at
    session.flush()
    return job


def note_progress(session: Session, job_id: int, share: float, phase: str) -> bool:
    """Write down how far a job is.

    Parameters
    ----------
    session : Session
        A short transaction of its own, so that others see it.
    job_id : int
    share : float
        From 0 to 1.
    phase : str
        What is being done now: a msgid, or a name.

    Returns
    -------
    bool
        Whether to go on; False once somebody asked to stop.
    """
    stop_asked = session.scalar(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.RUNNING)
        .values(share=min(max(share, 0.0), 1.0), phase=phase, revision=Job.revision + 1)
        .returning(Job.stop_asked)
    )
    return stop_asked is False


def finish(
    session: Session, job_id: int, result: dict[str, Any], *, stopped: bool, at: dt.datetime
) -> None:
    """End a job well, in the transaction of what it made: both are in the store, or neither.

    Parameters
    ----------
    session : Session
    job_id : int
    result : dict
        ``kind`` and ``id`` of what was made, and figures; JSON-serialisable.
    stopped : bool
        Whether this is the best so far of a job that was stopped.
    at : datetime.datetime

    Raises
    ------
    NoLongerOurs
        If the job was declared lost meanwhile.
    """
    verb = "stop" if stopped else "finish"
    _end(session, job_id, verb, at, result=result, share=1.0)


def stop_empty(session: Session, job_id: int, *, at: dt.datetime) -> None:
    """End a job that was stopped before it had anything to show.

    Raises
    ------
    NoLongerOurs
        As :func:`finish`.
    """
    _end(session, job_id, "stop", at)


def fail(session: Session, job_id: int, error: WanggeError, *, at: dt.datetime) -> None:
    """End a job that cannot be done, with the sentence that says why.

    Raises
    ------
    NoLongerOurs
        As :func:`finish`.
    """
    params = {name: str(value) for name, value in error.params.items()}
    _end(session, job_id, "fail", at, problem=error.template, problem_params=params)


def _end(
    session: Session, job_id: int, verb: str, at: dt.datetime, **values: Any
) -> None:  # fmt: skip
    """Move a running job to its end."""
    ended = session.scalar(
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.RUNNING)
        .values(
            state=JOB_MOVES[verb, JobState.RUNNING],
            ended_at=at,
            phase="",
            revision=Job.revision + 1,
            **values,
        )
        .returning(Job.id)
    )
    if ended is None:
        raise NoLongerOurs(N_("Job %(job)s was given up meanwhile."), job=job_id)


def put_back(session: Session, job_id: int, *, at: dt.datetime) -> None:
    """Let a job wait again that its worker leaves in good order; a stopped one is over.

    Parameters
    ----------
    session : Session
    job_id : int
    at : datetime.datetime
    """
    job = session.get_one(Job, job_id, with_for_update=True, populate_existing=True)
    if job.has_ended:  # Declared lost meanwhile.
        return
    if job.stop_asked:
        job.move("stop")
        job.ended_at = at
    else:
        job.move("put back")
        job.started_at = None
    job.share, job.phase = 0.0, ""
    session.flush()


def fail_lost(session: Session, *, at: dt.datetime) -> list[int]:
    """Declare those jobs failed whose worker died: it holds their lock no longer.

    Parameters
    ----------
    session : Session
    at : datetime.datetime
        Now.

    Returns
    -------
    list of int
        Their keys.
    """
    running = session.scalars(
        select(Job).where(Job.state == JobState.RUNNING).with_for_update(skip_locked=True)
    ).all()
    lost = [job for job in running if _is_free(session, job)]
    for job in lost:
        fail(session, job.id, WanggeError(WORKER_DIED, job=job.id), at=at)
    return [job.id for job in lost]


def _is_free(session: Session, job: Job) -> bool:
    """Tell whether nobody holds the lock of a job."""
    held = func.pg_try_advisory_xact_lock(JOB_LOCK, cast(job.id, Integer))
    return bool(session.scalar(select(held)))
