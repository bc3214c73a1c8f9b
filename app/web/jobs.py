"""Long work: the page that shows how far it is, and the notice of it in the frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.models import Community, Job, JobState
from app.queries.jobs import (
    find_job,
    is_anybody_working,
    jobs_before,
    jobs_to_tell,
    list_jobs,
)
from app.queries.scope import Action, can, require
from app.services import jobs as services
from app.web.asking import Asked, asked_about, local_now
from app.web.context import current_viewer, transaction
from app.web.i18n import translate
from app.web.job_words import KINDS, STATES, result_url

jobs = Blueprint("jobs", __name__, url_prefix="/c/<code>/jobs")

PATIENCE = dt.timedelta(seconds=20)
"""After which a page says that nobody works: a worker that starts anew takes some seconds."""


@jobs.before_request
def _viewers_only() -> None:
    """Refuse accounts that have no business on the ground."""
    require(current_viewer(), Action.VIEW)


@jobs.get("")
def list_all(code: str) -> ResponseReturnValue:
    """List the newest jobs, and offer those that need no more than a word."""
    with asked_about(code) as asked:
        services.fail_lost(asked.session, at=asked.at)
        listed = list_jobs(asked.session, asked.viewer, asked.community)
    return render_template(
        "jobs/list.html",
        community=asked.community,
        listed=listed,
    )


@jobs.post("/plan")
def ask_for_plan(code: str) -> ResponseReturnValue:
    """Ask for routes of all cells in scope, or of the one that the form names."""
    require(current_viewer(), Action.PLAN)
    cell = request.form.get("cell", "").strip()
    with asked_about(code) as asked:
        job = services.ask(
            asked.session,
            asked.community,
            "plan",
            {"cell": cell} if cell else {},
            asked.viewer.user_id,
            asked.at,
        )
    return redirect(url_for("jobs.show", code=code, job_id=job.id), 303)


@jobs.get("/<int:job_id>")
def show(code: str, job_id: int) -> ResponseReturnValue:
    """Show how far a job is, or what came of it."""
    with asked_about(code) as asked:
        job = _looked_at(asked, job_id)
        before = jobs_before(asked.session, job)
        is_forgotten = asked.at - job.asked_at > PATIENCE and not is_anybody_working(asked.session)
    return render_template(
        "jobs/show.html",
        community=asked.community,
        job=job,
        before=before,
        is_forgotten=is_forgotten,
        result_url=result_url(job, code),
    )


@jobs.get("/<int:job_id>/state")
def show_state(code: str, job_id: int) -> ResponseReturnValue:
    """Give how far a job is; only the cursor if nothing changed since the one that is sent."""
    with asked_about(code) as asked:
        job = _looked_at(asked, job_id)
    if request.args.get("since") == str(job.revision):
        return {"cursor": job.revision}
    return {
        "cursor": job.revision,
        "state": job.state.value,
        "share": job.share,
        "phase": translate(job.phase),
        "stopping": job.stop_asked,
        "next": result_url(job, code) if job.state is not JobState.FAILED else None,
    }


@jobs.post("/<int:job_id>/stop")
def stop(code: str, job_id: int) -> ResponseReturnValue:
    """Stop a job."""
    with asked_about(code) as asked:
        job = _changeable(asked, job_id)
        services.stop(asked.session, job, by=asked.viewer.user_id, at=asked.at)
    return redirect(url_for("jobs.show", code=code, job_id=job_id), 303)


@jobs.post("/<int:job_id>/again")
def start_again(code: str, job_id: int) -> ResponseReturnValue:
    """Ask for the same work once more."""
    with asked_about(code) as asked:
        job = _changeable(asked, job_id)
        again = services.ask_again(asked.session, job, by=asked.viewer.user_id, at=asked.at)
    return redirect(url_for("jobs.show", code=code, job_id=again.id), 303)


@jobs.get("/notice")
def show_notice(code: str) -> ResponseReturnValue:
    """Give the frame's notice anew, while something is at work."""
    with asked_about(code) as asked:
        return render_template("jobs/notice.html", community=asked.community)


@jobs.app_context_processor
def _words() -> dict[str, Any]:
    """Give every template what the notice in the frame, and buttons that ask, need."""
    return {
        "job_kinds": KINDS,
        "job_states": STATES,
        "jobs_told": _jobs_told,
        "may_ask_for": _may_ask_for,
    }


def _may_ask_for(kind: str) -> bool:
    """Tell whether the viewer may ask for a kind of job, stop it and start it again."""
    return can(current_viewer(), services.ACTION_OF[kind])


def _jobs_told(community: Community | None) -> Sequence[Job]:
    """List what the frame tells who asks of their jobs in a community."""
    if community is None or not current_user.is_authenticated:
        return []
    viewer = current_viewer()
    if not any(map(_may_ask_for, services.ACTION_OF)):
        return []
    with transaction() as session:
        return jobs_to_tell(session, viewer, community, local_now())


def _looked_at(asked: Asked, job_id: int) -> Job:
    """Find a job, settle it if its worker died, and note that who asked has seen its end."""
    job = find_job(asked.session, asked.viewer, asked.community, job_id)
    if job.state is JobState.RUNNING:
        services.fail_lost(asked.session, at=asked.at)
    if job.asked_by == asked.viewer.user_id:
        services.mark_seen(asked.session, job, asked.at)
    return job


def _changeable(asked: Asked, job_id: int) -> Job:
    """Find a job that the viewer may stop and start again."""
    job = find_job(asked.session, asked.viewer, asked.community, job_id)
    require(asked.viewer, services.ACTION_OF[job.kind])
    return job
