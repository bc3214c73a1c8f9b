"""What the tests of jobs share: a community, a worker at hand, and kinds of work of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.database import Store
from app.jobs.kinds import Run
from app.jobs.lifeline import Lifeline
from app.jobs.worker import Worker
from app.models import Community, Job
from app.services import areas
from app.settings import Settings

NOW = dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC)


def add_community(session: Session, code: str = "jobs") -> Community:
    """Add a community without ground."""
    return areas.add_community(session, name=f"社区{code}", code=code, at=NOW, by=None)


@contextmanager
def worker_on(store: Store, runs: Mapping[str, Run]) -> Iterator[tuple[Worker, Lifeline]]:
    """Give a worker with these kinds of work, on a store with connections of its own."""
    with lifeline_on(store) as lifeline:
        yield Worker(store, Settings(), lifeline, runs=runs, clock=lambda: NOW), lifeline


@contextmanager
def lifeline_on(store: Store) -> Iterator[Lifeline]:
    """Open a lifeline to the store, as another process would."""
    engine = store.sessions.kw["bind"]
    assert isinstance(engine, Engine)
    with Lifeline(engine) as lifeline:
        yield lifeline


def read_job(store: Store, job_id: int) -> Job:
    """Read a job anew, as another process sees it."""
    with store.transaction() as session:
        return session.get_one(Job, job_id)
