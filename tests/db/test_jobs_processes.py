"""Workers as processes: killed, told to leave, left alone; the jobs that they had are not lost."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.database import Store
from app.models import Community, JobState
from app.postgis import PrivatePostgis
from app.queries.jobs import is_anybody_working
from app.services import jobs
from app.settings import ROOT
from tests.conftest import clone
from tests.db.jobs_support import NOW, add_community, read_job

PATIENCE_S = 180
"""Seconds; only reached where something is wrong: a busy machine takes long to load libraries."""


@pytest.fixture(scope="module")
def url(server: PrivatePostgis) -> str:
    """Give a database of its own to the processes."""
    return clone(server, "jobs_processes")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Give a store on that database with one community and no job."""
    store = Store.at(url)
    with store.transaction() as session:
        session.execute(text("DELETE FROM job"))
        if session.scalar(select(Community.id)) is None:
            add_community(session)
    yield store
    store.close()


@pytest.fixture
def keeper(url: str, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``./wangge work``, and make sure that it leaves."""
    kept = os.environ | {"DATABASE_URL": url, "WANGGE_INSTANCE": str(tmp_path)}
    command = [sys.executable, "-m", "app.cli", "work"]
    with subprocess.Popen(command, cwd=ROOT, env=kept, start_new_session=True) as process:
        yield process
        process.terminate()


def until(asked: Callable[[], bool]) -> None:
    """Wait until something is so."""
    last = time.monotonic() + PATIENCE_S
    while not asked():
        assert time.monotonic() < last, "waited in vain"
        time.sleep(0.05)


def ask(store: Store) -> int:
    """Ask for a plan; a community without cells refuses it in words."""
    with store.transaction() as session:
        return jobs.ask(session, community_of(session), "plan", {}, None, NOW).id


def community_of(session: Session) -> Community:
    return session.scalars(select(Community)).one()


@contextlib.contextmanager
def running(store: Store) -> Iterator[int]:
    """Ask for a job that a worker begins, and keep it from what it has to read first."""
    with store.transaction() as session:
        session.execute(text("LOCK TABLE division IN ACCESS EXCLUSIVE MODE"))
        job_id = ask(store)
        until(lambda: read_job(store, job_id).state is JobState.RUNNING)
        yield job_id


def worker_pid(keeper: subprocess.Popen[bytes]) -> int:
    """Give the process that a keeper keeps."""
    children = Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text().split()
    assert len(children) == 1
    return int(children[0])


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended, even if nobody has taken notice."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


def works(store: Store) -> bool:
    with store.transaction() as session:
        return is_anybody_working(session)


def test_a_worker_is_replaced_when_killed_and_leaves_in_good_order(
    store: Store, keeper: subprocess.Popen[bytes]
) -> None:
    """One process after another, since each takes its time to load its libraries."""
    with running(store) as job_id:
        os.kill(worker_pid(keeper), signal.SIGKILL)
        until(lambda: read_job(store, job_id).state is JobState.FAILED)
        assert read_job(store, job_id).problem_params == {"job": str(job_id)}
    again = ask(store)
    until(lambda: read_job(store, again).has_ended)
    assert "no cells" in read_job(store, again).problem
    with running(store) as job_id:
        worker = worker_pid(keeper)
        keeper.terminate()
        assert keeper.wait(PATIENCE_S) == 0
        assert is_gone(worker)
        assert read_job(store, job_id).state is JobState.WAITING
    assert not works(store)


def test_a_worker_does_not_outlive_a_killed_keeper(
    store: Store, keeper: subprocess.Popen[bytes]
) -> None:
    until(lambda: works(store))
    worker = worker_pid(keeper)
    keeper.kill()
    until(lambda: is_gone(worker))
    assert not works(store)
