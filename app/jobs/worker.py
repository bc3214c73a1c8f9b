"""A worker: takes the jobs that wait, one at a time, and runs each in a transaction of its own."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.database import Store
from app.jobs.kinds import RUNS, Run, Task
from app.jobs.lifeline import Lifeline
from app.jobs.telling import JobTell
from app.models import Job
from app.progress import Stopped
from app.queries.scope import NotAllowed, Viewer
from app.services import jobs
from app.services.patrols.record import expire_tracks
from app.settings import Settings
from geodata.errors import N_, WanggeError

LONGEST_SLEEP_S = 2.0
"""After which a worker looks round even if nobody woke it: for the jobs of dead workers."""

log = logging.getLogger(__name__)


def now() -> dt.datetime:
    """Give the aware time."""
    return dt.datetime.now(dt.UTC)


class Worker:
    """Runs jobs. An error that is nobody's fault but ours ends it, and another takes its place.

    Parameters
    ----------
    store : Store
    settings : Settings
    lifeline : Lifeline
        Its own; while it is open, the jobs that it holds are alive.
    runs : Mapping
        The function of each kind.
    clock : callable
        Gives the aware time.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        lifeline: Lifeline,
        *,
        runs: Mapping[str, Run] = RUNS,
        clock: Callable[[], dt.datetime] = now,
    ) -> None:
        self._store = store
        self._settings = settings
        self._lifeline = lifeline
        self._runs = runs
        self._clock = clock

    def work(self, wanted: Callable[[], bool]) -> None:
        """Run jobs as they come.

        Parameters
        ----------
        wanted : callable
            Asked after each job and each nap; False ends the work.
        """
        while wanted():
            self.work_off(wanted)
            self._lifeline.wait(LONGEST_SLEEP_S)

    def work_off(self, wanted: Callable[[], bool] = lambda: True) -> None:
        """Run all jobs that wait, after declaring lost those of dead workers."""
        with self._store.transaction() as session:
            for job_id in jobs.fail_lost(session, at=self._clock()):
                log.warning("Job %s lost its worker.", job_id)
            # Nobody asks for this one: tracks go by themselves when their time is over.
            expire_tracks(session, at=self._clock())
        while wanted() and self._run_next():
            pass

    def _run_next(self) -> bool:
        """Run the job whose turn it is; give False where there is none."""
        with self._store.transaction() as session:
            job = jobs.begin_next(session, at=self._clock(), hold=self._lifeline.hold)
        if job is None:
            return False
        log.info("Job %s (%s) begins.", job.id, job.kind)
        self._run(job)
        self._lifeline.release(job.id)
        return True

    def _run(self, job: Job) -> None:
        """Run a job to its end, whichever it is; a fault of ours leaves it to the next worker."""
        tell = JobTell(self._store, job.id)
        try:
            with self._store.transaction() as session:
                result = self._runs[job.kind](self._task(session, job, tell))
                jobs.finish(session, job.id, result, stopped=tell.stopped, at=self._clock())
        except Stopped:
            self._note(jobs.stop_empty, job.id)
        except WanggeError as error:
            log.warning("Job %s failed: %s", job.id, error)
            self._note(jobs.fail, job.id, error)
        except KeyboardInterrupt:
            self._note(jobs.put_back, job.id)
            raise

    def _task(self, session: Session, job: Job, tell: JobTell) -> Task:
        """Gather what a job's function stands on."""
        mine = session.get_one(Job, job.id)
        return Task(
            session=session,
            viewer=self._viewer(mine),
            community=mine.community,
            params=mine.params,
            settings=self._settings,
            at=mine.started_at or self._clock(),
            tell=tell,
        )

    def _viewer(self, job: Job) -> Viewer:
        """Give the viewer as whom a job sees: the account that asked, as it is today."""
        today = self._clock().astimezone(ZoneInfo(self._settings.wangge_timezone)).date()
        if job.asker is None:
            return Viewer(on=today)
        if not job.asker.active:
            raise NotAllowed(N_("The account that asked for this was closed meanwhile."))
        return Viewer.of(job.asker, today)

    def _note(self, verb: Callable[..., None], job_id: int, *facts: Any) -> None:
        """Write down how a job ended that left nothing else in the store."""
        with self._store.transaction() as session:
            verb(session, job_id, *facts, at=self._clock())
