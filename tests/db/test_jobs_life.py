"""Jobs keep what they promise: run once, in turn, seen by others, stopped, and never half done."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.database import Store
from app.jobs.kinds import RUNS, Task
from app.jobs.telling import JobTell
from app.models import AuditEntry, Community, Job, JobState
from app.postgis import PrivatePostgis
from app.progress import or_stop
from app.services import jobs
from geodata.errors import InputRefused
from tests.conftest import clone
from tests.db.jobs_support import NOW, add_community, lifeline_on, read_job, worker_on


@pytest.fixture(scope="module")
def shared(server: PrivatePostgis) -> Iterator[Store]:
    """Give a store whose transactions really run side by side."""
    store = Store.at(clone(server, "jobs_side_by_side"))
    yield store
    store.close()


_codes = (f"jobs{number}" for number in itertools.count())


@pytest.fixture
def code(shared: Store) -> Iterator[str]:
    """Give the code of a community of the test's own; its jobs are gone afterwards."""
    code = next(_codes)
    with shared.transaction() as session:
        add_community(session, code)
    yield code
    with shared.transaction() as session:
        session.execute(text("DELETE FROM job"))


def community_of(session: Session, code: str) -> Community:
    return session.scalars(select(Community).where(Community.code == code)).one()


def ask(store: Store, code: str, kind: str = "test", **params: Any) -> int:
    with store.transaction() as session:
        return jobs.ask(session, community_of(session, code), kind, params, None, NOW).id


def work_off(store: Store, **runs: Any) -> None:
    with worker_on(store, runs) as (worker, _):
        worker.work_off()


def made(task: Task) -> dict[str, Any]:
    """Change something that can be looked for."""
    task.community.place = task.params.get("place", "done")
    return {"kind": "test", "id": 7}


def test_a_wish_dies_with_its_transaction(shared: Store, code: str) -> None:
    with shared.sessions() as session:
        jobs.ask(session, community_of(session, code), "test", {}, None, NOW)
        session.rollback()
    with shared.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_a_job_runs_and_ends_with_what_it_made(shared: Store, code: str) -> None:
    job_id = ask(shared, code, place="泰安")
    work_off(shared, test=made)
    job = read_job(shared, job_id)
    assert (job.state, job.share, job.result) == (JobState.DONE, 1.0, {"kind": "test", "id": 7})
    assert (job.started_at, job.ended_at) == (NOW, NOW)
    with shared.transaction() as session:
        assert community_of(session, code).place == "泰安"


def test_progress_is_seen_by_others_while_the_work_is_not(shared: Store, code: str) -> None:
    def look(task: Task) -> dict[str, Any]:
        task.community.place = "half"
        task.session.flush()
        assert task.tell(0.4, "Dividing")
        seen = read_job(shared, job_id)
        assert (seen.state, seen.share, seen.phase) == (JobState.RUNNING, 0.4, "Dividing")
        with shared.transaction() as session:
            assert community_of(session, code).place == ""
        return {}

    job_id = ask(shared, code)
    work_off(shared, test=look)
    assert read_job(shared, job_id).state is JobState.DONE


def press_stop(store: Store, job_id: int) -> None:
    with store.transaction() as session:
        jobs.stop(session, session.get_one(Job, job_id), by=None, at=NOW)


def test_stopped_work_keeps_its_best_so_far(shared: Store, code: str) -> None:
    def improve(task: Task) -> dict[str, Any]:
        press_stop(shared, job_id)
        assert not task.tell(0.5, "Improving")
        return made(task)

    job_id = ask(shared, code)
    work_off(shared, test=improve)
    job = read_job(shared, job_id)
    assert (job.state, job.result["id"]) == (JobState.STOPPED, 7)


def test_stopped_work_without_anything_to_show_leaves_nothing(shared: Store, code: str) -> None:
    def give_up(task: Task) -> dict[str, Any]:
        result = made(task)
        press_stop(shared, job_id)
        or_stop(task.tell)(0.5, "Planning")
        return result

    job_id = ask(shared, code)
    work_off(shared, test=give_up)
    job = read_job(shared, job_id)
    assert (job.state, job.result) == (JobState.STOPPED, {})
    with shared.transaction() as session:
        assert community_of(session, code).place == ""


def test_a_waiting_job_is_stopped_at_once(shared: Store, code: str) -> None:
    job_id = ask(shared, code)
    press_stop(shared, job_id)
    work_off(shared)  # A kind that nobody knows: taking the job would end the worker.
    assert read_job(shared, job_id).state is JobState.STOPPED


def test_failure_keeps_its_sentence_and_changes_nothing(shared: Store, code: str) -> None:
    def refuse(task: Task) -> dict[str, Any]:
        made(task)
        task.session.flush()
        raise InputRefused("%(name)s has no buildings.", name=task.community.name)

    job_id = ask(shared, code)
    work_off(shared, test=refuse)
    job = read_job(shared, job_id)
    assert job.state is JobState.FAILED
    assert job.problem % job.problem_params == f"社区{code} has no buildings."
    with shared.transaction() as session:
        assert community_of(session, code).place == ""


def test_a_dead_worker_is_noticed_by_the_next(shared: Store, code: str) -> None:
    """A fault of ours ends the worker; its job says so, and can be asked for again."""

    def break_down(task: Task) -> dict[str, Any]:
        raise ZeroDivisionError

    job_id = ask(shared, code)
    with pytest.raises(ZeroDivisionError):
        work_off(shared, test=break_down)
    assert read_job(shared, job_id).state is JobState.RUNNING
    work_off(shared)
    job = read_job(shared, job_id)
    assert job.state is JobState.FAILED
    assert str(job_id) in job.problem % job.problem_params
    with shared.transaction() as session:
        again = jobs.ask_again(session, session.get_one(Job, job_id), by=None, at=NOW)
    work_off(shared, test=made)
    assert read_job(shared, again.id).state is JobState.DONE


def test_a_job_is_not_lost_while_its_worker_lives(shared: Store, code: str) -> None:
    def look(task: Task) -> dict[str, Any]:
        with shared.transaction() as session:
            assert jobs.fail_lost(session, at=NOW) == []
        return {}

    job_id = ask(shared, code)
    work_off(shared, test=look)
    assert read_job(shared, job_id).state is JobState.DONE


def test_what_a_worker_believed_dead_makes_is_not_kept(shared: Store, code: str) -> None:
    def outlive(task: Task) -> dict[str, Any]:
        lifeline.release(job_id)  # As if its connection had broken.
        with shared.transaction() as session:
            assert jobs.fail_lost(session, at=NOW) == [job_id]
        assert not task.tell(0.9, "Nearly done")
        return made(task)

    job_id = ask(shared, code)
    with (
        worker_on(shared, {"test": outlive}) as (worker, lifeline),
        pytest.raises(jobs.NoLongerOurs),
    ):
        worker.work_off()
    assert read_job(shared, job_id).state is JobState.FAILED
    with shared.transaction() as session:
        assert community_of(session, code).place == ""


def test_a_worker_that_is_told_to_leave_puts_its_job_back(shared: Store, code: str) -> None:
    def interrupt(task: Task) -> dict[str, Any]:
        made(task)
        raise KeyboardInterrupt

    job_id = ask(shared, code)
    with pytest.raises(KeyboardInterrupt):
        work_off(shared, test=interrupt)
    assert read_job(shared, job_id).state is JobState.WAITING
    work_off(shared, test=made)
    assert read_job(shared, job_id).state is JobState.DONE


def test_jobs_of_one_community_take_turns(shared: Store, code: str) -> None:
    """A second worker leaves them alone, and takes one of another community."""
    with shared.transaction() as session:
        add_community(session, other := next(_codes))
    ran = []

    def first(task: Task) -> dict[str, Any]:
        work_off(shared, test=lambda task: ran.append(task.community.code) or {})
        ran.append("first")
        return {}

    ask(shared, code, "slow")
    ask(shared, code)
    ask(shared, other)
    work_off(shared, slow=first, test=lambda task: ran.append(task.community.code) or {})
    assert ran == [other, "first", code]


def test_no_more_than_fifty_wait(shared: Store, code: str) -> None:
    for number in range(jobs.MOST_WAITING):
        ask(shared, code, number=number)
    with pytest.raises(jobs.QueueFull, match="50 jobs"):
        ask(shared, code, number="one more")
    with shared.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == jobs.MOST_WAITING


def test_the_same_wish_waits_once(shared: Store, code: str) -> None:
    assert ask(shared, code, cell="1") == ask(shared, code, cell="1")
    assert ask(shared, code, cell="2") != ask(shared, code, cell="1")


def test_a_worker_is_woken_when_a_wish_is_committed(shared: Store, code: str) -> None:
    with lifeline_on(shared) as lifeline:
        ask(shared, code)
        lifeline.wait(0.0)  # What was sent before counts.
        lifeline.wait(0.01)


def test_asking_and_stopping_stand_in_the_audit_log(shared: Store, code: str) -> None:
    job_id = ask(shared, code)
    press_stop(shared, job_id)
    with shared.transaction() as session:
        lines = session.scalars(
            select(AuditEntry.action).where(
                AuditEntry.thing_kind == "job", AuditEntry.thing_id == job_id
            )
        ).all()
    assert lines == ["ask", "stop"]


def test_progress_is_written_four_times_a_second(shared: Store, code: str) -> None:
    """A phase that is new is written sooner: nothing may follow it for long."""
    job_id = ask(shared, code)
    with lifeline_on(shared) as lifeline, shared.transaction() as session:
        jobs.begin_next(session, at=NOW, hold=lifeline.hold)
    seconds = iter(step / 100 for step in range(1000))
    tell = JobTell(shared, job_id, clock=lambda: now_s)
    for now_s in itertools.islice(seconds, 100):
        tell(now_s, "Dividing")
    assert read_job(shared, job_id).revision == 1 + 4
    now_s += 0.06
    tell(0.99, "Storing")
    assert read_job(shared, job_id).phase == "Storing"


def test_every_kind_that_can_be_asked_for_can_be_run() -> None:
    assert set(RUNS) == set(jobs.ACTION_OF)
