"""Reports on the page: asked for, made by the worker, read, taken along."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import Store
from app.jobs.kinds import RUNS, Task
from app.models import AuditEntry, Job, Summary, SummarySchedule
from app.progress import tell_nobody
from app.queries.scope import Viewer
from app.settings import Settings
from tests.two_cells import CODE, NOW, TODAY, World, build_world
from tests.visitors import Clock
from tests.walkers import enter
from tests.web.people_support import BASE, get, post


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application without tokens in forms: what is asked here is who gets what."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def client(app: Flask, store: Store, world: World, clock: Clock) -> FlaskClient:
    clock.at = NOW
    return enter(app, store, world.users["community"])


def made(store: Store, world: World) -> int:
    """Let the job that waits be done, as the worker does it."""
    with store.transaction() as session:
        job = session.scalars(select(Job).where(Job.kind == "report")).one()
        viewer = Viewer.of(world.users["community"], TODAY)
        community = session.merge(world.community)
        task = Task(session, viewer, community, job.params, Settings(), NOW, tell_nobody)
        result = RUNS[job.kind](task)
    assert result["kind"] == "summary"
    return int(result["id"])


def test_from_the_form_to_the_files(client: FlaskClient, store: Store, world: World) -> None:
    assert "No report was issued yet" in get(client, "/reports")
    answer = post(client, "/reports", kind="weekly", until=str(TODAY), cell="")
    assert answer.status_code == 303
    assert "/jobs/" in answer.location
    key = made(store, world)
    page = get(client, f"/reports/{key}")
    assert "Weekly report" in page
    assert "What came in and what became of it" in page
    assert "style=" not in page.split("<article", 1)[1]
    assert f"/reports/{key}.pdf" in get(client, "/reports")
    pdf = client.get(f"{BASE}/reports/{key}.pdf")
    assert (pdf.content_type, pdf.data[:4]) == ("application/pdf", b"%PDF")
    assert client.get(f"{BASE}/reports/{key}.xlsx").data[:2] == b"PK"
    with store.transaction() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.thing_kind == "summary"))
        assert [entry.action for entry in entries] == ["issue", "export", "export"]


def test_what_makes_no_sense_is_refused(client: FlaskClient, store: Store) -> None:
    nonsense = (
        {"kind": "daily"},
        {"kind": "weekly", "until": "soon"},
        {"kind": "weekly", "cell": "x"},
    )
    for form in nonsense:
        assert post(client, "/reports", **form).status_code == 422, form
    assert post(client, "/reports", kind="weekly", cell="999999").status_code == 404
    with store.transaction() as session:
        assert session.scalar(select(Job.id).where(Job.kind == "report")) is None


def test_the_schedule_is_kept(client: FlaskClient, store: Store) -> None:
    assert post(client, "/reports/schedule", weekly="1", quarterly="1").status_code == 303
    with store.transaction() as session:
        kept = session.scalars(select(SummarySchedule)).one()
        assert (kept.weekly, kept.monthly, kept.quarterly) == (True, False, True)
    assert get(client, "/reports").count(" checked") == 2


def test_reports_are_not_for_everybody(
    app: Flask, client: FlaskClient, store: Store, world: World
) -> None:
    post(client, "/reports", kind="weekly", until=str(TODAY), cell=str(world.bravo.cell.id))
    key = made(store, world)
    for name, status in (("leader", 200), ("grid", 404), ("volunteer", 403), ("handler", 403)):
        visitor = enter(app, store, world.users[name])
        for ending in ("", ".pdf", ".xlsx"):
            assert visitor.get(f"/c/{CODE}/reports/{key}{ending}").status_code == status, name
    with store.transaction() as session:
        assert session.get_one(Summary, key).cell_id == world.bravo.cell.id
