"""The pages of jobs: asking, looking, stopping, starting again, and the notice in the frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from psycopg import Connection
from sqlalchemy import select
from sqlalchemy.engine import make_url

from app.database import Store
from app.models import Community, Job, JobState, Role
from app.models.jobs import JOB_LOCK, WORKER_LIVES
from app.services import jobs
from tests.visitors import NOON, Clock, Visitor

LogIn = Callable[..., Visitor]


@pytest.fixture
def url(community: Community) -> str:
    return f"/c/{community.code}/jobs"


@pytest.fixture
def elsewhere(database: str) -> Iterator[Connection]:
    """Give a connection as a worker in another process has it."""
    address = make_url(database).set(drivername="postgresql")
    with Connection.connect(address.render_as_string(hide_password=False)) as connection:
        connection.autocommit = True
        yield connection


def newest(store: Store) -> Job:
    with store.transaction() as session:
        return session.scalars(select(Job).order_by(Job.id.desc())).first()


def begin(store: Store, elsewhere: Connection, share: float = 0.42) -> Job:
    """Begin the job that waits, as a worker does that stays alive in another process."""

    def hold(job_id: int) -> bool:
        elsewhere.execute("SELECT pg_advisory_lock(%s, %s)", (JOB_LOCK, job_id))
        return True

    with store.transaction() as session:
        job = jobs.begin_next(session, at=NOON, hold=hold)
        jobs.note_progress(session, job.id, share, "第三网格")
    return job


def ask(store: Store, visitor: Visitor, url: str, **form: str) -> Job:
    answer = visitor.post(f"{url}/plan", **form)
    job = newest(store)
    assert (answer.status_code, answer.location) == (303, f"{url}/{job.id}")
    return job


def test_asking_for_a_plan_leads_to_its_page(
    log_in: LogIn, store: Store, url: str, elsewhere: Connection, clock: Clock
) -> None:
    visitor = log_in()
    job = ask(store, visitor, url, cell="410203001001003")
    assert (job.kind, job.params) == ("plan", {"cell": "410203001001003"})
    page = visitor.get(f"{url}/{job.id}").text
    assert "410203001001003" in page
    assert "wangge work" not in page
    clock.go_on(minutes=1)
    page = visitor.get(f"{url}/{job.id}").text
    assert "wangge work" in page, "nobody works, and the page says who can mend it"
    elsewhere.execute("SELECT pg_advisory_lock_shared(%s, %s)", (JOB_LOCK, WORKER_LIVES))
    assert "wangge work" not in visitor.get(f"{url}/{job.id}").text


def test_progress_is_told_by_cursor(
    log_in: LogIn, store: Store, url: str, elsewhere: Connection
) -> None:
    visitor = log_in()
    job = ask(store, visitor, url)
    begin(store, elsewhere)
    told = visitor.get(f"{url}/{job.id}/state").json
    assert (told["state"], told["share"], told["phase"]) == ("running", 0.42, "第三网格")
    calm = visitor.get(f"{url}/{job.id}/state?since={told['cursor']}").json
    assert calm == {"cursor": told["cursor"]}
    page = visitor.get(f"{url}/{job.id}").text
    assert 'value="0.42"' in page
    assert "第三网格" in page


def test_stopping_what_runs_asks_it_to_stop(
    log_in: LogIn, store: Store, url: str, elsewhere: Connection
) -> None:
    visitor = log_in()
    job = ask(store, visitor, url)
    begin(store, elsewhere)
    assert visitor.post(f"{url}/{job.id}/stop").status_code == 303
    assert visitor.get(f"{url}/{job.id}/state").json["stopping"]
    assert newest(store).state is JobState.RUNNING


def test_stopping_what_waits_ends_it_and_it_can_start_again(
    log_in: LogIn, store: Store, url: str
) -> None:
    visitor = log_in()
    job = ask(store, visitor, url, cell="7")
    visitor.post(f"{url}/{job.id}/stop")
    assert newest(store).state is JobState.STOPPED
    assert f"{url}/{job.id}/again" in visitor.get(f"{url}/{job.id}").text
    visitor.post(f"{url}/{job.id}/again")
    again = newest(store)
    assert (again.id > job.id, again.params) == (True, {"cell": "7"})


def test_a_dead_worker_is_told_without_another(
    log_in: LogIn, store: Store, url: str, elsewhere: Connection
) -> None:
    visitor = log_in()
    job = ask(store, visitor, url)
    begin(store, elsewhere)
    elsewhere.close()
    told = visitor.get(f"{url}/{job.id}/state").json
    assert (told["state"], told["next"]) == ("failed", None)
    page = visitor.get(f"{url}/{job.id}?lang=en").text
    assert f"{url}/{job.id}/again" in page
    assert newest(store).problem_params == {"job": str(job.id)}


def test_the_result_is_where_the_page_goes_on(
    log_in: LogIn, store: Store, url: str, community: Community, elsewhere: Connection
) -> None:
    visitor = log_in()
    job = ask(store, visitor, url)
    begin(store, elsewhere)
    result = {"kind": "routes", "id": 5, "routes": 13, "stops": 88, "unreachable": 4}
    with store.transaction() as session:
        jobs.finish(session, job.id, result, stopped=False, at=NOON)
    told = visitor.get(f"{url}/{job.id}/state").json
    assert told["next"] == f"/c/{community.code}/map?sel=route:5"
    page = visitor.get(f"{url}/{job.id}").text
    assert "13" in page
    assert "88" in page


def test_the_frame_tells_who_asked_until_they_have_looked(
    log_in: LogIn, store: Store, url: str, elsewhere: Connection
) -> None:
    visitor = log_in()
    other = log_in("zhao", name="赵二")
    job = ask(store, visitor, url)
    begin(store, elsewhere)
    link = f'href="{url}/{job.id}"'
    assert link in visitor.get("/account").text
    assert "42 %" in visitor.get(f"{url}/notice").text
    assert link not in other.get("/account").text
    with store.transaction() as session:
        jobs.finish(session, job.id, {}, stopped=False, at=NOON)
    assert link in visitor.get("/account").text
    other.get(f"{url}/{job.id}")
    assert link in visitor.get("/account").text
    visitor.get(f"{url}/{job.id}")
    assert link not in visitor.get("/account").text


def test_an_old_end_is_no_news(log_in: LogIn, store: Store, url: str) -> None:
    visitor = log_in()
    job = ask(store, visitor, url)
    with store.transaction() as session:
        mine = session.get_one(Job, job.id)
        jobs.stop(session, mine, by=None, at=NOON - dt.timedelta(days=2))
    assert f'href="{url}/{job.id}"' not in visitor.get("/account").text


@pytest.mark.parametrize("role", [Role.LEADER, Role.VOLUNTEER, Role.HANDLER])
def test_who_may_not_plan_may_not_ask_or_stop(
    log_in: LogIn, store: Store, url: str, role: Role
) -> None:
    job = ask(store, log_in(), url)
    visitor = log_in("li", role, "李四")
    assert visitor.post(f"{url}/plan").status_code == 403
    assert visitor.post(f"{url}/{job.id}/stop").status_code in (403, 404)
    assert newest(store).state is JobState.WAITING


def test_the_list_shows_the_newest(log_in: LogIn, store: Store, url: str) -> None:
    visitor = log_in()
    assert "/plan" in visitor.get(url).text
    job = ask(store, visitor, url)
    assert f'href="{url}/{job.id}"' in visitor.get(url).text


def test_a_full_queue_is_refused_in_words(log_in: LogIn, store: Store, url: str) -> None:
    visitor = log_in()
    for number in range(jobs.MOST_WAITING):
        ask(store, visitor, url, cell=str(number))
    refused = visitor.post(f"{url}/plan", cell="one more")
    assert refused.status_code == 409
    assert "50" in refused.text


def test_the_list_is_reached_from_the_menu(log_in: LogIn, url: str) -> None:
    assert f'href="{url}"' in log_in().get("/account").text
